import JSON
import Templates
import Testing

/// Templates and what they render to with the fixture's data.
let rendered: [(template: String, result: String)] = [
    // Printing; a number prints as it was written (Go prints 1e+06, 1.2345678901234568e+17, 1e-05).
    (
        "{{.num}} {{.n1}} {{.n2}} {{.n3}} {{.n4}} {{.n5}} {{.neg}} {{.small}} {{.f1}} {{.zero}}",
        "3 999999 1000000 1234567 123456789012345678 1e21 -1.5 0.00001 0.1 0"
    ),
    ("{{.s}}", "a b<&>\"'"),
    (
        "{{.list}} {{.elist}} {{.nlist}} {{.mixed}} {{.m}} {{.nested}}",
        "[a b] [] [1 2] [1 x true <nil>] map[k1:v1 k2:v2] map[in:map[ner:v]]"
    ),
    ("{{.request}}", "map[query:map[foo:bar t:tpl x:1] raw_query:t=tpl&foo=bar&x=1]"),
    ("{{.nul}} {{.yes}} {{.no}}", "<no value> true false"),
    ("plain ${uuid} {x} }} ", "plain ${uuid} {x} }} "),
    ("", ""),

    // Fields, dot and dollar.
    ("{{.UPPER}}{{.t}}{{.nested.in.ner}}{{.request.query.foo}}", "utplvbar"),
    ("{{$.num}}{{with .m}}{{.k1}}{{$.m.k2}}{{end}}", "3v1v2"),
    ("{{.größe}}", "7"),
    ("{{(index .m \"k1\")}}{{(.nested).in.ner}}", "v1v"),

    // index
    ("{{index .request.query \"missing\"}}|", "|"),
    ("{{with .request}}{{with .query}}{{index . \"missing\"}}{{end}}{{end}}|", "|"),
    ("{{index . \"request\" \"query\" \"missing\"}}|", "|"),
    ("{{$q := .request.query}}{{index $q \"missing\"}}|", "|"),
    ("{{index . \"missing\"}}|", "<no value>|"),
    ("{{index .m \"missing\"}}|", "<no value>|"),
    ("{{index . \"dash-key\"}}{{index . \"1num\"}}", "dx"),
    ("{{index .nested \"in\" \"ner\"}}{{index .list 1}}{{index .t}}", "vbtpl"),

    // if
    ("{{if .nul}}y{{else}}n{{end}}{{if .zero}}y{{else}}n{{end}}", "nn"),
    ("{{if .elist}}y{{else}}n{{end}}{{if .list}}y{{else}}n{{end}}", "ny"),
    ("{{if .empty}}y{{else}}n{{end}}{{if .no}}y{{else}}n{{end}}", "nn"),
    ("{{if .emap}}y{{else}}n{{end}}{{if .neg}}y{{end}}", "ny"),
    ("{{if eq .s \"x\" \"y\"}}1{{else if eq .num 3.0}}2{{else}}3{{end}}", "2"),
    ("{{if .no}}1{{else if .zero}}2{{else if .yes}}3{{else}}4{{end}}", "3"),
    ("{{if index . \"missing\"}}y{{end}}{{if not (index . \"missing\")}}n{{end}}", "n"),
    ("{{if and .yes .num}}t{{end}}{{if or .no .s}}u{{end}}{{if not .no}}v{{end}}", "tuv"),
    ("{{and .num .zero .missing}} {{or .zero .t .missing}} {{or .no .zero}} {{and 1 2}}", "0 tpl 0 2"),

    // range
    ("{{range .list}}<{{.}}>{{end}}", "<a><b>"),
    ("{{range $e := .list}}{{$e}}{{$.num}}{{end}}", "a3b3"),
    ("{{range $i, $e := .list}}{{$i}}={{$e}} {{end}}", "0=a 1=b "),
    ("{{range $k, $v := .m}}{{$k}}={{$v}} {{end}}", "k1=v1 k2=v2 "),
    ("{{range .m}}{{.}}{{end}}", "v1v2"),
    ("{{range .elist}}x{{else}}none{{end}}{{range .nul}}x{{else}}none{{end}}", "nonenone"),
    ("{{range .emap}}x{{else}}none{{end}}", "none"),
    ("{{range 3}}{{.}}{{end}}{{range $i := 2}}{{$i}}{{end}}{{range 0}}x{{else}}none{{end}}", "01201none"),
    ("{{range .list}}{{range $.nlist}}{{.}}{{end}}{{.}}{{end}}", "12a12b"),
    ("{{range $x := .nlist}}{{$x = 5}}{{$x}}{{end}}", "55"),
    ("{{$last := 0}}{{range $last = .nlist}}{{end}}{{$last}}", "2"),

    // with
    ("{{with .nested}}{{.in.ner}}{{end}}", "v"),
    ("{{with index . \"missing\"}}a{{else}}b{{end}}", "b"),
    ("{{with $n := .nested}}{{$n.in.ner}}{{.in.ner}}{{end}}", "vv"),
    ("{{with .no}}1{{else with .t}}{{.}}{{else}}3{{end}}", "tpl"),
    ("{{with .no}}1{{else}}{{.num}}{{end}}", "3"),

    // Variables
    ("{{$x := .num}}{{$x}}{{$x = 4}}{{$x}}", "34"),
    ("{{$x := 1}}{{if .yes}}{{$x := 2}}{{$x}}{{end}}{{$x}}", "21"),
    ("{{$x := 1}}{{if .yes}}{{$x = 2}}{{end}}{{$x}}", "2"),
    ("{{$x := 1}}{{$x := eq $x 1}}{{$x}}", "true"),
    ("{{if $x := .t}}{{$x}}{{end}}{{if $x := .no}}{{else}}{{$x}}{{end}}", "tplfalse"),

    // Comparison; numbers compare by value (Go refuses eq .num 3).
    ("{{eq .num 3}} {{eq .three 3}} {{eq 3.0 .num}} {{ne .num 3.5}}", "true true true true"),
    ("{{lt .num 4}} {{le .num 3}} {{gt .f1 0}} {{ge .neg -1}}", "true true true false"),
    ("{{lt .num 3.5}} {{gt .num 2.5}} {{eq .n4 123456789012345678}}", "true true true"),
    ("{{eq .n4 123456789012345677.0}} {{lt .n4 1e30}} {{gt .n4 -1e30}}", "false true true"),
    ("{{lt -1 -1.5}} {{gt -1 -1.5}} {{lt -2 -1.5}} {{gt 0 -0.5}} {{lt 1 1.5}}", "false true true true true"),
    ("{{lt \"a\" \"b\"}} {{ge \"a\" \"b\"}} {{eq .t \"a\" \"tpl\"}} {{ne .t \"a\"}}", "true false true true"),
    ("{{eq .yes true}} {{eq .nul nil}} {{eq .t nil}} {{eq .nul .t}}", "true true false false"),

    // Pipelines
    ("{{.num | eq 3}} {{\"k1\" | index . \"m\" | not}}", "true false"),
    ("{{\"k1\" | index .m}} {{.zero | or .no}} {{.t | and .no}}", "v1 0 false"),
    ("{{1 | lt 2 | not}}{{.num | }}", "true3"),

    // Literals
    ("{{\"{{\"}}x{{\"}}\"}}", "{{x}}"),
    ("{{`a\"\\n`}}{{\"q\\\"\\\\\\t\\x41\\101\\u00e9\\U0001F600\"}}", "a\"\\nq\"\\\tAA\u{e9}\u{1F600}"),
    ("{{0x1F}} {{0o17}} {{017}} {{0b11}} {{-3}} {{+3}} {{1.50}} {{-.5}} {{1e3}}", "31 15 15 3 -3 3 1.50 -.5 1e3"),
    ("{{true}} {{false}}", "true false"),

    // Blanks and comments
    ("{{/* comment */}}a{{- /* c */ -}}  b", "ab"),
    ("a  {{- .num -}}  b", "a3b"),
    ("a \t\r\n {{- 1 }} \n {{ 2 -}} \n\n b", "a1 \n 2b"),
    ("a {{-1}} b {{1 -}}\n", "a -1 b 1"),
    (" {{- /* a\nb */}} x{{/* c */ -}} y", " xy"),
    ("{{ .num}}{{.num }}{{\n.num\n}}{{if\t.yes}}y{{ end }}", "333y"),
    ("a\r\n{{- \"\r\" -}}\r\nb", "a\rb"),
    ("x {{- if .yes}} y {{- else -}} n {{end}} z", "x y z"),
    ("{{- .num}} {{.num -}}", "3 3"),
]

@Test(arguments: rendered)
func rendersAsGoDoes(_ template: String, _ result: String) throws {
    #expect(try render(template) == result)
}

@Test func rendersTheDocumentsOfTheReference() throws {
    let group: JSONValue = [
        "pod_network": "10.2.0.0/16", "service_name": "etcd2", "uuid": "a1b2c3d4",
        "request": ["query": ["foo": "some-param"], "raw_query": "foo=some-param"],
    ]
    let generic = "#foo-bar-baz template\nUUID={{.uuid}}\nSERVICE={{.service_name}}\nFOO={{.request.query.foo}}\n"
    let filled = "#foo-bar-baz template\nUUID=a1b2c3d4\nSERVICE=etcd2\nFOO=some-param\n"
    #expect(try render(generic, group) == filled)
    let cloud = "#cloud-config\nunits:\n    - name: {{.service_name}}\n    - name: {{.request.query.foo}}\n"
    #expect(try render(cloud, group) == "#cloud-config\nunits:\n    - name: etcd2\n    - name: some-param\n")
    #expect(throws: TemplateError.self) { try render("{{.missing_key}}", group) }
}

@Test func dataOfAnyKindIsItsOwnDot() throws {
    #expect(try render("{{.}}", "text") == "text")
    #expect(try render("{{range .}}{{.}}{{end}}", [1, 2]) == "12")
    #expect(try render("{{.}}", nil) == "<no value>")
}
