import Foundation

extension Database {
    /// Renames the database in `directory` and its log to `bootd.db.<suffix>`, and returns the new paths.
    ///
    /// The suffix is the caller's: a moment, so that nothing is overwritten. The renamed files are a database still,
    /// as good or bad as it was.
    @discardableResult
    public static func setAside(directory: String, suffix: String) throws(StoreError) -> [String] {
        let path = filePath(in: directory)
        var renamed: [String] = []
        // The log goes last: without its log the file would pass for an older state of itself.
        for ending in ["", "-shm", "-wal"] where FileManager.default.fileExists(atPath: path + ending) {
            let target = "\(path).\(suffix)\(ending)"
            do {
                try FileManager.default.moveItem(atPath: path + ending, toPath: target)
            } catch {
                throw StoreError(error, path: path + ending)
            }
            renamed.append(target)
        }
        return renamed
    }
}
