import JSON
import NetworkValues
import Testing

@testable import Catalog

@Suite struct YAMLTests {
    /// What YAML itself forbids, and what of YAML is not read.
    @Test(arguments: [
        Fault("networks:\n\tcloud: {}", "2:1: a tab stands here; YAML is indented with blanks"),
        Fault(
            "hosts: [a\nb: c",
            "2:2: this is not YAML: did not find expected ',' or ']' "
                + "(while parsing a flow sequence that began in line 1)"
        ),
        Fault(
            "server: 'abc",
            "1:13: this is not YAML: found unexpected end of stream "
                + "(while scanning a quoted scalar that began in line 1)"
        ),
        Fault("a: b: c", "1:5: this is not YAML: mapping values are not allowed in this context"),
        Fault("--- {}\n---\nserver: x", "2:1: a second document begins here; a file holds one"),
        Fault("server: !ip 10.75.0.1", "1:9: the tag !ip is not read here; leave it out"),
        Fault("[a]: b", "1:1: a key must be a single value"),
        Fault("server: ? x", #"1:9: a key that "?" announces is not read here; if it is text, quote it"#),
        Fault("server: *home", "1:9: *home refers to &home, which is not above it; if it is text, quote it"),
        Fault("server: &s 10.75.0.1\n*s : x", "2:1: an alias (*s) cannot be a key"),
        Fault("server: \u{7}", "1:9: the character U+0007 is not allowed here"),
        Fault("a: 1\r\n\u{E000}", "2:1: the character U+E000 is not allowed here"),
    ])
    func whatIsNotReadIsSaid(_ fault: Fault) {
        #expect(problems(fault.yaml) == [fault.problem])
    }

    @Test func textMustBeUTF8() {
        let file = ConfigurationFiles.File(path: mainFile, bytes: Array("# é\nserver: ".utf8) + [0xFF])
        #expect(problems(ConfigurationFiles(main: file)) == ["2:9: the text is not UTF-8"])
    }

    @Test func aByteOrderMarkAndCRLFDoNotMoveTheMarks() {
        let text = "http: {port: 80}\r\nserver: ten\r\n"
        let file = ConfigurationFiles.File(path: mainFile, bytes: [0xEF, 0xBB, 0xBF] + Array(text.utf8))
        #expect(
            problems(ConfigurationFiles(main: file)) == [
                #"2:9: server: "ten" is not an IPv4 address, such as 10.75.0.1"#
            ])
    }

    @Test func columnsCountScalars() {
        #expect(
            problems("hosts: {n: {metadata: {é: \"💾*\"}, mac: x}}")
                == [#"1:39: host n: mac: "x" is not a MAC address, such as 52:54:00:00:00:01"#])
    }

    /// The parser stops at the first key that stands twice; here they are all found, and the rest is read.
    @Test(arguments: [
        (
            "server: 10.75.0.1\nhttp: {port: 80}\nserver: 10.75.0.2\nserver: 10.75.0.3\nhosts: 7",
            [
                #"3:1: "server" is here twice, first in line 1"#, #"4:1: "server" is here twice, first in line 1"#,
                "5:8: hosts: expected a map (key: value), found a single value",
            ]
        ),
        (
            """
            networks:
              a: {subnet: 10.1.0.0/16, dns: [], subnet: x}
              b:
                subnet: 10.2.0.0/16
              a:
                subnet: z
            """,
            [#"2:37: "subnet" is here twice, first in line 2"#, #"5:3: "a" is here twice, first in line 2"#]
        ),
        (
            "profiles:\n  p:\n    kernel: |\n      kernel: /k\n    # kernel: no\n    'kernel': /k\n",
            [
                "3:13: profile p: kernel: \"kernel: /k \" is not a path or a URL, such as /assets/vmlinuz",
                #"6:6: "kernel" is here twice, first in line 3"#,
            ]
        ),
        (
            "hosts: {n: {mac: 525400000001, metadata: {x: {mac: 1}}, \"mac\" : 2}}",
            [#"1:58: "mac" is here twice, first in line 1"#]
        ),
    ])
    func aKeyThatStandsTwiceIsSaidAtItsSecondPlace(_ yaml: String, _ expected: [String]) {
        #expect(problems(yaml) == expected)
    }

    @Test func manyKeysTwiceEndTheReading() {
        let yaml = (0..<10).map { "k\($0): 1\nk\($0): 2\n" }.joined()
        let repeated = (0..<6).map { "\($0 * 2 + 2):1: \"k\($0)\" is here twice, first in line \($0 * 2 + 1)" }
        #expect(problems(yaml) == repeated)
    }

    @Test func aliasesStandForWhatTheirAnchorsDo() throws {
        let catalog = try catalog(
            """
            networks: {lan: {subnet: 10.75.0.0/16, gateway: &router 10.75.0.1, dns: [*router]}}
            hosts:
              a: {mac: 525400000001, metadata: &data {role: worker, tags: [a*b, "*x", what?]}}
              b: {mac: 525400000002, metadata: {of a: *data}}
            """)
        #expect(catalog.networks.first?.dns.map(\.description) == ["10.75.0.1"])
        #expect(catalog.host(name: "a")?.metadata["tags"] == ["a*b", "*x", "what?"])
        #expect(catalog.host(name: "b")?.metadata["of a"]?["tags"] == ["a*b", "*x", "what?"])
    }

    /// Nine aliases to nine aliases to ...: 9^29 values from 2 kB.
    @Test func aliasesThatMultiplyAreRefused() {
        let levels = (1..<30).map { level in
            "a\(level): &a\(level) [\(repeatElement("*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
        }
        #expect(
            problems("a0: &a0 [x]\n" + levels.joined())
                == ["7:20: the configuration has too many values; aliases count as what they stand for"])
    }

    @Test func aliasesCannotNestDeeperThanTheRest() {
        let levels = (1..<40).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }
        #expect(
            problems("a0: &a0 [x]\n" + levels.joined()) == ["31:12: lists and maps are nested deeper than 32 levels"])
    }

    @Test(arguments: [
        (String(repeating: "[", count: 100_000), "1:1: "),
        (String(repeating: "[a: ", count: 999) + String(repeating: "]", count: 999), "1:65: "),
        (String(repeating: "- ", count: 100_000), "1:1999: "),
        ((0..<40).map { String(repeating: " ", count: $0) + "a:\n" }.joined(), "33:33: "),
    ])
    func deepNestingIsRefused(_ yaml: String, _ place: String) {
        #expect(problems(yaml) == [place + "lists and maps are nested deeper than 32 levels"])
    }

    @Test func hugeFilesAreRefused() {
        let yaml = String(repeating: "#", count: SourceText.largestFile + 1)
        #expect(problems(yaml) == ["1:1: the file is larger than 4 MiB"])
    }
}
