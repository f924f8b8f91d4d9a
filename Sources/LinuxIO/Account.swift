internal import Glibc

/// Who a process is when it opens files: its user and all of its groups.
public struct Account: Hashable, Sendable {
    public let user: UInt32
    public let groups: Set<UInt32>

    public init(user: UInt32, groups: Set<UInt32>) {
        self.user = user
        self.groups = groups
    }

    /// As the system's database knows it; nil when there is no such user.
    public init?(name: String) {
        guard let identity = UserIdentity(name: name) else { return nil }
        var count: Int32 = 256
        var groups = [gid_t](repeating: identity.group, count: Int(count))
        // In the unlikely case of more groups these are left out.
        _ = unsafe getgrouplist(name, identity.group, &groups, &count)
        self.init(user: identity.user, groups: Set(groups.prefix(max(0, Int(count)))))
    }

    /// Whether this account may do what the bits say (4 read, 1 pass through) with a file of these modes. Access control
    /// lists are not looked at.
    public func may(_ bits: UInt32, _ status: PathStatus) -> Bool {
        if user == 0 { return true }
        let shift: UInt32 = user == status.user ? 6 : groups.contains(status.group) ? 3 : 0
        return status.mode >> shift & bits == bits
    }
}
