internal import Glibc

/// Waits until the descriptor is ready or has ended; false when the time is up, nil waits as long as it takes.
func wait(for descriptor: Int32, _ events: Int32, milliseconds: Int32?) throws(SystemError) -> Bool {
    var poll = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
    while true {
        let ready = unsafe Glibc.poll(&poll, 1, milliseconds ?? -1)
        if ready >= 0 { return ready > 0 }
        let failure = SystemError(errno, "wait")
        guard failure.isTransient else { throw failure }
    }
}

extension Descriptor {
    /// Waits until there is something to read, or the other side has gone; false when the time is up.
    ///
    /// Without a time it waits as long as it takes.
    public borrowing func waitToRead(milliseconds: Int32?) throws(SystemError) -> Bool {
        try wait(for: raw, POLLIN, milliseconds: milliseconds)
    }
}
