import Testing

@testable import bootctl

private func admitted(_ set: PortSet?) -> [String] {
    Port.ours(http: 8080).filter { set?.contains($0) == true }.map(\.text)
}

@Test(arguments: [
    ("67/udp", ["UDP 67"]), ("67", ["UDP 67"]), ("67/tcp", []), ("8000:9000/tcp", ["TCP 8080"]),
    ("60-70/udp", ["UDP 67", "UDP 69"]),
    ("1:65535", ["UDP 67", "UDP 69", "UDP 4011", "TCP 8080"]), ("x", []), ("", []), ("67/sctp", []), ("70:60", []), ("/", []),
])
func portsAreRead(text: String, ports: [String]) {
    #expect(admitted(PortSet(text)) == ports)
}

@Test func portsOfHTTPAreThoseOfTheConfiguration() {
    #expect(Port.ours(http: 80).map(\.text) == ["UDP 67", "UDP 69", "UDP 4011", "TCP 80"])
}

private let zone = """
    public (active)
      target: default
      icmp-block-inversion: no
      interfaces: br0
      sources:
      services: dhcp dhcpv6-client ssh
      ports: 8080/tcp 4000-4100/udp
      protocols:
    """

@Test func aZoneIsRead() {
    let zone = FirewalldZone(name: "public", interfaces: ["br0"], info: zone)
    #expect(zone.target == "default")
    #expect(Port.ours(http: 8080).filter { !zone.admits($0) }.map(\.text) == ["UDP 69"])
}

@Test(arguments: [("  target: ACCEPT", true), ("  services: ssh bootd", true), ("  services: tftp", false), ("", false)])
func aZoneAdmitsAllForOneOfTwoReasons(info: String, admitsAll: Bool) {
    let zone = FirewalldZone(name: "z", interfaces: [], info: info)
    #expect(Port.ours(http: 8080).allSatisfy { zone.admits($0) } == admitsAll)
}

private let ufw = """
    Status: active

    To                         Action      From
    --                         ------      ----
    22/tcp                     ALLOW       Anywhere
    67,69/udp                  ALLOW IN    10.75.0.0/16
    4011/udp                   DENY        Anywhere
    8080/tcp                   LIMIT       Anywhere
    4011                       ALLOW OUT   Anywhere
    22/tcp (v6)                ALLOW       Anywhere (v6)
    """

@Test func whatUfwLetsInIsRead() throws {
    let allowed = try #require(UfwStatus.allowed(ufw))
    let shut = Port.ours(http: 8080).filter { port in !allowed.contains { $0.contains(port) } }
    #expect(shut.map(\.text) == ["UDP 4011"])
}

@Test func theProfileOfBootdLetsAllIn() {
    #expect(UfwStatus.allowed("Status: active\n\nbootd                      ALLOW       Anywhere\n") == [.bootd])
}

@Test func ufwThatIsNotActiveDoesNotFilter() {
    #expect(UfwStatus.allowed("Status: inactive\n") == nil)
}
