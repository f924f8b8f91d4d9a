import NetworkValues

/// Which options stand in which field of a reply (RFC 2131 section 4.1).
struct OptionPlaces {
    struct Field {
        fileprivate(set) var codes = DHCPOptionSet()
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
    }

    private(set) var options: Field
    /// The fields `file` and `sname`, where they have no use of their own.
    private(set) var file = Field(room: 0)
    private(set) var sname = Field(room: 0)
    /// What did not fit, the most needed first.
    private(set) var leftOut: [DHCPOptionCode] = []

    /// All of these in the field that is theirs.
    init(_ codes: DHCPOptionSet) {
        options = Field(room: 0)
        options.codes = codes
    }

    /// None so far, and so many octets of room.
    init(room: Int) {
        options = Field(room: room)
    }

    /// The same, and the other fields that `reply` has no name for; END and a NUL have their places there.
    static func overloading(_ reply: DHCPReply, room: Int) -> OptionPlaces {
        var places = OptionPlaces(room: room - ByteWriter.sizeOfOption(1))
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

    /// Puts an option of so many octets into the first field that has room: options, `file`, `sname`, as they are read.
    mutating func put(_ code: DHCPOptionCode, size: Int, mayOverload: Bool) {
        if options.take(code, size) { return }
        if mayOverload, file.take(code, size) || sname.take(code, size) { return }
        leftOut.append(code)
    }

    /// Whether this leaves out less than another does, and nothing else.
    func isBetter(than other: OptionPlaces) -> Bool {
        leftOut.count < other.leftOut.count && leftOut.allSatisfy(other.leftOut.contains)
    }
}
