import LinuxIO
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

private func letIn(_ status: String, on interfaces: Set<String> = ["br0"]) -> [String] {
    let ufw = Ufw(status)
    return Port.ours(http: 8080).filter { ufw?.admits($0, on: interfaces) == true }.map(\.text)
}

@Test func whatUfwLetsInIsRead() {
    // Who asks for his address comes from 0.0.0.0, and so from no network.
    #expect(letIn(ufw) == ["UDP 69", "TCP 8080"])
}

@Test(arguments: [("allow", true), ("deny", false), ("reject", false)])
func whatUfwDoesByDefaultCountsWhereNoRuleDoes(word: String, isLetIn: Bool) {
    let status = """
        Status: active
        Logging: on (low)
        Default: \(word) (incoming), allow (outgoing), disabled (routed)
        New profiles: skip

        To                         Action      From
        --                         ------      ----
        69/udp                     REJECT IN   Anywhere
        """
    #expect(letIn(status) == (isLetIn ? ["UDP 67", "UDP 4011", "TCP 8080"] : []))
}

@Test(arguments: [
    ("67/udp DENY IN Anywhere", ["UDP 69", "UDP 4011", "TCP 8080"]),
    ("67/udp REJECT IN Anywhere", ["UDP 69", "UDP 4011", "TCP 8080"]),
    ("67/udp on virbr0 DENY IN Anywhere", all), ("67/udp DENY IN 10.9.0.0/16", all), ("69/udp DENY IN 10.9.0.0/16", all),
    ("69/udp on br0 DENY IN Anywhere", ["UDP 67", "UDP 4011", "TCP 8080"]), ("67/udp DENY OUT Anywhere", all),
])
func theFirstRuleOfUfwForAPortCounts(line: String, ports: [String]) {
    #expect(letIn("Status: active\n\(line)\nbootd ALLOW IN Anywhere\n") == ports)
    #expect(letIn("Status: active\nbootd ALLOW IN Anywhere\n\(line)\n") == all)
}

@Test func aRuleOfUfwForAnInterfaceIsForThatAlone() {
    #expect(letIn("Status: active\nbootd on virbr0 ALLOW IN Anywhere\n") == [])
    #expect(letIn("Status: active\nbootd on virbr0 ALLOW IN Anywhere\n", on: ["virbr0", "br0"]) == all)
    #expect(letIn("Status: active\nbootd on virbr0 DENY IN Anywhere\nbootd ALLOW IN Anywhere\n", on: ["virbr0", "br0"]) == all)
}

@Test func aProfileOfUfwIsToldByItsPortsToo() {
    #expect(
        letIn("Status: active\n67,69,4011/udp (bootd)  ALLOW IN  Anywhere  # x\n8080/tcp (Our Web)  ALLOW IN  Anywhere\n") == all)
}

private let all = ["UDP 67", "UDP 69", "UDP 4011", "TCP 8080"]

@Test(arguments: [
    ("67,69/udp ALLOW Anywhere", ["UDP 67", "UDP 69"]), ("67/udp on br0   ALLOW IN    Anywhere", ["UDP 67"]),
    ("10.75.0.1 67,69/udp  ALLOW Anywhere", ["UDP 69"]), ("10.75.0.1    ALLOW   Anywhere", ["UDP 69", "UDP 4011", "TCP 8080"]),
    ("Anywhere on br0   ALLOW  Anywhere", ["UDP 67", "UDP 69", "UDP 4011", "TCP 8080"]),
    ("Anywhere   ALLOW  10.75.0.0/16", ["UDP 69", "UDP 4011", "TCP 8080"]), ("bootd (v6)  ALLOW  Anywhere (v6)", []),
    ("bootd  DENY  Anywhere", []), ("bootd  ALLOW OUT  Anywhere", []), ("  ALLOW  Anywhere", []),
])
func aRuleOfUfwIsRead(line: String, ports: [String]) {
    #expect(letIn("Status: active\n\(line)\n") == ports)
}

@Test func theProfileOfBootdLetsAllIn() {
    let ufw = Ufw("Status: active\n\nbootd                      ALLOW       Anywhere\n")
    #expect(ufw?.rules == [UfwRule(letsIn: true, ports: .bootd)])
}

@Test func ufwThatIsNotActiveDoesNotFilter() {
    #expect(Ufw("Status: inactive\n") == nil)
}

@Test func aProgramThatDoesNotTellItsRulesIsToldWithItsReason() {
    let answer = ProgramOutput(end: .exited(1), output: "", errors: "ERROR: problem running iptables\nmore\n")
    #expect(FirewallFailure(answer).description == "exit status 1: ERROR: problem running iptables")
}
