/// How a packet of a conversation comes: eight bits, of which the first packet's are zero.
///
/// A conversation is packets with `NEXT` and the bits of the next one between them, so that one packet is a conversation
/// as it stands, and a search may cut and join where it likes.
struct Circumstances {
    private let bits: UInt8

    init(_ bits: UInt8 = 0) {
        self.bits = bits
    }

    private static let mark = Array("NEXT".utf8)

    var separator: [UInt8] { Self.mark + [bits] }

    /// Which of our four interfaces it comes in by.
    var interface: Int { Int(bits & 3) }
    var isForBootServer: Bool { bits & 4 != 0 }
    /// Seconds since the packet before.
    var pause: Int64 { [0, 1, 600, 50_000][Int(bits >> 3 & 3)] }
    /// Whether it comes from the address that it says its client has.
    var comesFromClient: Bool { bits & 0x20 != 0 }
    /// Whether somebody answers when its address is checked.
    var findsAddressInUse: Bool { bits & 0x40 != 0 }
    /// Whether the disk refuses what is to be written.
    var diskRefuses: Bool { bits & 0x80 != 0 }

    /// The packets of a conversation, with how they come.
    static func packets(in octets: [UInt8]) -> [(Circumstances, ArraySlice<UInt8>)] {
        var packets: [(Circumstances, ArraySlice<UInt8>)] = []
        var (circumstances, start, index) = (Circumstances(), 0, 0)
        while index + mark.count < octets.count {
            guard octets[index] == mark[0], octets[index..<index + mark.count].elementsEqual(mark) else {
                index += 1
                continue
            }
            packets.append((circumstances, octets[start..<index]))
            circumstances = Circumstances(octets[index + mark.count])
            index += mark.count + 1
            start = index
        }
        return packets + [(circumstances, octets[start...])]
    }
}
