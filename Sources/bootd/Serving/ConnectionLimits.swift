/// How many connections to one socket are served at once, so that no user shuts out the others.
struct ConnectionLimits {
    /// In all: those who administer cannot shut out the workers.
    var total = 512
    /// Of one user other than root.
    var perUser = 128
    /// A call must be complete, and its reply be read, after so many microseconds.
    var callTimeout: UInt64 = 30_000_000

    /// Whether a connection of `user` may be served beside those of `users`.
    func admits(_ user: UInt32, beside users: some Collection<UInt32>) -> Bool {
        users.count < total && (user == 0 || users.count { $0 == user } < perUser)
    }
}
