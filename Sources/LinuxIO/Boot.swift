/// One start of the machine.
public enum Boot {
    /// A number that tells this start of the machine from others; nil when nobody tells.
    ///
    /// It is taken from `$BOOTD_BOOT`, for where there is no /proc/sys, and else from the kernel (random(4)); both hold the
    /// boot ID, in hex.
    public static func identifier() -> Int64? {
        identifier(Processes.environment("BOOTD_BOOT") ?? kernelsText() ?? "")
    }

    /// The number for a boot ID: its first 16 digits.
    public static func identifier(_ text: String) -> Int64? {
        let digits = text.filter(\.isHexDigit).prefix(16)
        return digits.count == 16 ? UInt64(digits, radix: 16).map(Int64.init(bitPattern:)) : nil
    }

    private static func kernelsText() -> String? {
        (try? Files.read("/proc/sys/kernel/random/boot_id", limit: 64)).map { String(decoding: $0, as: UTF8.self) }
    }
}
