import JSON
import Templates

/// The variables that the cases of group F are rendered with.
let data: JSONValue = [
    "num": 3, "zero": 0, "n1": 999_999, "n2": 1_000_000, "n3": 1_234_567, "n4": 123_456_789_012_345_678,
    "n5": .number(1e21, text: "1e21"), "neg": .number(-1.5, text: "-1.5"), "small": .number(0.00001, text: "0.00001"),
    "f1": .number(0.1, text: "0.1"), "three": .number(3, text: "3.0"),
    "s": "a b<&>\"'", "empty": "", "yes": true, "no": false, "nul": nil,
    "list": ["a", "b"], "elist": [], "nlist": [1, 2], "mixed": [1, "x", true, nil],
    "m": ["k2": "v2", "k1": "v1"], "nested": ["in": ["ner": "v"]], "emap": [:],
    "dash-key": "d", "1num": "x", "UPPER": "u", "t": "tpl", "größe": 7,
    "request": [
        "query": ["t": "tpl", "foo": "bar", "x": "1"],
        "raw_query": "t=tpl&foo=bar&x=1",
    ],
]

func render(_ text: String, _ data: JSONValue = data) throws(TemplateError) -> String {
    try Template(parsing: text, name: "t").render(data)
}

/// What the template fails with, at parsing or at rendering; nil when it does not.
func failure(_ text: String, limits: TemplateLimits = .standard) -> TemplateError? {
    do throws(TemplateError) {
        _ = try Template(parsing: text, name: "t", limits: limits).render(data, limits: limits)
        return nil
    } catch {
        return error
    }
}
