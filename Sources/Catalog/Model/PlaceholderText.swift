public import NetworkValues

/// Text with `{server}` and `{port}` in it, which stand for what the client reached us by.
///
/// iPXE's own `${...}` passes through.
public struct PlaceholderText: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case literal(String)
        case placeholder(Placeholder)
    }

    enum Placeholder: String, CaseIterable, Sendable {
        case server
        case port
    }

    private let parts: [Part]

    init(_ parts: [Part]) {
        self.parts = parts
    }

    /// Refuses placeholders that do not exist.
    init(_ source: String) throws(Mismatch) {
        var parts: [Part] = []
        var literal = ""
        var rest = source[...]
        while let character = rest.popFirst() {
            guard character == "{", literal.last != "$", let name = try Self.name(at: rest, in: source) else {
                literal.append(character)
                continue
            }
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = ""
            parts.append(.placeholder(try Self.placeholder(name)))
            rest = rest.dropFirst(name.count + 1)
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = parts
    }

    /// The text for a client that reaches us at `server`, whose URLs carry `port`.
    public func filled(server: IPv4Address, port: UInt16) -> String {
        text { placeholder in
            switch placeholder {
            case .server: "\(server)"
            case .port: "\(port)"
            }
        }
    }

    private func text(_ value: (Placeholder) -> String) -> String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .placeholder(let placeholder): value(placeholder)
            }
        }.joined()
    }

    /// The name between braces; nil when the brace does not begin a placeholder.
    private static func name(at rest: Substring, in source: String) throws(Mismatch) -> String? {
        if rest.first == "{" { throw Mismatch("\(quoted(source)) has \"{{\" in it, which is not read here") }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || ["_", "-", "."].contains($0)) }
        guard !name.isEmpty, rest.dropFirst(name.count).first == "}" else { return nil }
        return String(name)
    }

    private static func placeholder(_ name: String) throws(Mismatch) -> Placeholder {
        if let placeholder = Placeholder(rawValue: name) { return placeholder }
        let known = Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: " and ")
        throw Mismatch("{\(name)} is not a placeholder; there are \(known)")
    }
}

extension PlaceholderText: CustomStringConvertible {
    /// The text as it was written.
    public var description: String { text { "{\($0.rawValue)}" } }
}
