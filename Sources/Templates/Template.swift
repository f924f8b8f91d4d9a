public import JSON

/// A template of Go's text/template, as Matchbox applies it (`missingkey=error`), parsed and ready to render.
///
/// What differs from Go: a number prints as it was written, and numbers compare by value whatever their form.
public struct Template: Hashable, Sendable {
    public let name: String
    private let body: [Node]
    /// How many variables are visible at once at most, `$` among them.
    private let variables: Int

    /// Parses the text of a template; `name` is what errors call it.
    public init(
        parsing text: String,
        name: String,
        limits: TemplateLimits = .standard,
    ) throws(TemplateError) {
        do throws(Fault) {
            guard text.utf8.count <= limits.sourceBytes else {
                throw Fault(position: Position(), message: "the template is longer than \(limits.sourceBytes) bytes")
            }
            var lexer = Lexer(text)
            var parser = Parser(try lexer.tokens(), limits: limits)
            body = try parser.template()
            variables = parser.frameSize
        } catch {
            throw TemplateError(error, in: name)
        }
        self.name = name
    }

    /// Renders the template with `data` as its dot and its `$`.
    ///
    /// In `data`, `request.query` is a map of strings: what it lacks is the empty string to `index`.
    public func render(
        _ data: JSONValue,
        limits: TemplateLimits = .standard,
    ) throws(TemplateError) -> String {
        var evaluator = Evaluator(data: Value(data, shape: .data), variables: variables, limits: limits)
        do throws(Fault) {
            return try evaluator.render(body)
        } catch {
            throw TemplateError(error, in: name)
        }
    }
}
