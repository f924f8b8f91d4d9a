internal import Contract
internal import LinuxIO
internal import Logging
internal import TFTP

/// Opens what the supervisor proposes, beneath its roots.
final class FileOpener {
    private final class OpenRoot {
        let directory: RootDirectory
        init(_ path: String) throws(SystemError) { directory = try RootDirectory(path) }
    }

    private var roots: [String: OpenRoot] = [:]
    private var paths: [String: String] = [:]

    /// Takes over new roots. One that cannot be opened is looked for again at each request.
    func use(_ settings: [Root], log: Logger) {
        paths = Dictionary(settings.map { ($0.name, $0.path) }) { first, _ in first }
        roots = [:]
        for name in paths.keys where root(name) == nil {
            log.debug("a directory of files cannot be opened", metadata: ["path": "\(paths[name] ?? "")"])
        }
    }

    /// Opens the first candidate that can be opened.
    func open(_ candidates: [Candidate], name: String) throws(TFTPError) -> ServedFile {
        var refusal = TFTPError.fileNotFound(name)
        for candidate in candidates {
            switch candidate {
            case .content(let text): return ServedFile(Array(text.utf8))
            case .error(let message): throw TFTPError(.accessViolation, message)
            case .file(let rootName, let path):
                guard let root = root(rootName) else { continue }
                do throws(SystemError) {
                    let descriptor = try root.directory.open(path)
                    let status = try descriptor.status()
                    guard status.isRegular else { continue }
                    return ServedFile(descriptor, size: UInt64(clamping: status.size))
                } catch {
                    if error.isPermission { refusal = TFTPError(.accessViolation, "\(path) may not be read by bootd-tftp") }
                }
            }
        }
        throw refusal
    }

    private func root(_ name: String) -> OpenRoot? {
        if let root = roots[name] { return root }
        guard let path = paths[name], let root = try? OpenRoot(path) else { return nil }
        roots[name] = root
        return root
    }
}
