internal import Contract
internal import LinuxIO
internal import TFTP

/// Opens what the supervisor proposes, beneath its roots.
struct FileOpener {
    /// The path of each root, by name. It is opened anew for each request: what it leads to may have changed.
    private var roots: [String: String] = [:]

    init(_ roots: [Root] = []) {
        self.roots = Dictionary(roots.map { ($0.name, $0.path) }) { first, _ in first }
    }

    /// Opens the first candidate that can be opened.
    func open(_ candidates: [Candidate], name: String) throws(TFTPError) -> ServedFile {
        var refusal = TFTPError.fileNotFound(name)
        for candidate in candidates {
            switch candidate {
            case .content(let text): return ServedFile(Array(text.utf8))
            case .error(let message): throw TFTPError(.accessViolation, message)
            case .file(let rootName, let path):
                guard let root = roots[rootName] else { continue }
                do throws(SystemError) {
                    let descriptor = try RootDirectory(root).open(path)
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
}
