import Glibc
import LinuxIO
import Logging
import Testing

@testable import Systemd

// The environment is the whole process's: each of these tests has a process of its own.

/// What systemd hears of one call.
private func heard(_ tell: () -> Void) throws -> String {
    let name = "@bootd-test-\(getpid())"
    let manager = Descriptor(owning: socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: [0] + name.utf8.dropFirst()) }
    let size = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
    let result = unsafe withUnsafePointer(to: &address) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(manager.raw, $0, size) }
    }
    try #require(result == 0)
    Processes.setEnvironment("NOTIFY_SOCKET", name)
    tell()
    unsafe _ = unsetenv("NOTIFY_SOCKET")
    let isTold = try manager.waitToRead(milliseconds: 0)
    try #require(isTold, "nothing was told")
    return String(decoding: try manager.read(upTo: 4096), as: UTF8.self)
}

@Test func systemdIsToldOfReadinessStatusAndTheEnd() async {
    await #expect(processExitsWith: .success) {
        let ready = try heard { Notify.ready(status: "1 network") }
        #expect(ready == "READY=1\nSTATUS=1 network")
    }
    await #expect(processExitsWith: .success) {
        let status = try heard { Notify.status("2 leases") }
        #expect(status == "STATUS=2 leases")
    }
    await #expect(processExitsWith: .success) {
        let end = try heard { Notify.stopping(status: "stopping") }
        #expect(end == "STOPPING=1\nSTATUS=stopping")
    }
}

@Test(arguments: ["a\nMAINPID=1", "a\r\nMAINPID=1", "a\u{2028}MAINPID=1"]) func aStatusIsOneLineAndNoOrder(status: String) async {
    await #expect(processExitsWith: .success) { [status] in
        let told = try heard { Notify.status(status) }
        #expect(told == "STATUS=a MAINPID=1")
    }
}

@Test func withoutSystemdNobodyIsToldAndNothingIsPassed() async {
    await #expect(processExitsWith: .success) {
        Notify.ready(status: "x")
        let sockets = try Activation.takeSockets()
        #expect(sockets.isEmpty)
    }
}

@Test(arguments: [("", "info"), ("debug", "debug"), ("warning", "warning"), ("loud", "info"), ("DEBUG", "info")])
func theLevelIsWhatTheEnvironmentAsksFor(value: String, level: String) async {
    await #expect(processExitsWith: .success) { [value, level] in
        Processes.setEnvironment("BOOTD_LOG", value)
        #expect(Logs.logger(identifier: "test").logLevel.rawValue == level)
    }
}

@Test func standardErrorIsTheJournalWhenItsFileIsNamedAndOnlyThen() async {
    await #expect(processExitsWith: .success) {
        var status = stat()
        unsafe fstat(STDERR_FILENO, &status)
        let itself = "\(status.st_dev):\(status.st_ino)"
        for (stream, isJournal) in [(itself, true), ("", false), ("1:2", false), ("x", false), ("\(itself) ", false)] {
            Processes.setEnvironment("JOURNAL_STREAM", stream)
            #expect(JournalField.isStandardError == isJournal, "\(stream)")
        }
    }
}

@Test func theWatchdogIsForTheProcessThatSystemdNames() async {
    await #expect(processExitsWith: .success) {
        #expect(Notify.watchdogPeriod == nil)
        Processes.setEnvironment("WATCHDOG_USEC", "2000000")
        #expect(Notify.watchdogPeriod == 2_000_000)
        Processes.setEnvironment("WATCHDOG_PID", "1")
        #expect(Notify.watchdogPeriod == nil)
        let sign = try heard { Notify.watchdog() }
        #expect(sign == "WATCHDOG=1")
    }
}
