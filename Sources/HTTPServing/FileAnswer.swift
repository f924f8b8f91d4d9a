/// What goes out for a file: a head with a part of the file, or a response that needs no file.
public enum FileAnswer: Hashable, Sendable {
    /// The head, and what to send of the file after it; to a HEAD only the head.
    case file(ResponseHead, offset: Int64, length: Int64)
    /// A head that nothing follows.
    case empty(ResponseHead)
    case fixed(Response)

    /// Puts a decision about a file into headers.
    public init(_ decision: FileDecision, _ file: Representation) {
        switch decision {
        case .full:
            self = .file(Self.head(.ok, file, length: file.length), offset: 0, length: file.length)
        case .partial(let part):
            var head = Self.head(.partialContent, file, length: part.length)
            head.add(.contentRange, part.contentRange(total: file.length))
            self = .file(head, offset: part.offset, length: part.length)
        case .notModified:
            var head = ResponseHead(.notModified)
            Self.addValidators(of: file, to: &head)
            self = .empty(head)
        case .preconditionFailed: self = .fixed(.error(.preconditionFailed))
        case .rangeNotSatisfiable: self = .fixed(.rangeNotSatisfiable(total: file.length))
        }
    }

    private static func head(_ status: Status, _ file: Representation, length: Int64) -> ResponseHead {
        var head = ResponseHead(status)
        head.add(.contentType, file.mediaType)
        head.add(.contentLength, String(length))
        head.add(.acceptRanges, "bytes")
        addValidators(of: file, to: &head)
        return head
    }

    private static func addValidators(of file: Representation, to head: inout ResponseHead) {
        head.add(.lastModified, file.modified.map(HTTPDate.text))
        head.add(.entityTag, file.tag?.description)
    }
}
