/// The files of a configuration, as bytes.
public struct ConfigurationFiles: Sendable {
    public struct File: Sendable {
        /// What errors call it.
        public let path: String
        public let bytes: [UInt8]

        public init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    public var main: File
    /// In the order of reading, which is that of their names.
    public var dropIns: [File]
    /// By path: those that `ConfigurationDraft.documents` asks for and that were found.
    public var documents: [String: [UInt8]]

    public init(main: File, dropIns: [File] = [], documents: [String: [UInt8]] = [:]) {
        self.main = main
        self.dropIns = dropIns
        self.documents = documents
    }
}

/// A configuration that has been read, but for the documents that its profiles name.
public struct ConfigurationDraft: Sendable {
    private let configuration: Configuration
    private let problems: Problems
    private let files: [String]

    public init(_ files: ConfigurationFiles) {
        let all = [files.main] + files.dropIns
        self.files = all.map(\.path)
        var budget = Self.mostNodes
        var problems = Problems()
        var roots: [Node] = []
        for file in all {
            let root = YAMLReader.read(file.bytes, file: file.path, budget: &budget, problems: &problems)
            if let root { roots.append(root) }
        }
        let pairs = DropIns.merged(roots, &problems)
        var reading = Reading(problems: problems)
        configuration = Configuration(pairs, file: files.main.path, &reading)
        self.problems = reading.problems
    }

    /// So many values may stand in all files together.
    static let mostNodes = 500_000

    /// The paths of the documents that profiles name, each once.
    public var documents: [String] {
        Set(configuration.profiles.values.compactMap(\.ignition)).sorted().map(configuration.path(ofIgnition:))
    }

    /// The catalog, when nothing is wrong; `documents` holds the bytes of those that were found, by path.
    public func catalog(documents: [String: [UInt8]], generation: Int) throws(ConfigurationInvalid) -> Catalog {
        var problems = problems
        let found = Document.read(documents, for: configuration, &problems)
        guard problems.isEmpty else { throw ConfigurationInvalid(problems: problems.sorted(files: files)) }
        return Catalog(configuration, documents: found, generation: generation)
    }
}
