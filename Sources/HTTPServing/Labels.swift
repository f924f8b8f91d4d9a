/// What a request's query says of its machine (Matchbox: the first value of each key counts).
public struct Labels: Hashable, Sendable {
    /// More labels than this are ignored.
    public static let maximumCount = 256

    public struct Label: Hashable, Sendable {
        public let name: String
        public let value: String
    }

    /// In the order of the query, each name once.
    public private(set) var labels: [Label] = []
    /// What the query held that makes no label, for the log.
    public private(set) var ignored: [Ignored] = []

    public enum Ignored: Hashable, Sendable {
        /// A part with a semicolon or a broken escape.
        case malformed(String)
        /// A `mac` that is no hardware address; the request goes on without it.
        case notHardwareAddress(String)
        /// The query has more labels than are read.
        case tooMany
    }

    /// Reads a query as it was received, without its question mark.
    public init(query: String) {
        var seen: Set<String> = []
        for part in query.utf8.split(separator: UInt8(ascii: "&")) {
            guard labels.count + ignored.count < Self.maximumCount else {
                ignored.append(.tooMany)
                break
            }
            guard let (name, value) = Self.pair(part) else {
                ignored.append(.malformed(String(Substring(part))))
                continue
            }
            if seen.insert(name).inserted { add(name, value) }
        }
    }

    public subscript(name: String) -> String? {
        labels.first { $0.name == name }?.value
    }

    private mutating func add(_ name: String, _ value: String) {
        guard name.lowercased() == "mac" else { return labels.append(Label(name: name, value: value)) }
        guard let address = HardwareAddress.normalised(value) else { return ignored.append(.notHardwareAddress(value)) }
        labels.append(Label(name: name, value: address))
    }

    private static func pair(_ part: Substring.UTF8View) -> (name: String, value: String)? {
        guard !part.contains(UInt8(ascii: ";")) else { return nil }
        let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        let decoded = sides.map { PercentEncoding.decode($0, plusIsBlank: true) }
        guard let name = decoded.first ?? nil, let value = decoded.count > 1 ? decoded[1] : [] else { return nil }
        return (String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
}

extension Labels.Ignored: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let part): "\(part.debugDescription) is not a label"
        case .notHardwareAddress(let value): "\(value.debugDescription) is not a hardware address"
        case .tooMany: "more than \(Labels.maximumCount) labels"
        }
    }
}
