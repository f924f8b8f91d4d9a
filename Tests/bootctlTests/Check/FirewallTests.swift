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
    67/udp                     ALLOW IN    10.75.0.0/16
    69/udp                     ALLOW IN    10.75.0.0/16
    4011/udp                   DENY        Anywhere
    8080/tcp                   LIMIT       Anywhere
    4011                       ALLOW OUT   Anywhere
    22/tcp (v6)                ALLOW       Anywhere (v6)
    """

@Test func whatUfwLetsInIsRead() throws {
    let rules = try #require(UfwRule.parse(ufw))
    // Who asks for his address comes from 0.0.0.0, and so from no network.
    #expect(Port.ours(http: 8080).filter { port in !rules.contains { $0.admits(port) } }.map(\.text) == ["UDP 67", "UDP 4011"])
}

@Test(arguments: [
    ("67,69/udp ALLOW Anywhere", ["UDP 67", "UDP 69"]), ("67/udp on br0   ALLOW IN    Anywhere", ["UDP 67"]),
    ("10.75.0.1 67,69/udp  ALLOW Anywhere", ["UDP 69"]), ("10.75.0.1    ALLOW   Anywhere", ["UDP 69", "UDP 4011", "TCP 8080"]),
    ("Anywhere on br0   ALLOW  Anywhere", ["UDP 67", "UDP 69", "UDP 4011", "TCP 8080"]),
    ("Anywhere   ALLOW  10.75.0.0/16", ["UDP 69", "UDP 4011", "TCP 8080"]), ("bootd (v6)  ALLOW  Anywhere (v6)", []),
    ("bootd  DENY  Anywhere", []), ("bootd  ALLOW OUT  Anywhere", []), ("  ALLOW  Anywhere", []),
])
func aRuleOfUfwIsRead(line: String, ports: [String]) {
    let rules = UfwRule.parse("Status: active\n\(line)\n") ?? []
    #expect(Port.ours(http: 8080).filter { port in rules.contains { $0.admits(port) } }.map(\.text) == ports)
}

@Test func theProfileOfBootdLetsAllIn() {
    let rules = UfwRule.parse("Status: active\n\nbootd                      ALLOW       Anywhere\n")
    #expect(rules == [UfwRule(ports: .bootd, isForAll: true)])
}

@Test func ufwThatIsNotActiveDoesNotFilter() {
    #expect(UfwRule.parse("Status: inactive\n") == nil)
}
