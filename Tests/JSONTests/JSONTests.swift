import JSON
import Testing

private func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

@Test(arguments: [
    "null", "true", "[]", "{}", "-9223372036854775808", "9223372036854775807", "1.50", "1e6", "12345678901.25",
    #"{"a":[1,2,{"b":null}],"c":"x\ny"}"#, #""\u00e9""#, #"["a\u0000b"]"#,
])
func whatIsJSONReadsAndWritesBack(text: String) throws {
    let value = try parse(text)
    #expect(try parse(value.text()) == value)
}

@Test func aNumberKeepsTheTextThatItWasWrittenAs() throws {
    #expect(try parse("1.50").text() == "1.50")
    #expect(try parse("[1e6]") == .array([.number(1_000_000, text: "1e6")]))
}

@Test(arguments: [
    "", " ", "NaN", "[Infinity]", "-Infinity", "{'a':1}", #"{"a":1,"a":2}"#, #"[{"a":1,"\u0061":2}]"#, #"{"a":{"b":1,"b":1}}"#,
    "9223372036854775808", "-9223372036854775809", "123456789012345678901234567890", "01", "+1", "1.", ".5", "1e", "0x10", "tru",
    "[1,]", "{\"a\":1,}", "[1 2]", "{\"a\" 1}", "\"a\nb\"", "\"open", "[", "{\"a\":", "1 2", "{} x", "// c\n1", "/* c */1",
    "nullx",
    #"{"a\u0000b":1}"#, "]", "[}",
])
func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
}

@Test func textThatIsNotUTF8IsRefused() {
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xC3, 0x28, 0x22]) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
}

@Test func aTextIsReadToItsDepthLimitAndNoDeeper() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    _ = try parse(nested(JSONParser.depthLimit))
    #expect(throws: JSONError.tooDeep(limit: JSONParser.depthLimit)) { try parse(nested(JSONParser.depthLimit + 1)) }
    #expect(throws: JSONError.tooDeep(limit: JSONParser.depthLimit)) { try parse(String(repeating: "[", count: 1_000_000)) }
}

@Test func everyPrefixOfAMessageIsRefusedAndTheParserGoesOn() throws {
    let message = Array(#"{"method":"a.B","parameters":{"n":-12.5e3,"s":"é\\\"","l":[true,null]}}"#.utf8)
    let parser = JSONParser()
    for length in 0..<message.count {
        #expect(throws: JSONError.self) { _ = try parser.parse(Array(message.prefix(length))) }
    }
    let document = try parser.parse(message)
    #expect(document.root.member("parameters")?.member("s")?.string == "é\\\"")
}

@Test func everyCorruptionOfAMessageIsReadOrRefused() {
    let message = Array(#"{"method":"a.B","parameters":{"n":-12.5e3,"s":"é","l":[true,null]}}"#.utf8)
    let parser = JSONParser()
    for index in message.indices {
        for octet in UInt8.min...UInt8.max {
            var corrupt = message
            corrupt[index] = octet
            if let document = try? parser.parse(corrupt) { _ = JSONValue(document.root) }
        }
    }
}

@Test func aNullMemberCountsAsAbsent() throws {
    let document = try JSONParser().parse(Array(#"{"a":null,"b":false}"#.utf8))
    #expect(document.root.member("b")?.bool == false)
    #expect(throws: JSONError.missing(name: "a")) { _ = try document.root.required("a") }
}

@Test func aWriterWritesWhatWasSet() {
    var writer = JSONWriter()
    writer.set("text", "a\"/\u{0}")
    writer.set("count", 3)
    writer.set("inner") { $0.set("yes", true) }
    writer.set("list", objects: [1, 2]) { element, object in object.set("n", element) }
    var text: [UInt8] = []
    writer.append(to: &text)
    #expect(
        String(decoding: text, as: UTF8.self) == #"{"text":"a\"/\u0000","count":3,"inner":{"yes":true},"list":[{"n":1},{"n":2}]}"#
    )
}
