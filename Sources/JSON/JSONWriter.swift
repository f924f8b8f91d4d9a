/// Writes one JSON object, member by member. Names are literals, each set once, and need no escapes.
///
/// Its text goes straight to the message: to build a tree in json-c first took an eighth of a DHCP exchange's instructions. Where
/// escapes or numbers other than integers are, the text is json-c's (`JSONValue`).
public struct JSONWriter: ~Copyable {
    private var text: [UInt8] = []
    private var isEmpty = true

    private init() {}

    /// Appends an object that `body` fills to `output`, on one line.
    public static func append(to output: inout [UInt8], _ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        swap(&writer.text, &output)
        // Most messages are that long; a buffer that grows by doubling is copied again and again.
        if writer.text.isEmpty { writer.text.reserveCapacity(512) }
        writer.putObject(body)
        swap(&writer.text, &output)
    }

    public mutating func set(_ name: StaticString, _ value: String) {
        put(name: name)
        putString(value)
    }

    /// Sets a literal, without the making of a String.
    public mutating func set(_ name: StaticString, literal value: StaticString) {
        put(name: name)
        putQuoted(value)
    }

    /// Sets a string that `body` appends in ASCII, without quotes, backslashes and controls.
    @inlinable
    public mutating func set(_ name: StaticString, ascii body: (inout [UInt8]) -> Void) {
        put(name: name)
        put(quoted: body)
    }

    public mutating func set(_ name: StaticString, _ value: Bool) {
        put(name: name)
        put(value ? "true" : "false")
    }

    @inlinable
    public mutating func set(_ name: StaticString, _ value: some BinaryInteger) {
        set(name, integer: Int64(clamping: value))
    }

    @usableFromInline
    mutating func set(_ name: StaticString, integer value: Int64) {
        put(name: name)
        put(value)
    }

    public mutating func set(_ name: StaticString, _ value: JSONValue) {
        put(name: name)
        text += value.text().utf8
    }

    public mutating func set(_ name: StaticString, _ values: [String]) {
        put(name: name)
        putArray(values) { value, writer in writer.putString(value) }
    }

    /// Sets an object that `body` fills.
    public mutating func set(_ name: StaticString, object body: (inout JSONWriter) -> Void) {
        put(name: name)
        putObject(body)
    }

    /// Sets an array of objects, each filled by `body`.
    public mutating func set<Element>(
        _ name: StaticString, objects elements: [Element], _ body: (Element, inout JSONWriter) -> Void
    ) {
        put(name: name)
        putArray(elements) { element, writer in writer.putObject { body(element, &$0) } }
    }

    // MARK: Text

    @usableFromInline
    mutating func put(name: StaticString) {
        if !isEmpty { text.append(UInt8(ascii: ",")) }
        isEmpty = false
        putQuoted(name)
        text.append(UInt8(ascii: ":"))
    }

    @usableFromInline
    mutating func put(quoted body: (inout [UInt8]) -> Void) {
        text.append(UInt8(ascii: "\""))
        body(&text)
        text.append(UInt8(ascii: "\""))
    }

    private mutating func putQuoted(_ literal: StaticString) {
        text.append(UInt8(ascii: "\""))
        put(literal)
        text.append(UInt8(ascii: "\""))
    }

    private mutating func put(_ literal: StaticString) {
        literal.withUTF8Buffer { unsafe text.append(contentsOf: $0) }
    }

    private mutating func putString(_ value: String) {
        guard value.utf8.allSatisfy(Self.isPlain) else {
            text += JSONValue.string(value).text().utf8
            return
        }
        put(quoted: { $0 += value.utf8 })
    }

    /// Whether it stands for itself in a string (RFC 8259 section 7).
    private static func isPlain(_ octet: UInt8) -> Bool {
        octet >= 0x20 && octet != UInt8(ascii: "\"") && octet != UInt8(ascii: "\\")
    }

    private mutating func put(_ value: Int64) {
        if value < 0 { text.append(UInt8(ascii: "-")) }
        var power: UInt64 = 1
        while value.magnitude / power >= 10 { power *= 10 }
        while power > 0 {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value.magnitude / power % 10))
            power /= 10
        }
    }

    private mutating func putObject(_ body: (inout JSONWriter) -> Void) {
        text.append(UInt8(ascii: "{"))
        isEmpty = true
        body(&self)
        isEmpty = false
        text.append(UInt8(ascii: "}"))
    }

    private mutating func putArray<Element>(_ elements: [Element], _ body: (Element, inout JSONWriter) -> Void) {
        text.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            body(element, &self)
        }
        text.append(UInt8(ascii: "]"))
    }
}
