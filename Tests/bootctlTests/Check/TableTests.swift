import JSON
import LinuxIO
import NetworkValues
import Testing

@testable import bootctl

// What the kernel and systemd say, as text.

private let udp = """
      sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
     1234: 00000000:0043 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1001 2 0000000000000000 0
     1235: 01004B0A:0043 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1002 2 0000000000000000 0
     1236: 00000000:0044 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1003 2 0000000000000000 0
     1237: 01004B0A:0045 02004B0A:0800 01 00000000:00000000 00:00000000 00000000     0        0 1004 2 0000000000000000 0
    """

@Test func datagramSocketsThatWaitForAnybodyAreFound() {
    let found = SocketTable.listeners(udp, .udp, ports: [67, 69])
    #expect(found.map { "\($0.endpoint) \($0.inode)" } == ["0.0.0.0:67 1001", "10.75.0.1:67 1002"])
    #expect(found.map(\.isWildcard) == [true, false])
}

private let tcp6 = """
      sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
       0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2001 1
       1: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2002 1
       2: 000080FE00000000FF565002BD69B1FE:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2003 1
       3: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 01 00000000:00000000 00:00000000 00000000     0        0 2004 1
    """

@Test func streamSocketsOfIPv6AreFoundAndMappedOnesAreIPv4() {
    let found = SocketTable.listeners(tcp6, .tcp, ports: [8080])
    #expect(found.map { "\($0.endpoint)" } == ["[::]:8080", "127.0.0.1:8080", "[fe80::250:56ff:feb1:69bd]:8080"])
    #expect(found.map(\.isWildcard) == [true, false, false])
}

private let packet = """
    sk               RefCnt Type Proto  Iface R Rmem   User   Inode
    000000005909f48c 3      3    0800   2     1 0      0      3001
    000000005909f48d 3      3    0003   0     1 0      0      3002
    000000005909f48e 3      2    0806   2     1 0      0      3003
    """

@Test func packetSocketsForIPv4AreFound() {
    #expect(SocketTable.packetSockets(packet).map(\.inode) == [3001, 3002])
    #expect(SocketTable.packetSockets(packet).map(\.interface) == [2, 0])
}

@Test func everyCutOfATableIsRead() {
    for text in [udp, tcp6, packet] {
        for length in 0...text.count {
            let cut = String(text.prefix(length))
            #expect(SocketTable.listeners(cut, .udp, ports: [67]).count <= 2)
            #expect(SocketTable.packetSockets(cut).count <= 2)
        }
    }
}

@Test(arguments: [("socket:[12345]", 12345), ("socket:[]", nil), ("pipe:[12345]", nil), ("socket:[x]", nil)])
func aDescriptorsLinkTellsItsSocket(link: String, inode: UInt64?) {
    #expect(SocketTable.inode(ofLink: link) == inode)
}

@Test(arguments: [
    ("0.0.0.0:67", "0.0.0.0:67"), ("[::]:8080", "[::]:8080"), ("/run/bootd/control.socket", nil), ("67", nil), ("", nil),
    ("10.75.0.1:", nil), ("10.75.0.1:70000", nil),
])
func whatAUnitListensOnIsRead(text: String, endpoint: String?) {
    #expect(Endpoint(listen: text)?.description == endpoint)
}

private let shown = """
    Result=success
    Listen=0.0.0.0:67 (Datagram)
    Listen=[::]:67 (Datagram)
    Id=bootd-dhcp.socket
    LoadState=loaded
    ActiveState=active
    UnitFileState=static

    Id=bootd-tftp.socket
    LoadState=masked
    ActiveState=inactive
    UnitFileState=masked

    LoadState=loaded

    Id=bootd.service
    LoadState=loaded
    ActiveState=activating
    SubState=auto-restart
    StatusText=not started: bootd: a=b
    NRestarts=7
    """

@Test func unitsAreReadBlockByBlock() {
    let units = UnitFact.parse(shown)
    #expect(units.map(\.name) == ["bootd-dhcp.socket", "bootd-tftp.socket", "bootd.service"])
    #expect(units.first?.listens == ["0.0.0.0:67", "[::]:67"])
    #expect(units.map(\.isActive) == [true, false, false])
    #expect(units.map(\.isMasked) == [false, true, false])
    #expect(units.map(\.isRestarting) == [false, false, true])
    #expect(units.last?.statusText == "not started: bootd: a=b")
    #expect(units.last?.restarts == 7)
}

@Test func unitsOfSocketsAreRead() {
    let sockets = UnitFact.sockets([["listen": "0.0.0.0:69", "unit": "tftpd.socket", "activates": "x"], ["listen": "x"]])
    #expect(sockets.map { "\($0.listen) \($0.unit)" } == ["0.0.0.0:69 tftpd.socket"])
}

@Test(arguments: [
    ("0::/system.slice/dnsmasq.service\n", "dnsmasq.service"), ("0::/user.slice/user-0.slice/user@0.service/app.slice", nil),
    ("0::/init.scope\n", nil), ("0::/system.slice/system-openvpn.slice/openvpn@a.service", "openvpn@a.service"), ("", nil),
])
func theServiceOfAProcessIsTold(cgroup: String, service: String?) {
    #expect(ProcessText.service(cgroup) == service)
}

@Test func theAccountOfAProcessIsTheOneForFiles() {
    let status = "Name:\tbootd-tftp\nUid:\t1\t2\t3\t998\nGid:\t1\t2\t3\t997\nGroups:\t996 995 \n"
    #expect(ProcessText.account(status) == Account(user: 998, groups: [997, 996, 995]))
    #expect(ProcessText.account("Uid:\t1\n") == nil)
}

@Test(arguments: [
    ("systemd-network", "/lib/systemd/systemd-networkd", "systemd-networkd"), ("dnsmasq", "/usr/sbin/dnsmasq-x", "dnsmasq"),
    ("systemd-network", "other", "systemd-network"), ("systemd-network", nil, "systemd-network"),
])
func aNameThatWasCutIsMadeWhole(comm: String, program: String?, name: String) {
    #expect(ProcessText.name(comm, [program].compactMap { $0 }) == name)
}

@Test func theWordsOfACommandLineAreTold() {
    #expect(ProcessText.arguments(Array("a\0b c\0".utf8)) == ["a", "b c"])
}

@Test(arguments: [
    ("HTTP/1.1 200 OK\r\n", nil), ("HTTP/1.1 404 Not Found", nil), ("HTTP/1.0 301 x", nil),
    ("HTTP/1.1 503 Service Unavailable", "it answers with status 503"), ("", "it hangs up without an answer"),
    ("SSH-2.0-OpenSSH", "what answers there does not speak HTTP"), ("HTTP/1.1 20", "what answers there does not speak HTTP"),
])
func anAnswerIsJudgedByItsFirstLine(answer: String, failure: String?) {
    #expect(WebVisit.failure(answer) == failure)
}
