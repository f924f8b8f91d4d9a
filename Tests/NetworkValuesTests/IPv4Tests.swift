import NetworkValues
import Testing

@Suite struct IPv4AddressTests {
    @Test(
        arguments: [
            ("0.0.0.0", 0), ("10.75.0.1", 0x0A4B_0001), ("255.255.255.255", 0xFFFF_FFFF), ("1.20.100.9", 0x0114_6409),
        ] as [(String, UInt32)])
    func textAndNumberAreOne(text: String, value: UInt32) {
        #expect(IPv4Address(text)?.rawValue == value)
        #expect(IPv4Address(rawValue: value).description == text)
    }

    @Test(arguments: [
        "", ".", "10", "10.75.0", "10.75.0.", ".10.75.0.1", "10.75.0.1.", "10.75.0.1.2", "10..0.1", "10.75.0.256",
        "10.75.0.1000",
        "10.75.0.01", "010.75.0.1", "00.0.0.0", "10.75.0.-1", "10.75.0.+1", "10.75.0.1 ", " 10.75.0.1", "10.75.0.a",
        "0x0a.75.0.1",
        "10,75,0,1", "10.75.0.٣", "10.75.0.4294967297",
    ])
    func otherTextIsRefused(text: String) {
        #expect(IPv4Address(text) == nil)
    }

    @Test func itsOctetsAreInWireOrder() {
        let address = IPv4Address(10, 75, 1, 2)
        #expect(address.octets == [10, 75, 1, 2])
        #expect(IPv4Address(octets: address.octets) == address)
        #expect(IPv4Address(octets: [10, 75, 1]) == nil)
        #expect(IPv4Address(octets: [10, 75, 1, 2, 3]) == nil)
    }

    @Test func theNextAddressStopsAtTheEnd() {
        #expect(IPv4Address(10, 75, 0, 255).next == IPv4Address(10, 75, 1, 0))
        #expect(IPv4Address.broadcast.next == nil)
        #expect(IPv4Address.any < .broadcast)
    }
}

@Suite struct IPv4SubnetTests {
    @Test(arguments: [
        ("10.75.0.0/16", "255.255.0.0", "10.75.255.255"), ("0.0.0.0/0", "0.0.0.0", "255.255.255.255"),
        ("10.0.0.4/30", "255.255.255.252", "10.0.0.7"), ("10.0.0.4/31", "255.255.255.254", "10.0.0.5"),
        ("10.0.0.4/32", "255.255.255.255", "10.0.0.4"), ("128.0.0.0/1", "128.0.0.0", "255.255.255.255"),
    ])
    func maskAndBroadcastFollowFromThePrefix(text: String, mask: String, broadcast: String) throws {
        let subnet = try #require(IPv4Subnet(text))
        #expect(subnet.description == text)
        #expect(subnet.mask.description == mask)
        #expect(subnet.broadcast.description == broadcast)
        #expect(subnet.contains(subnet.base))
        #expect(subnet.contains(subnet.broadcast))
        #expect(subnet.broadcast.next.map(subnet.contains) != true)
    }

    @Test(arguments: [
        "", "10.75.0.0", "10.75.0.0/", "/16", "10.75.0.0/33", "10.75.0.0/-1", "10.75.0.0/+16", "10.75.0.1/16",
        "10.75.0.0/16/2",
        "10.75.0.0/1 6", "10.75.0.0/255.255.0.0", "10.75.0.0/016", "10.75/16",
    ])
    func otherTextIsRefused(text: String) {
        #expect(IPv4Subnet(text) == nil)
    }

    @Test func anyAddressHasItsSubnet() {
        let address = IPv4Address(10, 75, 3, 4)
        #expect(IPv4Subnet(containing: address, prefixLength: 16)?.base == IPv4Address(10, 75, 0, 0))
        #expect(IPv4Subnet(containing: address, prefixLength: 32)?.base == address)
        #expect(IPv4Subnet(containing: address, prefixLength: 33) == nil)
        #expect(IPv4Subnet(containing: address, prefixLength: -1) == nil)
    }

    @Test(arguments: [
        ("10.75.0.0/16", "10.75.0.0", false), ("10.75.0.0/16", "10.75.255.255", false),
        ("10.75.0.0/16", "10.75.0.1", true),
        ("10.75.0.0/16", "10.75.4.255", true), ("10.75.0.0/16", "10.76.0.1", false), ("10.0.0.4/31", "10.0.0.4", true),
        ("10.0.0.4/31", "10.0.0.5", true), ("10.0.0.4/32", "10.0.0.4", true), ("10.0.0.4/30", "10.0.0.7", false),
    ])
    func baseAndBroadcastAreNoHosts(subnet: String, address: String, isHost: Bool) throws {
        #expect(try #require(IPv4Subnet(subnet)).isHostAddress(#require(IPv4Address(address))) == isHost)
    }
}

@Suite struct IPv4RangeTests {
    @Test(arguments: [
        ("10.75.0.2 - 10.75.255.254", "10.75.0.2 - 10.75.255.254", 65_533),
        ("10.75.0.2-10.75.0.3", "10.75.0.2 - 10.75.0.3", 2),
        ("  10.75.0.2  -  10.75.0.3 ", "10.75.0.2 - 10.75.0.3", 2), ("10.75.0.2", "10.75.0.2", 1),
        ("0.0.0.0 - 255.255.255.255", "0.0.0.0 - 255.255.255.255", 4_294_967_296),
    ])
    func bothEndsCount(text: String, written: String, count: Int) throws {
        let range = try #require(IPv4Range(text))
        #expect(range.description == written)
        #expect(range.count == count)
        #expect(range.contains(range.first))
        #expect(range.contains(range.last))
    }

    @Test(arguments: [
        "", "-", "10.75.0.2 -", "- 10.75.0.2", "10.75.0.3 - 10.75.0.2", "10.75.0.2 - 10.75.0.3 - 10.75.0.4",
        "10.75.0.2 10.75.0.3",
        "10.75.0.2 - 3", "10. 75.0.2",
    ])
    func otherTextIsRefused(text: String) {
        #expect(IPv4Range(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.1 - 10.0.0.4", true), ("10.0.0.5 - 10.0.0.9", true), ("10.0.0.1 - 10.0.0.20", true),
        ("10.0.0.6", true),
        ("10.0.0.1 - 10.0.0.3", false), ("10.0.0.9 - 10.0.0.10", false),
    ])
    func rangesThatShareAnAddressOverlap(text: String, overlaps: Bool) throws {
        let range = try #require(IPv4Range("10.0.0.4 - 10.0.0.8"))
        let other = try #require(IPv4Range(text))
        #expect(range.overlaps(other) == overlaps)
        #expect(other.overlaps(range) == overlaps)
    }

    @Test(arguments: [
        ([], ["10.0.0.4 - 10.0.0.8"]), (["10.0.0.6"], ["10.0.0.4 - 10.0.0.5", "10.0.0.7 - 10.0.0.8"]),
        (["10.0.0.4"], ["10.0.0.5 - 10.0.0.8"]), (["10.0.0.8"], ["10.0.0.4 - 10.0.0.7"]),
        (["10.0.0.0 - 10.0.0.9"], []), (["0.0.0.0 - 255.255.255.255"], []), (["10.0.0.4 - 10.0.0.8"], []),
        (["10.0.0.1", "10.0.0.9"], ["10.0.0.4 - 10.0.0.8"]),
        (["10.0.0.7", "10.0.0.5"], ["10.0.0.4", "10.0.0.6", "10.0.0.8"]),
        (["10.0.0.4 - 10.0.0.7", "10.0.0.5"], ["10.0.0.8"]), (["10.0.0.0 - 10.0.0.6", "10.0.0.8 - 10.0.0.20"], ["10.0.0.7"]),
    ])
    func holesAreTakenOutOfARange(holes: [String], rest: [String]) throws {
        let range = try #require(IPv4Range("10.0.0.4 - 10.0.0.8"))
        #expect(range.subtracting(holes.compactMap { IPv4Range($0) }).map(\.description) == rest)
    }

    @Test func holesMayLieAtTheEndsOfTheNumbers() throws {
        let all = try #require(IPv4Range("0.0.0.0 - 255.255.255.255"))
        let ends = ["0.0.0.0", "255.255.255.255"].compactMap { IPv4Range($0) }
        #expect(all.subtracting(ends).map(\.description) == ["0.0.0.1 - 255.255.255.254"])
    }
}
