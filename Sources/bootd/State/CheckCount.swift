internal import NetworkValues

/// How many addresses a machine's question may find in use before it is left unanswered: the machine asks again by itself.
struct CheckCount {
    static let most = 3
    /// Finds that lie so many microseconds apart belong to different questions.
    private static let window: UInt64 = 2_000_000
    private static let capacity = 1024

    private var finds: [MACAddress: (count: Int, since: BootTime)] = [:]

    /// Notes that an address was found in use; answers whether another one may be looked at.
    mutating func mayGoOn(_ machine: MACAddress, at now: BootTime) -> Bool {
        if finds.count >= Self.capacity { finds = finds.filter { now.microseconds(since: $0.value.since) < Self.window } }
        if finds.count >= Self.capacity { finds.removeAll() }
        var found = finds[machine] ?? (0, now)
        if now.microseconds(since: found.since) >= Self.window { found = (0, now) }
        found.count += 1
        finds[machine] = found
        return found.count < Self.most
    }
}
