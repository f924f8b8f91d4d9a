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
        let asset = AssetRequest(request: request, path: path, now: now)
        do throws(SystemError) {
            let root = try RootDirectory(directory)
            let found = try root.open(path.relative)
            let status = try found.status()
            if status.isDirectory { return try directory(found, root, asset) }
            guard status.isRegular, !path.endsInSlash else {
                return asset.refused(.error(.notFound), "\(directory)/\(path.relative) is not a file")
            }
            return asset.sent(OpenFile(found, status), name: asset.name)
        } catch {
            return asset.refused(error.isPassing ? .comeAgain : .error(.notFound), "\(error)")
        }
    }

    /// A directory is its `index.html`, or else a page of links.
    ///
    /// Without its slash, the links on that page would lead astray.
    private func directory(
        _ found: borrowing Descriptor, _ root: borrowing RootDirectory, _ asset: AssetRequest
    ) throws(SystemError) -> Answer {
        guard asset.path.endsInSlash else {
            return Answer(.directoryMoved(asset.request.target), isHead: asset.request.isHead)
        }
        do throws(SystemError) {
            let index = try root.open(asset.path.relative + "/index.html")
            let status = try index.status()
            if status.isRegular { return asset.sent(OpenFile(index, status), name: asset.name + "index.html") }
        } catch {
            guard !error.isPassing else { throw error }
        }
        let entries = try found.directoryNames().map { name in
            name.hasSuffix("/")
                ? DirectoryListing.Entry(name: String(name.dropLast()), isDirectory: true)
                : DirectoryListing.Entry(name: name, isDirectory: false)
        }
        return Answer(DirectoryListing(entries).response, isHead: asset.request.isHead)
    }
}

extension SystemError {
    /// Whether the same may succeed in a moment, because it is the system that cannot now.
    fileprivate var isPassing: Bool { [EMFILE, ENFILE, ENOMEM, EAGAIN, EINTR, EIO].contains(code) }
}
