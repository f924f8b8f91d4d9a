import JSON
import Templates
import Testing

@Test(arguments: rendered.map(\.template) + refused.map(\.template))
func everyPrefixParsesOrIsRefused(_ template: String) {
    for length in 0...template.unicodeScalars.count {
        let prefix = String(String.UnicodeScalarView(template.unicodeScalars.prefix(length)))
        let error = failure(prefix)
        #expect(error == nil || error?.message.isEmpty == false)
    }
}

@Test(arguments: [("{{if .yes}}", "{{end}}"), ("{{with .t}}{{else}}", "{{end}}"), ("{{range $.list}}", "{{end}}")])
func deepStructuresAreRefused(_ opening: String, _ closing: String) {
    func nested(_ depth: Int) -> String {
        String(repeating: opening, count: depth) + String(repeating: closing, count: depth)
    }
    #expect(failure(nested(8)) == nil)
    for depth in [101, 20_000] {
        #expect(failure(nested(depth))?.message == "more than 100 structures inside one another")
    }
}

@Test func deepParenthesesAreRefused() {
    func nested(_ depth: Int) -> String {
        "{{" + String(repeating: "(", count: depth) + ".num" + String(repeating: ")", count: depth) + "}}"
    }
    #expect(failure(nested(100)) == nil)
    #expect(failure(nested(101))?.message == "more than 100 structures inside one another")
    #expect(failure(nested(100_000))?.message == "more than 100 structures inside one another")
}

@Test func longChainsAreNoDeeperThanShortOnes() throws {
    let chain = "{{if .no}}" + String(repeating: "{{else if .no}}", count: 5000) + "{{else}}x{{end}}"
    #expect(try render(chain) == "x")
    #expect(try render("{{.no" + String(repeating: " | not", count: 5000) + "}}") == "false")
}

@Test func deepDataIsRefusedOnlyWhenPrinted() throws {
    var deep: JSONValue = 1
    for _ in 0..<150 { deep = [deep] }
    #expect(throws: TemplateError.self) { try render("{{.}}", deep) }
    #expect(try render("{{if .}}y{{end}}", deep) == "y")
}

@Test func aTemplateThatNeverEndsIsStopped() {
    let stopped = "the template takes more than 1000000 steps"
    #expect(failure("{{range 9223372036854775807}}{{end}}")?.description == "t:1:9: " + stopped)
    #expect(failure("{{range 2000}}{{range 2000}}x{{end}}{{end}}")?.message == stopped)
}

@Test func outputIsBounded() throws {
    var limits = TemplateLimits.standard
    limits.outputBytes = 4
    let template = try Template(parsing: "é{{.}}", name: "t")
    #expect(try template.render("ab", limits: limits) == "éab")
    let error = #expect(throws: TemplateError.self) { try template.render("abc", limits: limits) }
    #expect(error?.description == "t:1:4: the template makes more than 4 bytes of text")
}

@Test func textAndVariablesAreBounded() {
    var limits = TemplateLimits.standard
    limits.sourceBytes = 10
    limits.variables = 3
    #expect(failure("0123456789", limits: limits) == nil)
    #expect(failure("0123456789a", limits: limits)?.message == "the template is longer than 10 bytes")
    limits.sourceBytes = 1000
    #expect(failure("{{$a := 1}}{{$b := 1}}", limits: limits) == nil)
    #expect(failure("{{$a := 1}}{{$b := 1}}{{$c := 1}}", limits: limits)?.message == "more than 3 variables")
}
