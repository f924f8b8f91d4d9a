import DHCP
import NetworkValues
import Testing

@Suite struct OptionValueTests {
    private static let router = IPv4Address(10, 75, 0, 254)

    @Test(arguments: [
        (DHCPOptionValue.addresses([IPv4Address(10, 75, 0, 1)]), "0a4b0001"),
        (.addresses([IPv4Address(10, 75, 0, 1), .broadcast]), "0a4b0001 ffffffff"),
        (.addressPairs([IPv4AddressPair(IPv4Address(10, 76, 0, 9), router)]), "0a4c0009 0a4b00fe"),
        (.int8(-1), "ff"), (.uint8(64), "40"),
        (.uint16s([1500]), "05dc"), (.uint16s([68, 296, 508]), "0044 0128 01fc"),
        (.uint32(3600), "00000e10"), (.int32(-18000), "ffffb9b0"),
        (.truth(true), "01"), (.truth(false), "00"),
        (.text("nfs:/srv"), "6e66733a2f737276"), (.octets([]), ""), (.octets([0, 255]), "00ff"),
        // RFC 3397 section 2: eng.apple.com, marketing.apple.com; here without compression.
        (
            .domains(["eng.apple.com", "marketing.apple.com"].compactMap { DomainName($0) }),
            "03656e67 056170706c65 03636f6d 00  096d61726b6574696e67 056170706c65 03636f6d 00"
        ),
        // An iPXE's priority -1 and keep-san.
        (.subOptions([.init(0x01, [0xFF]), .init(0x08, [1])]), "0101ff 080101"),
    ])
    func valuesAreWrittenInNetworkOrder(_ value: DHCPOptionValue, _ wire: String) {
        #expect(value.octets == hex(wire))
    }

    /// The table of RFC 3442, "Destination descriptors": as many octets of the subnet as its mask touches.
    @Test(arguments: [
        ("0.0.0.0/0", "00"), ("10.0.0.0/8", "08 0a"), ("10.0.0.0/24", "18 0a0000"), ("10.17.0.0/16", "10 0a11"),
        ("10.27.129.0/24", "18 0a1b81"), ("10.229.0.128/25", "19 0ae50080"), ("10.198.122.47/32", "20 0ac67a2f"),
        ("10.128.0.0/9", "09 0a80"),
    ])
    func routesAreWrittenShort(_ destination: String, _ wire: String) throws {
        let route = ClasslessRoute(to: try #require(IPv4Subnet(destination)), via: Self.router)
        #expect(DHCPOptionValue.routes([route, route]).octets == hex("\(wire) 0a4b00fe \(wire) 0a4b00fe"))
        #expect(route.isDefault == destination.hasSuffix("/0"))
        #expect(route.description == "\(destination) via 10.75.0.254")
    }

    @Test(arguments: [
        ("lab.example.org", "036c6162 076578616d706c65 036f7267 00"), ("lab.", "036c6162 00"), ("A_1", "03415f31 00"),
    ])
    func domainNamesAreLabels(_ text: String, _ wire: String) throws {
        #expect(try #require(DomainName(text)).octets == hex(wire))
    }

    @Test(arguments: [
        "", ".", "a..b", ".a", "a b", "-a", "a-", "é.org", "a.\u{0}", String(repeating: "a", count: 64),
        String(repeating: "a.", count: 127) + "aa",
    ])
    func otherTextIsNoDomainName(_ text: String) {
        #expect(DomainName(text) == nil)
    }

    @Test func theLongestDomainNameFits() throws {
        #expect(try #require(DomainName(String(repeating: "a.", count: 126) + "a")).octets.count == 255)
    }

    @Test(arguments: [DHCPOptionDefinition.all, DHCPOptionDefinition.ipxe])
    func namesAndCodesBelongToOneOptionEach(_ table: [DHCPOptionDefinition]) {
        #expect(Set(table.map(\.name)).count == table.count)
        #expect(Set(table.map(\.code)).count == table.count)
        for row in table {
            #expect(row.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" }, "\(row.name)")
        }
    }

    @Test(arguments: [
        (2, "time-offset", DHCPOptionType.i32), (7, "log-servers", .ips), (17, "root-path", .text), (26, "interface-mtu", .u16),
        (42, "ntp-servers", .ips), (66, "tftp-server-name", .text), (119, "domain-search", .domains),
        (121, "classless-static-route", .routes), (33, "static-routes", .ipPairs), (252, "wpad-url", .text),
    ])
    func anOptionIsFoundByNameAndByCode(_ code: UInt8, _ name: String, _ type: DHCPOptionType) throws {
        let option = try #require(DHCPOptionDefinition(name: name))
        #expect(option.code.rawValue == code)
        #expect(option.type == type)
        #expect(DHCPOptionDefinition(code: option.code) == option)
    }

    @Test func optionsWithoutANameAreNotFound() {
        #expect(DHCPOptionDefinition(name: "ntp-server") == nil)
        #expect(DHCPOptionDefinition(code: DHCPOptionCode(rawValue: 224)) == nil)
    }
}
