/// A type of Varlink's interface language (varlink.org, Interface Definition).
indirect enum VarlinkType: Equatable, Sendable {
    case bool, int, float, string, object
    case array(VarlinkType)
    case dictionary(VarlinkType)
    case optional(VarlinkType)
    case structure([Field])
    case words([String])
    case named(String)

    struct Field: Equatable, Sendable {
        let name: String
        let type: VarlinkType

        var isOptional: Bool {
            if case .optional = type { true } else { false }
        }
    }
}

/// An interface description, read and checked.
struct Interface: Sendable {
    let name: String
    private(set) var types: [String: VarlinkType] = [:]
    private(set) var methods: [String: (call: [VarlinkType.Field], reply: [VarlinkType.Field])] = [:]
    private(set) var errors: [String: [VarlinkType.Field]] = [:]

    /// What is wrong with a description, and in which line.
    struct Invalid: Error, Equatable {
        let message: String
        let line: Int
    }

    init(_ description: String) throws(Invalid) {
        var reader = InterfaceReader(description)
        try reader.take("interface")
        name = try reader.takeInterfaceName()
        while let keyword = reader.nextWord() {
            let member = try reader.takeName()
            guard types[member] == nil, methods[member] == nil, errors[member] == nil else {
                throw reader.problem("\(member) stands twice")
            }
            switch keyword {
            case "type": types[member] = try reader.takeStructureOrWords()
            case "method":
                let call = try reader.takeStructure()
                try reader.take("->")
                methods[member] = (call, try reader.takeStructure())
            case "error": errors[member] = try reader.takeStructure()
            default: throw reader.problem("'\(keyword)' is no member of an interface")
            }
        }
        try checkNames(reader)
    }

    /// The names of types that are used from `type` on, itself aside.
    private func names(in type: VarlinkType) -> Set<String> {
        switch type {
        case .bool, .int, .float, .string, .object, .words: []
        case .array(let element), .dictionary(let element), .optional(let element): names(in: element)
        case .structure(let fields): fields.reduce(into: []) { $0.formUnion(names(in: $1.type)) }
        case .named(let name): [name]
        }
    }

    private func checkNames(_ reader: InterfaceReader) throws(Invalid) {
        let roots = methods.values.flatMap { $0.call + $0.reply } + errors.values.joined()
        let used = types.values.map(names).reduce(names(in: .structure(roots))) { $0.union($1) }
        if let missing = used.subtracting(types.keys).min() { throw reader.problem("there is no type \(missing)") }
        if let idle = Set(types.keys).subtracting(used).min() { throw reader.problem("nothing uses the type \(idle)") }
    }
}

/// Cuts a description into words and signs, and reads types.
struct InterfaceReader {
    private var tokens: [(text: String, line: Int)] = []
    private var index = 0

    init(_ description: String) {
        for (number, line) in description.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let code = line.prefix { $0 != "#" }
            for match in code.matches(of: #/[A-Za-z0-9_.-]*[A-Za-z0-9_]|->|\S/#) { tokens.append((String(match.0), number + 1)) }
        }
    }

    func problem(_ message: String) -> Interface.Invalid {
        Interface.Invalid(
            message: message, line: tokens.isEmpty ? 1 : tokens[min(index, tokens.count) - (index > 0 ? 1 : 0)].line)
    }

    private var peek: String? { index < tokens.count ? tokens[index].text : nil }

    mutating func nextWord() -> String? {
        defer { if peek != nil { index += 1 } }
        return peek
    }

    private mutating func takes(_ text: String) -> Bool {
        guard peek == text else { return false }
        index += 1
        return true
    }

    mutating func take(_ text: String) throws(Interface.Invalid) {
        guard takes(text) else { throw problem("'\(peek ?? "the end")' where '\(text)' should be") }
    }

    private mutating func take(_ what: String, _ isRight: (String) -> Bool) throws(Interface.Invalid) -> String {
        guard let word = peek, isRight(word) else { throw problem("'\(peek ?? "the end")' where \(what) should be") }
        index += 1
        return word
    }

    mutating func takeInterfaceName() throws(Interface.Invalid) -> String {
        try take("an interface's name") {
            $0.wholeMatch(of: #/[A-Za-z]([-]*[A-Za-z0-9])*(\.[A-Za-z0-9]([-]*[A-Za-z0-9])*)+/#) != nil
        }
    }

    mutating func takeName() throws(Interface.Invalid) -> String {
        try take("a name") { $0.wholeMatch(of: #/[A-Z][A-Za-z0-9]*/#) != nil }
    }

    private mutating func takeFieldName() throws(Interface.Invalid) -> String {
        try take("a field's name") { $0.wholeMatch(of: #/[A-Za-z](_?[A-Za-z0-9])*/#) != nil }
    }

    mutating func takeStructure() throws(Interface.Invalid) -> [VarlinkType.Field] {
        switch try takeStructureOrWords() {
        case .structure(let fields): return fields
        default: throw problem("words where fields should be")
        }
    }

    mutating func takeStructureOrWords() throws(Interface.Invalid) -> VarlinkType {
        try take("(")
        if takes(")") { return .structure([]) }
        var fields: [VarlinkType.Field] = []
        var words: [String] = []
        repeat {
            let name = try takeFieldName()
            guard !words.contains(name), !fields.contains(where: { $0.name == name }) else {
                throw problem("\(name) stands twice")
            }
            if takes(":") { fields.append(VarlinkType.Field(name: name, type: try takeType())) } else { words.append(name) }
        } while takes(",")
        try take(")")
        if !fields.isEmpty, !words.isEmpty { throw problem("fields and words in one place") }
        return fields.isEmpty ? .words(words) : .structure(fields)
    }

    private mutating func takeType() throws(Interface.Invalid) -> VarlinkType {
        if takes("?") {
            let type = try takeType()
            if case .optional = type { throw problem("'?' twice") }
            return .optional(type)
        }
        if takes("[") {
            if takes("]") { return .array(try takeType()) }
            try take("string")
            try take("]")
            return .dictionary(try takeType())
        }
        if peek == "(" { return try takeStructureOrWords() }
        switch peek {
        case "bool": index += 1; return .bool
        case "int": index += 1; return .int
        case "float": index += 1; return .float
        case "string": index += 1; return .string
        case "object": index += 1; return .object
        default: return .named(try takeName())
        }
    }
}
