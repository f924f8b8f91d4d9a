import Glibc
import NetworkValues
import Testing

@testable import LinuxIO

@Test func aUnixSocketIsListenedOnAndConnectedTo() throws {
    try withScratch { path in
        let listener = try StreamSocket.listen(path: path + "/socket", mode: 0o660)
        if try StreamSocket.accept(on: listener.raw) != nil { Issue.record("nobody has connected yet") }
        let client = try StreamSocket.connect(path: path + "/socket")
        guard let accepted = try StreamSocket.accept(on: listener.raw) else { throw SystemError.notFound("accept") }
        _ = try client.write(Array("hello".utf8))
        #expect(text(try accepted.read(upTo: 10)) == "hello")
        let peer = try accepted.peerCredentials()
        #expect(peer == PeerCredentials(user: geteuid(), group: getegid(), process: getpid()))
    }
}

@Test func theModeOfASocketIsAsAsked() throws {
    try withScratch { path in
        let listener = try StreamSocket.listen(path: path + "/socket", mode: 0o660)
        #expect(listener.raw >= 0)
        var status = stat()
        try #require(unsafe stat(path + "/socket", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o660)
        #expect(status.st_mode & S_IFMT == S_IFSOCK)
    }
}

@Test func aSocketThatWasLeftBehindIsReplaced() throws {
    try withScratch { path in
        func leave() throws { _ = try StreamSocket.listen(path: path + "/socket", mode: 0o600) }
        try leave()
        let listener = try StreamSocket.listen(path: path + "/socket", mode: 0o600)
        #expect(throws: Never.self) { _ = try StreamSocket.connect(path: path + "/socket") }
        if try StreamSocket.accept(on: listener.raw) == nil { Issue.record("somebody has connected") }
    }
}

@Test func aSocketThatSomebodyAnswersOnIsNotTaken() throws {
    try withScratch { path in
        let listener = try StreamSocket.listen(path: path + "/socket", mode: 0o600)
        #expect(throws: SystemError(EADDRINUSE, "listen on \(path)/socket")) {
            _ = try StreamSocket.listen(path: path + "/socket", mode: 0o600)
        }
        _ = try StreamSocket.accept(on: listener.raw)
        #expect(throws: Never.self) { _ = try StreamSocket.connect(path: path + "/socket") }
    }
}

@Test func aSocketThatNobodyServesIsAnErrorThatNamesIt() throws {
    try withScratch { path in
        #expect(throws: SystemError(ENOENT, "connect to \(path)/none")) { _ = try StreamSocket.connect(path: path + "/none") }
        func leave() throws { _ = try StreamSocket.listen(path: path + "/left", mode: 0o600) }
        try leave()
        #expect(throws: SystemError(ECONNREFUSED, "connect to \(path)/left")) {
            _ = try StreamSocket.connect(path: path + "/left")
        }
        let long = path + "/" + String(repeating: "x", count: 108)
        #expect(throws: SystemError(ENAMETOOLONG, "connect to \(long)")) { _ = try StreamSocket.connect(path: long) }
        #expect(throws: SystemError(ENAMETOOLONG, "listen on \(long)")) { _ = try StreamSocket.listen(path: long, mode: 0o600) }
    }
}

@Test func aTCPPortThatIsTakenIsAnErrorThatNamesIt() throws {
    let listener = try StreamSocket.listen(on: Endpoint(.v4(loopback), port: 0))
    let taken = try #require(LocalEndpoint.of(listener.raw))
    #expect(taken.port != 0)
    #expect(throws: SystemError(EADDRINUSE, "listen on TCP \(taken)")) { _ = try StreamSocket.listen(on: taken) }
}

@Test func theLoopbackInterfaceIsAmongTheInterfaces() throws {
    let loopbacks = try NetworkInterface.all().filter { $0.name == "lo" }
    #expect(loopbacks.count == 1)
    let index = unsafe if_nametoindex("lo")
    #expect(loopbacks.first?.index == index)
    #expect(loopbacks.first?.addresses.contains(loopback) == true)
}

/// The kernel lets an address have any label (IFA_LABEL), and getifaddrs tells it as the interface's name.
@Test(arguments: [("eth0", "eth0"), ("eth0:1", "eth0"), ("eth0:a:b", "eth0"), (":", ""), ("", "")])
func theLabelOfAnAddressBeginsWithItsInterface(label: String, name: String) {
    #expect(NetworkInterface.name(ofLabel: label) == name)
}

@Test func aQuietMonitorHasNothingToTakeAndDoesNotBlock() throws {
    try InterfaceMonitor().drain()
}

@Test func aCounterWakesAnotherThread() throws {
    let (there, back) = (try EventCounter(), try EventCounter())
    try BackgroundThread.start {
        there.wait()
        back.signal()
    }
    there.signal()
    back.wait()
}

@Test func aCounterThatWasSignalledTwiceIsClearedAtOnce() throws {
    let counter = try EventCounter()
    var poll = pollfd(fd: counter.raw, events: Int16(POLLIN), revents: 0)
    #expect(unsafe Glibc.poll(&poll, 1, 0) == 0)
    for _ in 0..<2 { counter.signal() }
    #expect(unsafe Glibc.poll(&poll, 1, 0) == 1)
    counter.wait()
    #expect(unsafe Glibc.poll(&poll, 1, 0) == 0)
    counter.clear()
}
