import LinuxIO
import NetworkValues
import Testing

// What a program asks of the system around it.

@Test func aProgramIsRunToItsEndAndWhatItPrintsIsTaken() throws {
    let done = try Processes.output(of: "sh", ["-c", "echo out; echo err >&2; exit 3"], milliseconds: 60_000)
    #expect(done == ProgramOutput(end: .exited(3), output: "out\n", errors: "err\n"))
    #expect(!done.isSuccess)
    #expect(try Processes.output(of: "true", [], milliseconds: 60_000).isSuccess)
}

@Test func aProgramReadsNothing() throws {
    #expect(try Processes.output(of: "cat", [], milliseconds: 60_000).output.isEmpty)
}

@Test func muchIsTakenFromBothStreams() throws {
    let script = "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"
    let done = try Processes.output(of: "sh", ["-c", script], milliseconds: 60_000)
    #expect([done.output.utf8.count, done.errors.utf8.count] == [1_000_000, 1_000_000])
}

@Test func aProgramThatTakesTooLongIsEnded() {
    #expect { try Processes.output(of: "sleep", ["3600"], milliseconds: 10) } throws: { error in
        "\(error)" == "run sleep: Connection timed out"
    }
}

@Test func aProgramThatClosesItsStreamsAndTakesTooLongIsEnded() {
    #expect { try Processes.output(of: "sh", ["-c", "exec sleep 30 >&- 2>&-"], milliseconds: 100) } throws: { error in
        "\(error)" == "run sh: Connection timed out"
    }
    #expect(throws: Never.self) {
        let done = try Processes.output(of: "sh", ["-c", "exec >&- 2>&-; sleep 0.1; exit 4"], milliseconds: 60_000)
        #expect(done == ProgramOutput(end: .exited(4), output: "", errors: ""))
    }
}

@Test func aProgramThatPrintsWithoutEndIsEnded() {
    #expect { try Processes.output(of: "yes", [], milliseconds: 60_000) } throws: { error in
        "\(error)" == "run yes: File too large"
    }
}

@Test func aProgramThatIsNotThereIsNamed() {
    #expect { try Processes.output(of: "no-such-program", [], milliseconds: 1000) } throws: { error in
        (error as? SystemError)?.isNotFound == true && "\(error)".contains("no-such-program")
    }
}

@Test func pathsAreSeenWithoutFollowingLinks() throws {
    #expect(try PathStatus("/").kind == .directory)
    #expect(try PathStatus("/proc/self").kind == .link)
    #expect(try Files.link("/proc/self") == "\(Processes.current)")
    #expect(try PathStatus("/proc/self/status").kind == .file)
    #expect(try PathStatus("/dev/null").kind == .other)
    #expect { try PathStatus("/proc/self/status/x") } throws: { ($0 as? SystemError)?.isNotFound == true }
}

@Test func aFileSystemTellsItsSize() throws {
    let status = try FileSystemStatus(at: "/")
    #expect(status.size > status.available)
    #expect(try FileSystemStatus(at: "/sys").files == 0)
}

@Test func rootHasAnAccount() {
    #expect(Account(name: "root")?.user == 0)
    #expect(Account(name: "root")?.groups.contains(0) == true)
    #expect(Account(name: "no such user") == nil)
}

@Test(
    arguments: [
        // mode, account, read, pass through
        (0o640, Account(user: 1, groups: [9]), true, false),
        (0o640, Account(user: 2, groups: [2, 7]), true, false),
        (0o640, Account(user: 2, groups: [2]), false, false),
        (0o604, Account(user: 2, groups: [7]), false, false),
        (0o004, Account(user: 1, groups: [7]), false, false),
        (0o711, Account(user: 2, groups: [2]), false, true),
        (0o000, Account(user: 0, groups: [0]), true, true),
    ] as [(UInt32, Account, Bool, Bool)])
func oneClassOfModesCounts(mode: UInt32, account: Account, reads: Bool, passes: Bool) {
    let status = PathStatus(kind: .file, mode: mode, user: 1, group: 7)
    #expect(account.may(4, status) == reads)
    #expect(account.may(1, status) == passes)
}

@Test func loopbackIsUp() throws {
    let loopback = try #require(try LinkState.all().first { $0.name == "lo" })
    #expect(loopback.isUp == loopback.hasCarrier)
}

@Test func aPortIsConnectedToOrIsRefused() throws {
    let local = IPAddress.v4(IPv4Address(127, 0, 0, 1))
    let port: UInt16
    do {
        let listener = try StreamSocket.listen(on: Endpoint(local, port: 0))
        port = try #require(LocalEndpoint.of(listener.raw)).port
        let connection = try StreamSocket.connect(to: Endpoint(local, port: port), milliseconds: 10_000)
        #expect(try connection.write([1]) == 1)
    }
    #expect { _ = try StreamSocket.connect(to: Endpoint(local, port: port), milliseconds: 10_000) } throws: { error in
        "\(error)" == "connect to 127.0.0.1:\(port): Connection refused"
    }
}

@Test func aSocketOfAnotherIsBoundToNoInterface() throws {
    let socket = try DatagramSocket(boundTo: Endpoint(.v4(IPv4Address(127, 0, 0, 1)), port: 0))
    #expect(ForeignSocket.device(process: Processes.current, descriptor: socket.descriptor.raw) == nil)
}
