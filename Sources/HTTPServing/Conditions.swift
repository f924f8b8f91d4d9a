public import NetworkValues

/// What is known of a file before it is sent.
public struct Representation: Hashable, Sendable {
    /// In octets.
    public let length: Int64
    public let mediaType: String
    public let tag: EntityTag?
    /// Nil when it is not known, or not yet come: no answer may claim a change in the future.
    public let modified: WallTime?

    public init(length: Int64, mediaType: String, tag: EntityTag? = nil, modified: WallTime? = nil) {
        self.length = max(0, length)
        self.mediaType = mediaType
        self.tag = tag
        self.modified = modified
    }
}

/// The headers that make a request for a file conditional, or ask for a part; nil for those that were not sent.
///
/// A header that came several times is given joined with commas.
public struct Conditions: Hashable, Sendable {
    public var ifMatch: String?
    public var ifNoneMatch: String?
    public var ifModifiedSince: String?
    public var ifUnmodifiedSince: String?
    public var ifRange: String?
    public var range: String?

    public init(
        ifMatch: String? = nil,
        ifNoneMatch: String? = nil,
        ifModifiedSince: String? = nil,
        ifUnmodifiedSince: String? = nil,
        ifRange: String? = nil,
        range: String? = nil,
    ) {
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
        self.ifModifiedSince = ifModifiedSince
        self.ifUnmodifiedSince = ifUnmodifiedSince
        self.ifRange = ifRange
        self.range = range
    }
}

/// What a GET or HEAD for a file is answered with.
public enum FileDecision: Hashable, Sendable {
    case full
    case partial(ByteRange)
    case notModified
    case preconditionFailed
    case rangeNotSatisfiable
}

extension Conditions {
    /// Evaluates the conditions in the order of RFC 9110 section 13.2.2; only a GET can be for a part.
    public func decision(for file: Representation, isHead: Bool) -> FileDecision {
        guard holds(for: file) else { return .preconditionFailed }
        if isUnchanged(file) { return .notModified }
        guard let range, !isHead, isRangeWanted(of: file) else { return .full }
        switch RangeRequest(range, total: file.length) {
        case .whole: return .full
        case .part(let part): return .partial(part)
        case .unsatisfiable: return .rangeNotSatisfiable
        }
    }

    private func holds(for file: Representation) -> Bool {
        if let ifMatch {
            guard case .tags(let tags) = EntityTagList(ifMatch) else { return true }
            guard let tag = file.tag else { return false }
            return tags.contains { $0.matchesStrongly(tag) }
        }
        guard let date = ifUnmodifiedSince.flatMap(HTTPDate.parse), let modified = file.modified else { return true }
        return modified <= date
    }

    private func isUnchanged(_ file: Representation) -> Bool {
        if let ifNoneMatch {
            guard case .tags(let tags) = EntityTagList(ifNoneMatch) else { return true }
            guard let tag = file.tag else { return false }
            return tags.contains { $0.matchesWeakly(tag) }
        }
        guard let date = ifModifiedSince.flatMap(HTTPDate.parse), let modified = file.modified else { return false }
        return modified <= date
    }

    /// Whether the part would be of the file that the client knows.
    private func isRangeWanted(of file: Representation) -> Bool {
        guard let ifRange else { return true }
        if let tag = EntityTagList.single(ifRange) { return file.tag.map(tag.matchesStrongly) ?? false }
        guard let modified = file.modified else { return false }
        return HTTPDate.parse(ifRange) == modified
    }
}
