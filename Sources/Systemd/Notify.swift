internal import CSystemd

/// What a process tells systemd of its life (sd_notify(3)). Nothing happens without a NOTIFY_SOCKET.
public enum Notify {
    /// The process serves.
    public static func ready(status: String) { send("READY=1\nSTATUS=\(oneLine(status))") }

    /// What `systemctl status` shows.
    public static func status(_ status: String) { send("STATUS=\(oneLine(status))") }

    /// The process is on its way out.
    public static func stopping(status: String) { send("STOPPING=1\nSTATUS=\(oneLine(status))") }

    /// The process does its work: to be said in each `watchdogPeriod`.
    public static func watchdog() { send("WATCHDOG=1") }

    /// After so many microseconds of silence systemd takes the process for dead (WatchdogSec=); nil when it does not watch.
    public static var watchdogPeriod: UInt64? {
        var microseconds: UInt64 = 0
        return unsafe sd_watchdog_enabled(0, &microseconds) > 0 ? microseconds : nil
    }

    private static func send(_ state: String) {
        unsafe _ = sd_notify(0, state)
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
