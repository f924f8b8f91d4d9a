import Yams

/// Reads a YAML file into a tree of nodes with marks.
///
/// The parser follows up to 1,000 nested lists and maps by calling itself before it refuses more. That takes less than
/// 4 MiB of stack, half of what a thread usually has.
enum YAMLReader {
    /// The file's root, nil when the file says nothing or cannot be read; `budget` is how many nodes may still be read.
    static func read(_ bytes: [UInt8], file: String, budget: inout Int, problems: inout Problems) -> Node? {
        do throws(Problem) {
            var source = try SourceText(file: file, bytes: bytes)
            while true {
                do throws(YAMLFault) {
                    return try compose(source, budget: &budget)
                } catch {
                    problems.report(error.problem)
                    guard let key = error.repeatedKey, source.hide(keyAt: key) else { return nil }
                }
            }
        } catch {
            problems.report(error)
        }
        return nil
    }

    private static func compose(_ source: SourceText, budget: inout Int) throws(YAMLFault) -> Node? {
        let parser: Parser
        let root: Yams.Node?
        do {
            parser = try Parser(yaml: source.text, resolver: .basic, constructor: .default, encoding: .utf8)
            root = try parser.singleRoot()
        } catch {
            throw YAMLFault(error, in: source)
        }
        guard let root else { return nil }
        var builder = NodeBuilder(file: source.file, budget: budget)
        defer { budget = builder.budget }
        do throws(Problem) {
            let built = try builder.build(root, depth: 0)
            // The nodes hold their anchors weakly; the parser holds them for us.
            withExtendedLifetime(parser) {}
            return built.node
        } catch {
            throw YAMLFault(problem: error)
        }
    }
}
