public import Templates

/// A file of the Matchbox tree that machines get, rendered with what their host has.
public struct Document: Hashable, Sendable {
    /// As profiles call it: `node.ign`.
    public let name: String
    public let path: String
    public let template: Template
}

extension Document {
    /// The documents that the profiles name, by name; what is missing or cannot be parsed is a problem.
    static func read(
        _ bytes: [String: [UInt8]], for configuration: Configuration, _ problems: inout Problems
    ) -> [String: Document] {
        var documents: [String: Document] = [:]
        var read: Set<String> = []
        for profile in configuration.profiles.values {
            guard let name = profile.ignition else { continue }
            let path = configuration.path(ofIgnition: name)
            guard let bytes = bytes[path] else {
                let mark = profile.marks["ignition"] ?? profile.mark
                problems.report("profile \(profile.name): ignition: there is no file \(path)", at: mark)
                continue
            }
            guard read.insert(name).inserted else { continue }
            do throws(Problem) {
                documents[name] = try Document(name: name, path: path, bytes: bytes)
            } catch {
                problems.report("profile \(profile.name): \(error.message)", at: error.mark)
            }
        }
        return documents
    }

    private init(name: String, path: String, bytes: [UInt8]) throws(Problem) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Problem(mark: Mark(file: path, line: 1, column: 1), message: "the text is not UTF-8")
        }
        self.name = name
        self.path = path
        do throws(TemplateError) {
            template = try Template(parsing: text, name: path)
        } catch {
            throw Problem(mark: Mark(file: path, line: error.line, column: error.column), message: error.message)
        }
    }
}
