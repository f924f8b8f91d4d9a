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
    #"{"a\u0000b":1}"#, "]", "[}", "[,]", "{,}", #"{"a":1 "b":2}"#, #"{"a":}"#, #"{"a"}"#, #"{1:2}"#, "{]", "[1}", #""\x""#,
    #""\u12g4""#,
    #""\u00"#, #""\"#, #"{"a":1}}"#, "-", "1.e5", "1e+", "tr", "[1],",
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

/// Whatever the scanner lets through, json-c must read too.
@Test func whatIsReadIsReadByJSONCToo() throws {
    let seed = #"{"a":[1,-2.5e3,{"b":null,"c":[]},"x\n\u00e9"],"d":{"e":true,"é":{}},"f":"","g":[[false]]}"#
    let alphabet = Array(#"{}[]:,"\ue0-.1tn "#.utf8)
    var generator = SeededGenerator(seed: 7)
    var read = 0
    for _ in 0..<100_000 {
        var text = Array(seed.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0..<text.count, using: &generator)
            switch Int.random(in: 0...2, using: &generator) {
            case 0: text[place] = alphabet.randomElement(using: &generator) ?? 0
            case 1: text.insert(alphabet.randomElement(using: &generator) ?? 0, at: place)
            default: text.remove(at: place)
            }
        }
        guard let value = try? JSONValue(parsing: text) else { continue }
        read += 1
        #expect(value != .null, "\(String(decoding: text, as: UTF8.self))")
        #expect(try JSONValue(parsing: Array(value.text().utf8)) == value)
    }
    #expect(read > 1000)
}

@Test func membersAreFoundInTheTextAndReadAsWhatTheyAre() throws {
    let text =
        #" { "n" : -9223372036854775808 , "o":{"n":7,"l":[ 1,"two",[3] ,null]}, "s":"a\tb\u00e9","e":"", "t":true ,"f":1.5}"#
    let document = try JSONParser().parse(Array(text.utf8))
    let root = document.root
    #expect(root.member("n")?.integer == .min)
    #expect(root.member("o")?.member("n")?.integer == 7)
    #expect(JSONValue(root.memberOrNull("l")) == .null)
    #expect(root.member("s")?.string == "a\tbé")
    #expect(root.member("s")?.octets == Array("a\tbé".utf8))
    #expect(root.member("e")?.string == "")
    #expect(root.member("t")?.bool == true)
    #expect(root.member("f")?.integer == nil)
    #expect(root.member("o")?.string == nil)
    #expect(JSONValue(root.memberOrNull("o")) == ["n": 7, "l": [1, "two", [3], nil]])
    #expect(JSONValue(root.memberOrNull("f")) == .number(1.5, text: "1.5"))
    #expect(JSONValue(root.memberOrNull("nobody")) == .null)
    let list = root.memberOrNull("o")
    #expect(try list.list("l") { view throws(JSONError) in JSONValue(view) } == [1, "two", [3], nil])
}

@Test func aNameWithEscapesIsTheNameThatTheyStandFor() throws {
    let document = try JSONParser().parse(Array(#"{"\u0061\/b":1,"\"":2,"n":1.50,"o":{"\u006e":"\n"}}"#.utf8))
    #expect(document.root.member("a/b")?.integer == 1)
    #expect(document.root.member("o")?.member("n")?.string == "\n")
    #expect(JSONValue(document.root) == ["a/b": 1, "\"": 2, "n": .number(1.5, text: "1.50"), "o": ["n": "\n"]])
}

@Test func anObjectOfManyNamesHasEachOnce() throws {
    let names = (0..<1000).map { #""name\#($0)":\#($0)"# }
    let document = try JSONParser().parse(Array("{\(names.joined(separator: ","))}".utf8))
    #expect(document.root.member("name0")?.integer == 0)
    #expect(document.root.member("name999")?.integer == 999)
    #expect(throws: JSONError.duplicateName) { try parse("{\((names + [#""name500":1"#]).joined(separator: ","))}") }
}

@Test func aNullMemberCountsAsAbsent() throws {
    let document = try JSONParser().parse(Array(#"{"a":null,"b":false}"#.utf8))
    #expect(document.root.member("b")?.bool == false)
    #expect(throws: JSONError.missing(name: "a")) { _ = try document.root.required("a") }
}

@Test func aWriterWritesWhatWasSet() {
    var text = Array("<".utf8)
    JSONWriter.append(to: &text) { writer in
        writer.set("text", "a\"/\u{0}")
        writer.set("empty", object: { _ in })
        writer.set("inner", object: { $0.set("yes", true) })
        writer.set("list", objects: [1, 2]) { element, object in object.set("n", element) }
        writer.set("none", [])
        writer.set("names", ["a", "b\n"])
        writer.set("word", literal: "w")
        writer.set("hex", ascii: { $0 += "00ff".utf8 })
        writer.set("value", ["π": .number(1.5, text: "1.5")])
    }
    let expected =
        #"<{"text":"a\"/\u0000","empty":{},"inner":{"yes":true},"list":[{"n":1},{"n":2}],"none":[],"names":["a","b\n"],"#
        + #""word":"w","hex":"00ff","value":{"π":1.5}}"#
    #expect(String(decoding: text, as: UTF8.self) == expected)
}

@Test(arguments: [0, 7, 10, 99, 100, -1, -10, Int64.max, Int64.min])
func aWriterWritesIntegers(_ value: Int64) throws {
    var text: [UInt8] = []
    JSONWriter.append(to: &text) { $0.set("n", value) }
    #expect(String(decoding: text, as: UTF8.self) == #"{"n":\#(value)}"#)
}

/// What is written by hand is held against json-c's text of the same.
@Test func aWriterEscapesWhatJSONMustEscape() throws {
    for scalar in (0...0x2FF).compactMap(Unicode.Scalar.init) + ["\u{FFFD}", "\u{1F600}"] {
        let string = "a\(scalar)b"
        var text: [UInt8] = []
        JSONWriter.append(to: &text) { $0.set("s", string) }
        let value: JSONValue = ["s": .string(string)]
        #expect(String(decoding: text, as: UTF8.self) == value.text())
        #expect(try JSONValue(parsing: text) == value)
    }
}

/// The same numbers each time (SplitMix64, Steele and others 2014).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
