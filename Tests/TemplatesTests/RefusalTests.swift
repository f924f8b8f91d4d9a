import JSON
import Templates
import Testing

/// Templates that are refused, with the place and the message that say why.
let refused: [(template: String, failure: String)] = [
    // What is missing, at rendering
    ("{{.missing}}", "t:1:3: " + lacks("missing")),
    ("a\n {{if .missing}}y{{else}}n{{end}}", "t:2:7: " + lacks("missing")),
    ("{{.nested.missing}}", "t:1:3: " + lacks("missing", in: ".nested")),
    ("{{.m.k3}}", "t:1:3: " + lacks("k3", in: ".m")),
    ("{{.request.query.no}}", "t:1:3: " + lacks("no", in: ".request.query")),
    ("{{$.none}}", "t:1:3: " + lacks("none", in: "$")),
    ("{{.upper}}", "t:1:3: " + lacks("upper")),
    ("ü{{.num.foo}}", "t:1:4: .num is a number, it has no \"foo\""),
    ("{{.nul.foo}}", "t:1:3: .nul is no value, it has no \"foo\""),
    ("{{with .t}}{{.x}}{{end}}", "t:1:14: . is a string, it has no \"x\""),

    // Values of the wrong kind
    ("{{range .s}}{{end}}", "t:1:9: cannot range over a string"),
    ("{{range .num}}{{end}}", "t:1:9: cannot range over a number"),
    ("{{range .yes}}{{end}}", "t:1:9: cannot range over true or false"),
    ("{{range $i, $v := 3}}{{end}}", "t:1:9: cannot range over a number"),
    ("{{eq .s 1}}", "t:1:3: eq: cannot compare a string with a number"),
    ("{{eq .list .list}}", "t:1:3: eq: cannot compare a list with a list"),
    ("{{lt .yes false}}", "t:1:3: lt: cannot compare true or false with true or false"),
    ("{{lt .nul 1}}", "t:1:3: lt: cannot compare no value with a number"),
    ("{{index .list 2}}", "t:1:3: index: the list has no element 2, it has 2"),
    ("{{index .list -1}}", "t:1:3: index: the list has no element -1, it has 2"),
    ("{{index .list \"a\"}}", "t:1:3: index: a list is indexed with a whole number, not with a string"),
    ("{{index . 1}}", "t:1:3: index: a map is indexed with a string, not with a number"),
    ("{{index . \"missing\" \"x\"}}", "t:1:3: index: no value cannot be indexed"),
    ("{{.num 1}}", "t:1:3: .num is no function, it takes no arguments"),
    ("{{1 | .num}}", "t:1:7: .num is no function, it takes no arguments"),
    ("{{not}}", "t:1:3: not takes 1 argument"),
    ("{{eq 1}}", "t:1:3: eq takes at least 2 arguments"),
    ("{{1 | ne 1 2}}", "t:1:7: ne takes 2 arguments"),
    ("{{if not eq}}{{end}}", "t:1:10: eq takes at least 2 arguments"),

    // Structure
    ("\n{{if .yes}}", "t:2:3: this {{if}} has no {{end}}"),
    ("{{range .list}}{{else}}", "t:1:3: this {{range}} has no {{end}}"),
    ("{{if .yes}}{{else}}{{else}}{{end}}", "t:1:22: this {{if}} has its {{else}} already"),
    ("{{with .t}}{{else if .yes}}{{end}}", "t:1:19: if cannot follow else"),
    ("{{range .t}}{{else range .yes}}{{end}}", "t:1:20: range cannot follow else"),
    ("{{end}}", "t:1:3: this {{end}} belongs to nothing"),
    ("{{if .yes}}{{end}}{{else}}", "t:1:21: this {{else}} belongs to nothing"),
    ("{{if .yes}}{{end .x}}", "t:1:18: .x cannot follow end"),
    ("{{if}}{{end}}", "t:1:5: a value is missing in if"),
    ("{{}}", "t:1:3: a value is missing in an action"),
    ("{{()}}", "t:1:4: a value is missing in parentheses"),
    ("{{.num | | not}}", "t:1:10: | has no meaning here"),
    ("{{| .num}}", "t:1:3: | has no meaning here"),
    ("{{.num | 1}}", "t:1:10: only a function can follow |"),
    ("{{.num | .}}", "t:1:10: only a function can follow |"),
    ("{{nil}}", "t:1:3: nil stands for nothing by itself"),
    ("{{nofunc .num}}", "t:1:3: there is no function nofunc"),
    ("{{$x}}", "t:1:3: there is no variable $x"),
    ("{{$x = 1}}", "t:1:3: there is no variable $x"),
    ("{{$x := $x}}", "t:1:9: there is no variable $x"),
    ("{{if .yes}}{{$x := 1}}{{end}}{{$x}}", "t:1:32: there is no variable $x"),
    ("{{if .yes}}{{$x := 1}}{{else}}{{$x}}{{end}}", "t:1:33: there is no variable $x"),
    ("{{range $x := .list}}{{end}}{{$x}}", "t:1:31: there is no variable $x"),
    ("{{$x, $y := .m}}", "t:1:5: only the two variables of a range stand with a comma"),
    ("{{range $x, $y, $z := .m}}{{end}}", "t:1:15: only the two variables of a range stand with a comma"),
    ("{{\"a\".b}}", "t:1:6: .b cannot follow this value"),
    ("{{..b}}", "t:1:4: .b cannot follow this value"),
    ("{{(.num)(.num)}}", "t:1:9: ( has no meaning here"),

    // Words
    ("a{{.num", "t:1:2: this {{ has no }}"),
    ("{{.num}", "t:1:7: \"}\" cannot follow a name"),
    ("{{ .num }", "t:1:9: \"}\" has no meaning here"),
    ("{{\"abc}}", "t:1:3: this string is not closed"),
    ("{{\"a\nb\"}}", "t:1:3: this string is not closed"),
    ("{{`abc}}", "t:1:3: this string is not closed"),
    ("{{\"\\q\"}}", "t:1:3: the string has an escape that is not known"),
    ("{{\"\\ud800\"}}", "t:1:3: the string has an escape that is not known"),
    ("{{\"\\x4\"}}", "t:1:3: the string has an escape that is not known"),
    ("{{\"\\777\"}}", "t:1:3: the string has an escape that is not known"),
    ("{{'a'}}", "t:1:3: a string stands in double quotes or backquotes"),
    ("{{9223372036854775808}}", "t:1:3: 9223372036854775808 is not a number, or too large"),
    ("{{1e999}}", "t:1:3: 1e999 is not a number, or too large"),
    ("{{1.2.3}}", "t:1:3: 1.2.3 is not a number, or too large"),
    ("{{3x}}", "t:1:3: 3x is not a number, or too large"),
    ("{{0x}}", "t:1:3: 0x is not a number, or too large"),
    ("{{0x-1}}", "t:1:3: 0x is not a number, or too large"),
    ("{{- -}}", "t:1:5: - is not a number, or too large"),
    ("{{(.num}}", "t:1:3: this parenthesis is not closed"),
    ("{{.num)}}", "t:1:7: this parenthesis closes nothing"),
    ("{{/* a", "t:1:1: this comment has no */}}"),
    ("{{/* a */ }}", "t:1:10: a comment ends with */}} or */ -}}"),
    ("{{ /* a */}}", "t:1:4: \"/\" has no meaning here"),
    ("{{.a\u{a0}}}", "t:1:5: \"\u{a0}\" cannot follow a name"),
    ("{{.num\"x\"}}", "t:1:7: \"\\\"\" cannot follow a name"),
]

/// The message for a name that is not there.
private func lacks(_ name: String, in owner: String = ".") -> String {
    "there is no \"\(name)\" in \(owner) (one that may be missing is written: index \(owner) \"\(name)\")"
}

@Test(arguments: refused)
func refusalNamesPlaceAndReason(_ template: String, _ expected: String) {
    #expect(failure(template)?.description == expected)
}

@Test func refusalNamesTheTemplate() {
    let error = #expect(throws: TemplateError.self) {
        try Template(parsing: "one\ntwo {{.x}}", name: "ignition/node.yaml").render([:])
    }
    #expect(error?.name == "ignition/node.yaml")
    #expect(error?.line == 2)
    #expect(error?.column == 7)
}
