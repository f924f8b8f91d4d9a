import Contract
import Glibc
import HTTPServing
import LinuxIO
import NetworkValues

/// The files below one directory, as they are at the moment of each request.
struct Assets {
    let directory: String

    /// Answers a request for the file or directory at `path`.
    func answer(_ request: Request, _ path: ResourcePath, now: WallTime) -> Answer {
        let name = "/assets/" + (path.segments.isEmpty ? "" : path.relative)
        do throws(SystemError) {
            let root = try RootDirectory(directory)
            let found = try root.open(path.relative)
            let status = try found.status()
            if status.isDirectory { return try listing(request, path, found, root, name, now) }
            guard status.isRegular, !path.endsInSlash else {
                return Self.refuse(.error(.notFound), request, name, "\(directory)/\(path.relative) is not a file")
            }
            return Self.send(OpenFile(found, status), request, name, now)
        } catch {
            let response: Response = Self.isPassing(error) ? .unavailable(retryAfterSeconds: HTTPLimits.retryAfterSeconds) : .error(.notFound)
            return Self.refuse(response, request, name, "\(error)")
        }
    }

    /// A directory is its `index.html`, or else a page of links; without its slash, links on the page would lead astray.
    private func listing(
        _ request: Request, _ path: ResourcePath, _ found: borrowing Descriptor, _ root: borrowing RootDirectory, _ name: String,
        _ now: WallTime
    ) throws(SystemError) -> Answer {
        guard path.endsInSlash else { return Answer(.directoryMoved(request.target), isHead: request.isHead) }
        do throws(SystemError) {
            let index = try root.open(path.relative + "/index.html")
            let status = try index.status()
            if status.isRegular { return Self.send(OpenFile(index, status), request, "/assets/\(path.relative)/index.html", now) }
        } catch {
            guard !Self.isPassing(error) else { throw error }
        }
        let entries = try found.directoryNames().map { name in
            name.hasSuffix("/")
                ? DirectoryListing.Entry(name: String(name.dropLast()), isDirectory: true)
                : DirectoryListing.Entry(name: name, isDirectory: false)
        }
        return Answer(DirectoryListing(entries).response, isHead: request.isHead)
    }

    private static func send(_ file: OpenFile, _ request: Request, _ name: String, _ now: WallTime) -> Answer {
        let representation = Representation(file.status, name: name, now: now)
        let decision = request.conditions.decision(for: representation, isHead: request.isHead)
        switch HTTPServing.FileAnswer(decision, representation) {
        case .file(let head, let offset, let length):
            let note = TransferNote(
                name: name, outcome: request.isHead ? .sizeProbe : .complete, detail: head[.contentRange])
            return Answer(head, request.isHead || length == 0 ? .none : .file(file, offset..<offset + length), note: note)
        case .empty(let head):
            return Answer(head, note: TransferNote(name: name, outcome: .complete, detail: "the client has it already"))
        case .fixed(let response):
            return refuse(response, request, name, "the file is not what the request's conditions demand")
        }
    }

    private static func refuse(_ response: Response, _ request: Request, _ name: String, _ reason: String) -> Answer {
        Answer(response, isHead: request.isHead, note: TransferNote(name: name, outcome: .refused, detail: reason))
    }

    /// Whether the same request may succeed in a moment, because it is the system that cannot now.
    private static func isPassing(_ error: SystemError) -> Bool {
        [EMFILE, ENFILE, ENOMEM, EAGAIN, EINTR, EIO].contains(error.code)
    }
}

extension Representation {
    fileprivate init(_ status: FileStatus, name: String, now: WallTime) {
        let modified = WallTime(seconds: status.modifiedSeconds)
        let nanoseconds = status.modifiedSeconds &* 1_000_000_000 &+ status.modifiedNanoseconds
        self.init(
            length: status.size, mediaType: MediaType.of(name),
            tag: EntityTag(inode: status.inode, length: status.size, modifiedNanoseconds: nanoseconds),
            modified: modified <= now ? modified : nil)
    }
}
