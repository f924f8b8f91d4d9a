internal import Contract
internal import LinuxIO

// The files that machines load, and the way of the workers to them.

extension Collector {
    mutating func lookAtFiles() {
        guard let report = facts.report else { return }
        facts.files = report.files.map { file in
            let root = file.role == .tftp ? report.tftp : report.assets
            let name = "bootd-\(file.role.rawValue)"
            return FileFact(
                file: file, root: root, walk: PathWalk(to: file.path, below: root, look: Self.look),
                reader: Self.account(of: name, report.workers.first { $0.role == file.role }, isStandalone: report.isStandalone),
                readerName: name)
        }
        if facts.files.contains(where: { $0.walk.isUnseen }) {
            note(unseen: "some of the files that machines load (only root may)")
        }
    }

    /// Who the worker is: the process, when it runs here, else the user that its unit names.
    private static func account(of name: String, _ worker: WorkerInfo?, isStandalone: Bool) -> Account? {
        if let worker, text("/proc/\(worker.process)/comm")?.hasPrefix(name) == true {
            return text("/proc/\(worker.process)/status").flatMap { ProcessText.account($0) }
        }
        return isStandalone ? nil : Account(name: name)
    }

    static func look(_ path: String) -> PathWalk.Look {
        do throws(SystemError) {
            let status = try PathStatus(path)
            return .found(status, link: status.kind == .link ? try Files.link(path) : nil)
        } catch {
            return error.isNotFound ? .missing : .unseen
        }
    }
}
