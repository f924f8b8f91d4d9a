import NetworkValues

/// Which options stand in which field of a reply (RFC 2131 section 4.1).
struct OptionPlaces {
    struct Field {
        fileprivate(set) var codes = DHCPOptionSet()
        /// Which octets of their values stand here, of options that are split between fields (RFC 3396 section 5).
        fileprivate(set) var parts: [DHCPOptionCode: Range<Int>] = [:]
        fileprivate var room: Int

        init(room: Int) {
            self.room = room
        }

        fileprivate mutating func take(_ code: DHCPOptionCode, _ size: Int) -> Bool {
            guard size <= room else { return false }
            room -= size
            codes.insert(code)
            return true
        }

        /// Takes as much of what is left of a value as there is room for; answers where the rest begins.
        fileprivate mutating func take(_ code: DHCPOptionCode, of rest: Range<Int>) -> Int {
            let part = rest.prefix(ByteWriter.optionCapacity(of: room))
            guard !part.isEmpty else { return rest.lowerBound }
            parts[code] = part
            _ = take(code, ByteWriter.sizeOfOption(part.count))
            return part.upperBound
        }
    }

    private(set) var options: Field
    /// The fields `file` and `sname`, where they have no use of their own.
    private(set) var file = Field(room: 0)
    private(set) var sname = Field(room: 0)
    /// What did not fit, the most needed first.
    private(set) var leftOut: [DHCPOptionCode] = []
    /// Whether an option that fits into no field whole is split between them.
    private let isSplitting: Bool

    /// All of these in the field that is theirs.
    init(_ codes: DHCPOptionSet) {
        options = Field(room: 0)
        options.codes = codes
        isSplitting = false
    }

    /// None so far, and so many octets of room.
    init(room: Int, isSplitting: Bool = false) {
        options = Field(room: room)
        self.isSplitting = isSplitting
    }

    /// The same, and the other fields that `reply` has no name for; END and a NUL have their places there.
    static func overloading(_ reply: DHCPReply, room: Int, isSplitting: Bool) -> OptionPlaces {
        var places = OptionPlaces(room: room - ByteWriter.sizeOfOption(1), isSplitting: isSplitting)
        if reply.file.isEmpty { places.file = Field(room: DHCPMessage.longestFile - 1) }
        if reply.sname.isEmpty { places.sname = Field(room: DHCPMessage.longestServerName - 1) }
        return places
    }

    /// The value of option 52; nil when the other fields hold none.
    var overload: DHCPOptions.Overload? {
        var overload: DHCPOptions.Overload = []
        if !file.codes.isEmpty { overload.insert(.file) }
        if !sname.codes.isEmpty { overload.insert(.sname) }
        return overload.isEmpty ? nil : overload
    }

    /// Puts an option whose value has `count` octets into the first field that has room: options, `file`, `sname`, as they are
    /// read.
    mutating func put(_ code: DHCPOptionCode, _ count: Int, mayOverload: Bool) {
        let size = ByteWriter.sizeOfOption(count)
        if options.take(code, size) { return }
        if mayOverload, file.take(code, size) || sname.take(code, size) || isSplitting && split(code, count) { return }
        leftOut.append(code)
    }

    /// Puts an option into all fields that have room, in the order in which they are read; answers whether that is enough.
    private mutating func split(_ code: DHCPOptionCode, _ count: Int) -> Bool {
        var places = self
        var start = 0
        start = places.options.take(code, of: start..<count)
        start = places.file.take(code, of: start..<count)
        start = places.sname.take(code, of: start..<count)
        guard start == count else { return false }
        self = places
        return true
    }

    /// Whether this leaves out less than another does, and nothing else.
    func isBetter(than other: OptionPlaces) -> Bool {
        leftOut.count < other.leftOut.count && leftOut.allSatisfy(other.leftOut.contains)
    }
}
