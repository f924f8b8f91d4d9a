import Glibc
import LinuxIO
import Logging
import Testing

@testable import Systemd

/// The environment is the process's: one test at a time.
@Suite(.serialized) struct EnvironmentTests {
    /// What systemd hears of one call.
    private func heard(_ tell: () -> Void) throws -> String {
        let name = "@bootd-test-\(getpid())"
        let manager = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try #require(manager >= 0)
        let descriptor = Descriptor(owning: manager)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: [0] + name.utf8.dropFirst()) }
        let size = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
        let result = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe bind(manager, $0, size) }
        }
        try #require(result == 0)
        Processes.setEnvironment("NOTIFY_SOCKET", name)
        defer { unsafe unsetenv("NOTIFY_SOCKET") }
        tell()
        return String(decoding: try descriptor.read(upTo: 4096), as: UTF8.self)
    }

    @Test func systemdIsToldOfReadinessStatusAndTheEnd() throws {
        #expect(try heard { Notify.ready(status: "1 network") } == "READY=1\nSTATUS=1 network")
        #expect(try heard { Notify.status("2 leases") } == "STATUS=2 leases")
        #expect(try heard { Notify.stopping() } == "STOPPING=1")
    }

    @Test(arguments: ["a\nMAINPID=1", "a\r\nMAINPID=1", "a\u{2028}MAINPID=1"]) func aStatusIsOneLineAndNoOrder(status: String)
        throws
    {
        #expect(try heard { Notify.status(status) } == "STATUS=a MAINPID=1")
    }

    @Test func withoutSystemdNobodyIsToldAndNothingIsPassed() throws {
        Notify.ready(status: "x")
        #expect(try Activation.takeSockets().isEmpty)
    }

    @Test(
        arguments: [
            (nil, .info), ("", .info), ("debug", .debug), ("warning", .warning), ("loud", .info), ("DEBUG", .info),
        ] as [(String?, Logger.Level)])
    func theLevelIsWhatTheEnvironmentAsksFor(value: String?, level: Logger.Level) {
        if let value { Processes.setEnvironment("BOOTD_LOG", value) }
        defer { unsafe unsetenv("BOOTD_LOG") }
        #expect(Logs.levelFromEnvironment == level)
    }

    @Test(arguments: [nil, "", "1:2", "x", "0:0"] as [String?]) func aStreamThatIsNotTheJournalIsNot(value: String?) {
        if let value { Processes.setEnvironment("JOURNAL_STREAM", value) }
        defer { unsafe unsetenv("JOURNAL_STREAM") }
        #expect(!JournalField.isStandardError)
    }

    @Test func standardErrorIsTheJournalWhenItsFileIsNamed() {
        var status = stat()
        unsafe fstat(STDERR_FILENO, &status)
        Processes.setEnvironment("JOURNAL_STREAM", "\(status.st_dev):\(status.st_ino)")
        defer { unsafe unsetenv("JOURNAL_STREAM") }
        #expect(JournalField.isStandardError)
    }
}
