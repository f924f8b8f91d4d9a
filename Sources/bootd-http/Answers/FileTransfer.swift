/// How far a part of a file has gone to its client.
///
/// It goes slice by slice, so that one client cannot hold up the others.
struct FileTransfer {
    enum Step: Equatable {
        case send(Range<Int64>)
        case done
        /// The file has become shorter: the kernel would send nothing, again and again.
        case shortened
    }

    static let sliceLength: Int64 = 1 << 20

    private let part: Range<Int64>
    /// What is being sent; before it, all is gone.
    private var slice: Range<Int64>
    /// How many octets of the part are known to have been taken.
    private(set) var sent: Int64 = 0

    init(_ part: Range<Int64>) {
        self.part = part
        slice = part.lowerBound..<part.lowerBound
    }

    /// The next slice, when the one before is gone.
    mutating func next(fileLength: Int64) -> Step {
        sent = slice.upperBound - part.lowerBound
        guard slice.upperBound < part.upperBound else { return .done }
        let next = slice.upperBound..<min(slice.upperBound + Self.sliceLength, part.upperBound)
        guard next.upperBound <= fileLength else { return .shortened }
        slice = next
        return .send(slice)
    }

    /// Looks after the slice on its way, of which `waiting` octets have not been taken.
    ///
    /// False when the file has become too short for it.
    mutating func check(waiting: Int, fileLength: Int64) -> Bool {
        sent = max(sent, slice.upperBound - part.lowerBound - Int64(clamping: waiting))
        return slice.upperBound <= fileLength
    }
}
