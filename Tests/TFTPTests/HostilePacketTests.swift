import TFTP
import Testing

struct HostilePacketTests {
    static let valid = Clients.requests + [Clients.edk2Abort, Clients.acknowledgement] + PacketTests.packets.map(\.1)

    /// A prefix of a packet is a packet only where a field ends; anywhere else it is refused.
    @Test(arguments: valid)
    func everyPrefixIsReadOnlyWhereAFieldEnds(_ octets: [UInt8]) {
        for length in 0..<octets.count {
            let prefix = Array(octets.prefix(length))
            let isRead = (try? decode(prefix)) != nil
            #expect(isRead == isComplete(prefix), "\(length) octets")
        }
    }

    @Test(arguments: valid)
    func everyCorruptedOctetIsReadOrRefusedCleanly(_ octets: [UInt8]) throws {
        for position in octets.indices {
            for value in UInt8.min...UInt8.max where value != octets[position] {
                var corrupted = octets
                corrupted[position] = value
                try check(corrupted)
            }
        }
    }

    @Test(arguments: 0..<64)
    func randomOctetsAreReadOrRefusedCleanly(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var octets: [UInt8] = [0, UInt8.random(in: 0...7, using: &generator)]
            for _ in 0..<Int.random(in: 0...80, using: &generator) {
                let mask: UInt8 = Bool.random(using: &generator) ? 0xFF : 0x01
                octets.append(UInt8.random(in: 0...255, using: &generator) & mask)
            }
            try check(octets)
        }
    }

    /// What is read can be written and read again, and keeps the promises of the layers above.
    private func check(_ octets: [UInt8]) throws {
        guard let packet = try? decode(octets) else { return }
        #expect(try decode(packet.encoded) == packet)
        guard case .readRequest(let request) = packet else { return }
        if let name = try? RequestName(request.fileName) {
            for candidate in name.candidates { expectSafe(candidate) }
        }
        guard let options = try? Negotiation().answer(request, fileSize: .max) else { return }
        #expect((8...1468).contains(options.blockSize))
        #expect((1...64).contains(options.windowSize))
        #expect(options.acknowledged.count <= request.options.count)
    }

    /// Counts NULs, independently of the parser.
    private func isComplete(_ octets: [UInt8]) -> Bool {
        guard octets.count >= 2 else { return false }
        let rest = octets.dropFirst(2)
        let strings = rest.count { $0 == 0 }
        return switch octets[1] {
        case 1, 2: strings >= 2 && strings.isMultiple(of: 2) && rest.last == 0
        case 3, 4, 5: octets.count >= 4
        default: strings.isMultiple(of: 2) && (rest.last ?? 0) == 0
        }
    }
}
