import DHCP
import NetworkValues
import Testing

@Suite struct RequestStateTests {
    private static let asked = "3204 0a4b000b"
    private static let chosen = "3604 0a4b0001"

    @Test(
        arguments: [
            ("\(asked) \(chosen)", false, .selecting(server: server, address: given)),
            (asked, false, .initReboot(address: given)),
            ("", true, .renewing(address: given)),
            (chosen, true, .selecting(server: server, address: given)),
            ("\(asked) \(chosen)", true, .selecting(server: server, address: given)),
            (asked, true, .initReboot(address: given)),
            ("", false, nil),
            (chosen, false, nil),
            ("3204 00000000", false, nil),
            ("3203 0a4b00", false, nil),
        ] as [(String, Bool, DHCPRequestState?)])
    func aRequestIsClassifiedByWhatItCarries(text: String, hasAddress: Bool, state: DHCPRequestState?) throws {
        let message = try request(.request, text) { if hasAddress { $0.ciaddr = given } }
        #expect(DHCPRequestState(message, wasBroadcast: false) == state)
        #expect(state?.address ?? given == given)
    }

    @Test func aRenewalThatIsBroadcastOrRelayedIsARebinding() throws {
        let message = try request(.request) { $0.ciaddr = given }
        #expect(DHCPRequestState(message, wasBroadcast: true) == .rebinding(address: given))
        let relayed = try request(.request) {
            $0.ciaddr = given
            $0.giaddr = IPv4Address(10, 76, 0, 1)
        }
        #expect(DHCPRequestState(relayed, wasBroadcast: false) == .rebinding(address: given))
    }

    @Test(arguments: DHCPMessageType.allCases.filter { $0 != .request })
    func otherMessagesAreNoRequests(type: DHCPMessageType) throws {
        #expect(DHCPRequestState(try request(type, Self.asked), wasBroadcast: false) == nil)
    }

    @Test(arguments: [
        (Fixture.intelRequest, "selecting"), (.dhclientRenewal, "renewing"), (.relayedRequest, "selecting"),
    ])
    func clientsAreUnderstood(fixture: Fixture, name: String) throws {
        let state = try #require(DHCPRequestState(decode(fixture.octets), wasBroadcast: false))
        #expect("\(state)".hasPrefix(name))
    }

    @Test func anAddressBesideARequestedOneIsNotTheClients() throws {
        #expect(try request(.discover) { $0.ciaddr = given }.clientAddress == nil)
        #expect(try request(.request, Self.asked) { $0.ciaddr = given }.clientAddress == nil)
        #expect(try request(.request) { $0.ciaddr = given }.clientAddress == given)
        #expect(try request(.inform) { $0.ciaddr = given }.clientAddress == given)
        #expect(try request(.inform).clientAddress == nil)
    }
}
