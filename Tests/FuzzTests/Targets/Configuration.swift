import Catalog

/// A configuration file: read, or refused with problems that have a place in it.
func readConfiguration(_ octets: [UInt8]) throws(Broken) {
    let lines = octets.split(omittingEmptySubsequences: false) { $0 == 10 || $0 == 13 }.count
    let files = ConfigurationFiles(main: .init(path: "bootd.yaml", bytes: octets), documents: [:])
    do throws(ConfigurationInvalid) {
        _ = try Catalog.read(files, generation: 1)
    } catch {
        try require(!error.problems.isEmpty, "refused, and nobody knows why")
        for problem in error.problems {
            try require((1...lines + 1).contains(problem.line), "\(problem) is not in the file")
        }
    }
}
