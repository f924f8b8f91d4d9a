import Glibc
import LinuxIO
import Testing

/// Runs a shell script whose descriptor 3 is ours to read; answers what it wrote there, its process id and its end.
private func run(
    _ script: String, sockets: [(descriptor: Int32, name: String)] = [], user: UserIdentity? = nil
) throws -> (output: String, process: Int32, end: ProcessEnd) {
    let ends = try socketPair()
    let reader = Descriptor(owning: ends.0)
    func spawn() throws -> Int32 {
        let writer = Descriptor(owning: ends.1)
        let sockets = [(writer.raw, "output")] + sockets
        return try Processes.spawn(SpawnRequest(path: "/bin/sh", arguments: ["sh", "-c", script], sockets: sockets, user: user))
    }
    let process = try spawn()
    return (try readAll(reader), process, end(of: process))
}

@Test func aProgramGetsItsSocketsByNameAsSystemdPassesThem() throws {
    let pair = try SocketPair()
    let result = try run(
        #"echo "$LISTEN_PID $LISTEN_FDS $LISTEN_FDNAMES" >&3; for n in 3 4 5 6; do test -S /proc/self/fd/$n && echo $n >&3; done; true"#,
        sockets: [(pair.reader.raw, "dhcp"), (pair.writer.raw, "pxe")])
    #expect(result.output == "\(result.process) 3 output:dhcp:pxe\n3\n4\n5\n")
    #expect(result.end == .exited(0))
}

@Test func asManyAsThereArePlacesComeEachInItsOwn() throws {
    try withScratch { path in
        let names = (0..<15).map { "\($0)" }
        for name in names { try write(name + " ", to: "\(path)/\(name)") }
        let root = try RootDirectory(path)
        // The first has the highest number, so that the places of some are the numbers of others.
        let sockets = try names.map { (descriptor: try root.open($0).release(), name: $0) }.reversed()
        defer { for socket in sockets { Glibc.close(socket.descriptor) } }
        let result = try run("n=4; while [ $n -le 18 ]; do cat /proc/self/fd/$n >&3; n=$((n+1)); done", sockets: Array(sockets))
        #expect(result.output == names.reversed().map { $0 + " " }.joined())
    }
}

@Test func moreSocketsThanThereArePlacesAreRefused() throws {
    let pair = try SocketPair()
    let sockets = [(descriptor: Int32, name: String)](repeating: (pair.reader.raw, "x"), count: 17)
    let request = SpawnRequest(path: "/bin/true", arguments: ["true"], sockets: sockets)
    #expect(throws: SystemError(E2BIG, "start /bin/true")) { _ = try Processes.spawn(request) }
}

@Test func aProgramGetsNoOtherDescriptorOfOurs() throws {
    let pair = try SocketPair()
    let other = pair.reader.raw
    let result = try run("test -e /proc/self/fd/\(other) && echo leaked >&3; true")
    // Unless it is the very number that the output has in the child.
    #expect(result.output == (other == 3 ? "leaked\n" : ""))
}

@Test(arguments: [
    ("exit 0", ProcessEnd.exited(0)), ("exit 3", .exited(3)), ("kill -KILL $$", .signalled(9)), ("kill -TERM $$", .signalled(15)),
])
func theEndOfAProgramIsTold(script: String, expected: ProcessEnd) throws {
    #expect(try run(script).end == expected)
}

@Test func aProgramThatIsNotThereEndsAtOnce() throws {
    let process = try Processes.spawn(SpawnRequest(path: "/nowhere/bootd-dhcp", arguments: ["bootd-dhcp"], sockets: []))
    #expect(end(of: process) == .exited(127))
}

@Test func aRunningProgramHasNoEndUntilItIsStopped() throws {
    let pair = try SocketPair()
    let request = SpawnRequest(
        path: "/bin/sh", arguments: ["sh", "-c", "echo up >&3; exec sleep 1000"], sockets: [(pair.writer.raw, "output")])
    let process = try Processes.spawn(request)
    #expect(text(try pair.reader.read(upTo: 10)) == "up\n")
    #expect(Processes.end(of: process) == nil)
    Processes.terminate(process)
    #expect(end(of: process) == .signalled(15))
    // Nobody is meant any more, and certainly not everybody.
    for nobody in [0, -1] as [Int32] { Processes.kill(nobody) }
}

@Test func aProgramStartsWithoutOurBlockedSignals() throws {
    var (blocked, before) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&blocked)
    unsafe sigaddset(&blocked, SIGTERM)
    unsafe pthread_sigmask(SIG_BLOCK, &blocked, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    #expect(try run("kill -TERM $$; echo survived >&3").end == .signalled(15))
}

@Test(.enabled(if: geteuid() == 0, "only root becomes another")) func aProgramRunsAsAnotherUserAndKeepsNoGroups() throws {
    let nobody = try #require(UserIdentity(name: "nobody"))
    let result = try run("echo $(id -u) $(id -g) $(id -G) >&3", user: nobody)
    #expect(result.output == "\(nobody.user) \(nobody.group) \(nobody.group)\n")
}

@Test func aUserThatIsNotThereIsNone() {
    #expect(UserIdentity(name: "no-such-user-here") == nil)
}

@Test func anEndIsToldInWords() {
    #expect("\(ProcessEnd.exited(3))" == "exit status 3")
    #expect("\(ProcessEnd.signalled(9))" == "signal 9")
}
