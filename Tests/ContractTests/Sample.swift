import Contract
import JSON
import Testing

/// A part of an interface that has fields.
enum Place: Hashable, Comparable {
    case type(String), call(String), reply(String), error(String)
}

/// Values of one Swift type, and the part of a description that they are.
struct Sample: Sendable, CustomTestStringConvertible {
    let interface: String
    let place: Place
    /// As they are written.
    let values: [JSONValue]
    /// Reads a value and writes it again.
    let copy: @Sendable (JSONValue) throws(JSONError) -> JSONValue
    /// Whether every value is read back as it was written.
    let isReadBack: @Sendable () throws(JSONError) -> Bool
    /// Whether a Swift type of its own reads it.
    let hasReader: Bool

    var testDescription: String { "\(interface) \(place)" }

    init<Value: MessageValue & Equatable>(_ interface: String, _ place: Place, _ values: [Value]) {
        self.interface = interface
        self.place = place
        self.values = values.map(written)
        copy = { json throws(JSONError) in written(try read(json, Value.self)) }
        isReadBack = { () throws(JSONError) in
            for value in values where try read(written(value), Value.self) != value { return false }
            return true
        }
        hasReader = true
    }

    /// Parameters that are written without a type of their own.
    init(_ interface: String, _ place: Place, json values: [JSONValue]) {
        self.interface = interface
        self.place = place
        self.values = values
        copy = { json throws(JSONError) in json }
        isReadBack = { () throws(JSONError) in true }
        hasReader = false
    }
}

/// The value as it travels.
func written(_ value: some MessageValue) -> JSONValue {
    var text: [UInt8] = []
    JSONWriter.append(to: &text, value.write)
    do {
        return try JSONValue(parsing: text)
    } catch {
        Issue.record(error, "a value writes what is no JSON")
        return .null
    }
}

/// Reads what has travelled.
func read<Value: MessageValue>(_ json: JSONValue, _ type: Value.Type) throws(JSONError) -> Value {
    let document = try JSONParser().parse(Array(json.text().utf8))
    return try Value(reading: document.root)
}
