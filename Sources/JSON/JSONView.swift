/// A look at a value inside a `JSONDocument`, without a copy of it. A member that is null counts as absent.
public struct JSONView: ~Escapable {
    private let text: Span<UInt8>
    private let nodes: Span<JSONNode>
    /// Nil for a look at what is not there.
    private let index: Int?

    @_lifetime(copy text, copy nodes)
    init(_ text: Span<UInt8>, _ nodes: Span<JSONNode>, _ index: Int?) {
        self.text = text
        self.nodes = nodes
        self.index = index
    }

    private var node: JSONNode? { index.map { nodes[$0] } }
    private var kind: JSONNode.Kind? { node?.kind }

    public var isObject: Bool { kind == .object }
    public var isArray: Bool { kind == .array }

    /// The member, when this is an object that has it and it is not null.
    @_lifetime(copy self)
    public func member(_ name: StaticString) -> JSONView? {
        guard let found = place(of: name), nodes[found].kind != .null else { return nil }
        return JSONView(text, nodes, found)
    }

    /// The member, or a look at null.
    @_lifetime(copy self)
    public func memberOrNull(_ name: StaticString) -> JSONView {
        JSONView(text, nodes, place(of: name))
    }

    /// The member that must be there.
    @_lifetime(copy self)
    public func required(_ name: StaticString) throws(JSONError) -> JSONView {
        guard let view = member(name) else { throw .missing(name: "\(name)") }
        return view
    }

    /// The place of a member's value.
    private func place(of name: StaticString) -> Int? {
        guard let index, nodes[index].kind == .object else { return nil }
        let end = Int(nodes[index].next)
        let count = name.utf8CodeUnitCount + 2
        var place = index + 1
        while place < end {
            if nodes[place].count == count, isNamed(name, nodes[place]) { return place + 1 }
            place = Int(nodes[place + 1].next)
        }
        return nil
    }

    private func isNamed(_ name: StaticString, _ node: JSONNode) -> Bool {
        let first = Int(node.start) + 1
        return name.withUTF8Buffer { name in
            for offset in 0..<name.count where unsafe name[offset] != text[first + offset] { return false }
            return true
        }
    }

    /// The elements of an array, or none.
    var elements: [Int] {
        guard let index, isArray else { return [] }
        var places: [Int] = []
        var place = index + 1
        while place < Int(nodes[index].next) {
            places.append(place)
            place = Int(nodes[place].next)
        }
        return places
    }

    /// A look at the value at a place in `elements`.
    @_lifetime(copy self)
    func at(_ place: Int) -> JSONView { JSONView(text, nodes, place) }

    public var string: String? {
        switch kind {
        case .string: parse { octets in unsafe octets.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) } }
        case .escapedString: value.stringValue
        default: nil
        }
    }

    /// What `read` makes of a string's octets; nil for anything but a string.
    public func parse<Value>(_ read: (Span<UInt8>) -> Value?) -> Value? {
        switch kind {
        case .string: node.flatMap { read(text.extracting($0.inside)) }
        case .escapedString: string.flatMap { read(Array($0.utf8).span) }
        default: nil
        }
    }

    /// The octets of a string.
    public var octets: [UInt8]? {
        parse { octets in unsafe octets.withUnsafeBufferPointer { unsafe Array($0) } }
    }

    public var integer: Int64? {
        guard let node, node.kind == .integer else { return nil }
        let isNegative = text[Int(node.start)] == UInt8(ascii: "-")
        var value: Int64 = 0
        // The text has been read before: it fits, and it is digits.
        for place in node.whole.dropFirst(isNegative ? 1 : 0) { value = value &* 10 &- Int64(text[place] &- UInt8(ascii: "0")) }
        return isNegative ? value : 0 &- value
    }

    public var bool: Bool? {
        switch kind {
        case .yes: true
        case .no: false
        default: nil
        }
    }

    /// A copy of all that is here.
    var value: JSONValue {
        guard let node, let tree = try? JSONTree(parsing: text.extracting(node.whole)) else { return .null }
        return tree.value
    }
}
