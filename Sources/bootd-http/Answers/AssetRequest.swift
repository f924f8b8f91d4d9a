import Contract
import HTTPServing
import LinuxIO
import NetworkValues

/// A request for something below `/assets`.
struct AssetRequest {
    let request: Request
    /// Below the root.
    let path: ResourcePath
    let now: WallTime

    /// The path as reports have it.
    var name: String {
        let slash = path.endsInSlash && !path.segments.isEmpty ? "/" : ""
        return "/assets/" + path.segments.joined(separator: "/") + slash
    }

    /// The answer that sends the file, or the part that is wanted, or says that the client has it.
    func sent(_ file: OpenFile, name: String) -> Answer {
        let representation = Representation(file.status, name: name, now: now)
        let decision = request.conditions.decision(for: representation, isHead: request.isHead)
        switch HTTPServing.FileAnswer(decision, representation) {
        case .file(let head, let offset, let length):
            let outcome: Transfer.Outcome = request.isHead ? .sizeProbe : .complete
            let note = TransferNote(name: name, outcome: outcome, detail: head[.contentRange])
            let isEmpty = request.isHead || length == 0
            return Answer(head, isEmpty ? .none : .file(file, offset..<offset + length), note: note)
        case .empty(let head):
            let note = TransferNote(name: name, outcome: .complete, detail: "the client has it already")
            return Answer(head, note: note)
        case .fixed(let response):
            return refused(response, "the file is not what the request's conditions demand")
        }
    }

    /// The answer that sends no file, and why.
    func refused(_ response: Response, _ reason: String) -> Answer {
        let note = TransferNote(name: name, outcome: .refused, detail: reason)
        return Answer(response, isHead: request.isHead, note: note)
    }
}

extension Representation {
    fileprivate init(_ status: FileStatus, name: String, now: WallTime) {
        let modified = WallTime(seconds: status.modifiedSeconds)
        let nanoseconds = status.modifiedSeconds &* 1_000_000_000 &+ status.modifiedNanoseconds
        let tag = EntityTag(inode: status.inode, length: status.size, modifiedNanoseconds: nanoseconds)
        self.init(
            length: status.size, mediaType: MediaType.of(name), tag: tag, modified: modified <= now ? modified : nil)
    }
}
