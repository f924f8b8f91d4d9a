/// The replies of one connection in the order of its calls, some of them held back until the disk has what they promise.
public struct OutputQueue: Sendable {
    private struct Segment {
        var octets: [UInt8]
        /// The commit that must be durable first.
        var heldUntil: UInt64?
    }

    /// A piece that a socket takes at once; segments that are as long take no more, so that what has gone is given up.
    private static let pieceSize = 1 << 16

    private var segments: [Segment] = []
    private var head = 0
    /// How many octets of the first segment have gone.
    private var sent = 0
    /// How many octets wait in all.
    public private(set) var count = 0

    public init() {}

    /// Appends what may go as soon as its turn comes.
    public mutating func append(_ octets: [UInt8]) {
        append { $0 += octets }
    }

    /// Appends what `write` appends, which may go as soon as its turn comes.
    public mutating func append(_ write: (inout [UInt8]) -> Void) {
        if segments.last.map({ $0.heldUntil != nil || $0.octets.count >= Self.pieceSize }) ?? true {
            segments.append(Segment(octets: [], heldUntil: nil))
        }
        let last = segments.count - 1
        count -= segments[last].octets.count
        write(&segments[last].octets)
        count += segments[last].octets.count
    }

    /// Appends a reply that waits for the commit `sequence`.
    public mutating func hold(_ octets: [UInt8], until sequence: UInt64) {
        count += octets.count
        segments.append(Segment(octets: octets, heldUntil: sequence))
    }

    /// Lets go what waited for commits up to `sequence`.
    public mutating func release(through sequence: UInt64) {
        for index in head..<segments.count {
            guard let held = segments[index].heldUntil else { continue }
            if held > sequence { return }
            segments[index].heldUntil = nil
        }
    }

    /// Puts `refusal` in the place of every reply that still waits.
    public mutating func refuseHeld(with refusal: [UInt8]) {
        for index in head..<segments.count where segments[index].heldUntil != nil {
            count += refusal.count - segments[index].octets.count
            segments[index] = Segment(octets: refusal, heldUntil: nil)
        }
    }

    /// What may go now, in a piece of at most 64 KiB.
    public var sendable: [UInt8] {
        // Mostly all that waits is one segment, which needs no copy.
        if segments.count == 1, sent == 0, segments[0].heldUntil == nil, segments[0].octets.count <= Self.pieceSize {
            return segments[0].octets
        }
        var octets: [UInt8] = []
        octets.reserveCapacity(min(count, Self.pieceSize))
        var skip = sent
        for segment in segments[head...] {
            if segment.heldUntil != nil || octets.count == Self.pieceSize { break }
            octets += segment.octets[skip...].prefix(Self.pieceSize - octets.count)
            skip = 0
        }
        return octets
    }

    /// Forgets so many octets of what was sendable.
    public mutating func didSend(_ octets: Int) {
        count -= octets
        sent += octets
        while head < segments.count, segments[head].heldUntil == nil, sent >= segments[head].octets.count {
            sent -= segments[head].octets.count
            segments[head].octets = []
            head += 1
        }
        if head == segments.count {
            segments.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024 {
            segments.removeFirst(head)
            head = 0
        }
    }
}
