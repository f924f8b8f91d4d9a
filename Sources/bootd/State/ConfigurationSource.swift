internal import Catalog
internal import LinuxIO

/// The configuration's files: the main one, its drop-ins, and the documents that profiles name.
struct ConfigurationSource {
    /// The main file; drop-ins are `conf.d/*.yaml` beside it.
    let path: String

    /// Reads and checks everything; all or nothing.
    func read(generation: Int) throws(ConfigurationInvalid) -> Catalog {
        let main = try file(path)
        let files = ConfigurationFiles(main: main, dropIns: try dropInPaths().map { path throws(ConfigurationInvalid) in try file(path) })
        let draft = ConfigurationDraft(files)
        var documents: [String: [UInt8]] = [:]
        for path in draft.documents {
            do throws(SystemError) {
                documents[path] = try Files.read(path)
            } catch {
                // The catalog reports what is missing, at the profile that names it.
                if !error.isNotFound { throw unreadable(path, error) }
            }
        }
        return try draft.catalog(documents: documents, generation: generation)
    }

    private func dropInPaths() throws(ConfigurationInvalid) -> [String] {
        let directory = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") + "/conf.d"
        do throws(SystemError) {
            return try Files.names(in: directory).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map { "\(directory)/\($0)" }
        } catch {
            if error.isNotFound { return [] }
            throw unreadable(directory, error)
        }
    }

    private func file(_ path: String) throws(ConfigurationInvalid) -> ConfigurationFiles.File {
        do throws(SystemError) {
            return ConfigurationFiles.File(path: path, bytes: try Files.read(path))
        } catch {
            throw unreadable(path, error)
        }
    }

    private func unreadable(_ path: String, _ error: SystemError) -> ConfigurationInvalid {
        ConfigurationInvalid(problems: [Problem(mark: Mark(file: path, line: 1, column: 1), message: "\(error)")])
    }
}
