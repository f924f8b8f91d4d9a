/// A validator of a representation (RFC 9110 section 8.8.3).
public struct EntityTag: Hashable, Sendable {
    /// What stands between the quotes.
    public let opaque: String
    public let isWeak: Bool

    init(opaque: String, isWeak: Bool) {
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// The strong tag of a file: another one for every file, length and time of change in nanoseconds.
    public init(inode: UInt64, length: Int64, modifiedNanoseconds: Int64) {
        let parts = [inode, UInt64(bitPattern: length), UInt64(bitPattern: modifiedNanoseconds)]
        self.init(opaque: parts.map { String($0, radix: 16) }.joined(separator: "-"), isWeak: false)
    }

    /// Whether both are strong and the same.
    public func matchesStrongly(_ other: EntityTag) -> Bool {
        !isWeak && !other.isWeak && opaque == other.opaque
    }

    /// Whether both are the same, strong or weak.
    public func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }
}

extension EntityTag: CustomStringConvertible {
    /// The tag as headers carry it.
    public var description: String { (isWeak ? "W/\"" : "\"") + opaque + "\"" }
}

/// What If-Match and If-None-Match hold.
enum EntityTagList: Hashable {
    /// `*`
    case any
    case tags([EntityTag])

    /// Reads a header's value; what follows an error is not read.
    init(_ text: String) {
        guard text != "*" else {
            self = .any
            return
        }
        var rest = text.utf8[...]
        var tags: [EntityTag] = []
        while true {
            rest = rest.drop { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard let tag = Self.takeTag(&rest) else { break }
            tags.append(tag)
        }
        self = .tags(tags)
    }

    /// The one tag that `text` is.
    static func single(_ text: String) -> EntityTag? {
        var rest = text.utf8[...]
        guard let tag = takeTag(&rest), rest.isEmpty else { return nil }
        return tag
    }

    private static func takeTag(_ rest: inout Substring.UTF8View) -> EntityTag? {
        let isWeak = rest.starts(with: "W/".utf8)
        let quoted = isWeak ? rest.dropFirst(2) : rest
        guard quoted.first == UInt8(ascii: "\"") else { return nil }
        let inside = quoted.dropFirst()
        guard let end = inside.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        rest = inside[end...].dropFirst()
        return EntityTag(opaque: String(Substring(inside[..<end])), isWeak: isWeak)
    }
}
