import NetworkValues

/// How far a part of a file has gone to its client. It goes slice by slice, so that one client cannot hold up the others.
struct FileTransfer {
    enum Step: Equatable {
        case send(Range<Int64>)
        case done
        case fail(Problem)
    }

    enum Problem: Equatable {
        /// The file has become shorter: what was promised is not there.
        case shortened
        /// The client has taken nothing for too long.
        case stalled
    }

    static let sliceLength: Int64 = 1 << 20

    private let part: Range<Int64>
    private let stallTime: UInt64
    /// What has been given to the kernel whole, and what is being given.
    private var position: Int64
    private var slice: Range<Int64>
    private var taken: Int64 = 0
    private var since: BootTime

    init(_ part: Range<Int64>, stallTime: UInt64, now: BootTime) {
        self.part = part
        self.stallTime = stallTime
        position = part.lowerBound
        slice = position..<position
        since = now
    }

    /// How many octets are known to have been taken.
    var sent: Int64 { max(taken, position - part.lowerBound) }

    /// The next slice, when the one before is gone.
    mutating func next(fileLength: Int64, now: BootTime) -> Step {
        position = slice.upperBound
        since = now
        guard position < part.upperBound else { return .done }
        let end = min(position + Self.sliceLength, part.upperBound)
        // The kernel would send nothing, again and again.
        guard end <= fileLength else { return .fail(.shortened) }
        slice = position..<end
        return .send(slice)
    }

    /// Looks after the slice on its way, of which `waiting` octets have not been taken.
    mutating func check(waiting: Int, fileLength: Int64, now: BootTime) -> Problem? {
        if slice.upperBound > fileLength { return .shortened }
        let taken = max(0, slice.upperBound - Int64(clamping: waiting) - part.lowerBound)
        if taken > self.taken {
            self.taken = taken
            since = now
        }
        return now.microseconds(since: since) >= stallTime ? .stalled : nil
    }
}
