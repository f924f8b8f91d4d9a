internal import Catalog
internal import LinuxIO

/// The configuration's files: the main one, its drop-ins, and the documents that profiles name.
struct ConfigurationSource {
    /// The main file; drop-ins are `conf.d/*.yaml` beside it.
    let path: String

    /// Reads and checks everything; all or nothing.
    func read(generation: Int) throws(ConfigurationInvalid) -> Catalog {
        var reading = Reading()
        let main = reading.file(path)
        let dropIns = reading.names(in: directory).filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
        let files = ConfigurationFiles(main: main, dropIns: dropIns.map { reading.file("\(directory)/\($0)") })
        try reading.finish()
        let draft = ConfigurationDraft(files)
        var documents: [String: [UInt8]] = [:]
        // The catalog reports what is missing, at the profile that names it.
        for path in draft.documents { documents[path] = reading.fileIfThere(path) }
        try reading.finish()
        return try draft.catalog(documents: documents, generation: generation)
    }

    /// Where the drop-ins are.
    var directory: String {
        (path.split(separator: "/", omittingEmptySubsequences: false).dropLast() + ["conf.d"]).joined(separator: "/")
    }
}

/// Reads files and remembers what cannot be read, so that all of it is said at once.
private struct Reading {
    private var problems: [Problem] = []

    mutating func file(_ path: String) -> ConfigurationFiles.File {
        ConfigurationFiles.File(path: path, bytes: attempt(path) { () throws(SystemError) in try Files.read(path) } ?? [])
    }

    mutating func fileIfThere(_ path: String) -> [UInt8]? {
        attempt(path, mayBeMissing: true) { () throws(SystemError) in try Files.read(path) }
    }

    mutating func names(in directory: String) -> [String] {
        attempt(directory, mayBeMissing: true) { () throws(SystemError) in try Files.names(in: directory) } ?? []
    }

    /// Throws when something could not be read.
    func finish() throws(ConfigurationInvalid) {
        if !problems.isEmpty { throw ConfigurationInvalid(problems: problems) }
    }

    private mutating func attempt<Value>(
        _ path: String, mayBeMissing: Bool = false, _ read: () throws(SystemError) -> Value
    ) -> Value? {
        do throws(SystemError) {
            return try read()
        } catch {
            if !mayBeMissing || !error.isNotFound {
                problems.append(Problem(mark: Mark(file: path, line: 1, column: 1), message: "cannot be read: \(error.reason)"))
            }
            return nil
        }
    }
}
