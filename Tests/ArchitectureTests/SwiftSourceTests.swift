import Testing

@Test(arguments: [
    (#"let a = 1 // unsafe"#, #"let a = 1          "#),
    (#"a /* b /* c */ d */ e"#, #"a                   e"#),
    (#"let s = "unsafe""#, #"let s = "      ""#),
    (#"let s = "a \" b" + c"#, #"let s = "      " + c"#),
    (#"let s = "a \(f("b", x!)) c""#, #"let s = "  \(f(" ", x!))  ""#),
    (#"let s = "// no comment"; b"#, #"let s = "             "; b"#),
    ("let s = #\"a \" \\(b) \\#(c) \"# + d", "let s = #\"         \\#(c) \"# + d"),
    ("let s = \"\"\"\n  a \"quoted\" // \\(b)\n  \"\"\" + c", "let s = \"\"\"\n                \\(b)\n  \"\"\" + c"),
    ("let s = \"open", "let s = \"    "),
    ("/* open", "       "),
])
func onlyCodeIsLeftOfASource(text: String, code: String) {
    #expect(SwiftSource(path: "A/b.swift", text: text).lines.joined(separator: "\n") == code)
}

@Test(
    arguments: [
        ("import A", "A"), ("  public import A", "A"), ("@testable import A", "A"),
        ("@_spi(Inner) @preconcurrency internal import A", "A"),
        ("import struct A.B", "A"), ("import A.B", "A"), ("import A // why", "A"), ("importA", nil), ("let import2 = A", nil),
        ("// import A", nil),
    ] as [(String, String?)])
func anImportIsReadHoweverItIsWritten(line: String, module: String?) {
    #expect(SwiftSource(path: "A/b.swift", text: line).imports.map(\.module) == (module.map { [$0] } ?? []))
}
