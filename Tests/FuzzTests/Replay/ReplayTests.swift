import DHCP
import Testing

/// What contrib/fuzz begins with, and what it found, read again.
@Suite struct ReplayTests {
    @Test(arguments: FuzzTarget.all)
    func everySeedAndFindingIsRead(target: FuzzTarget) throws {
        let inputs = try FuzzInput.all(of: target)
        #expect(!inputs.isEmpty)
        for input in inputs {
            #expect(throws: Never.self, "\(input)") { try target.read(input.octets) }
        }
    }

    /// Of DHCP and of the configuration the tests of those targets read every prefix.
    @Test(arguments: FuzzTarget.all.filter { !$0.name.hasPrefix("dhcp") && $0.name != "configuration" })
    func everyPrefixOfASeedIsRead(target: FuzzTarget) throws {
        for input in try FuzzInput.all(of: target) {
            for count in input.octets.indices {
                #expect(throws: Never.self, "\(input) up to \(count)") { try target.read(Array(input.octets.prefix(count))) }
            }
        }
    }

    /// The search begins where leases are given, or it would find little.
    @Test(
        arguments: [
            ("udhcpc", [.offer, .ack, nil, .nak]), ("ovmf", [.offer, .ack, .offer, .ack]), ("rom", [.offer, .ack]),
            ("dhclient", [.offer, .ack, .nak, nil]), ("perfdhcp", [.offer, .ack]), ("ipxeuefi", [.offer, .ack]),
        ] as [(String, [DHCPMessageType?])])
    func theConversationsOfRealClientsGetLeases(client: String, replies: [DHCPMessageType?]) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == "dhcp-conversation" })
        let input = try #require(try FuzzInput.all(of: target).first { $0.name == "\(client)-all" })
        var server = try FuzzedServer()
        let answers = try Circumstances.packets(in: input.octets).map { try server.take(Array($1), $0)?.type }
        #expect(answers == replies)
    }

    /// What must hold can fail to.
    @Test func whatDoesNotHoldIsFound() throws {
        let discover = try #require(try FuzzInput.packets().first { $0.name == "dhcrelay-1-discover" })
        let request = try DHCPMessage(decoding: discover.octets.span)
        var other = request
        other.options = DHCPOptions()
        #expect(throws: Broken.self) { try requireEchoes(in: other, of: request, leftOut: []) }
        #expect(throws: Never.self) { try requireEchoes(in: request, of: request, leftOut: []) }
        #expect(throws: Broken.self) { try require(false, "") }
        #expect(throws: Broken.self) { try require(nil as Int?, "") }
    }
}
