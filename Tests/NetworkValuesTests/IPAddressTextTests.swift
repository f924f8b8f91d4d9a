import NetworkValues
import Testing

@Test(arguments: [
    ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("fe80::1:2", "fe80::1:2"), ("FE80:0:0:0:0:0:0:1", "fe80::1"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
    ("::ffff:10.75.0.1", "::ffff:a4b:1"), ("1:2:3:4:5:6:255.255.255.255", "1:2:3:4:5:6:ffff:ffff"),
])
func iPv6AddressesAreRead(text: String, canonical: String) {
    #expect(IPv6Address(text)?.description == canonical)
}

@Test(arguments: [
    "", ":", ":::", "1", "1:2", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::", ":1::2",
    ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:",
    "1::2:", "::1.2.3", "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::1%eth0", " ::1", "::1 ", "1:2:3:4:5:6:7:8:9:a:b:c",
])
func whatIsNoIPv6AddressIsNotRead(text: String) {
    #expect(IPv6Address(text) == nil)
}

@Test func bothFamiliesAreTold() {
    #expect(IPAddress("10.75.0.1") == .v4(IPv4Address(10, 75, 0, 1)))
    #expect(IPAddress("::1") == .v6(IPv6Address(high: 0, low: 1)))
    #expect(IPAddress("localhost") == nil)
    #expect(IPv6Address("::ffff:10.75.0.1")?.mappedIPv4 == IPv4Address(10, 75, 0, 1))
}
