internal import CSystemd

/// What a process tells systemd of its life (sd_notify(3)). Nothing happens without a NOTIFY_SOCKET.
public enum Notify {
    /// The process serves.
    public static func ready(status: String) { send("READY=1\nSTATUS=\(oneLine(status))") }

    /// What `systemctl status` shows.
    public static func status(_ status: String) { send("STATUS=\(oneLine(status))") }

    /// The process is on its way out.
    public static func stopping() { send("STOPPING=1") }

    private static func send(_ state: String) {
        unsafe _ = sd_notify(0, state)
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
