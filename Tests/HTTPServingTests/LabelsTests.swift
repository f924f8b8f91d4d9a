import HTTPServing
import Testing

/// Queries and the labels they make, in order.
private let cases: [(query: String, labels: [String])] = [
    ("", []),
    ("uuid=a1b2c3", ["uuid=a1b2c3"]),
    ("mac=52-da-00-89-d8-10", ["mac=52:da:00:89:d8:10"]),
    ("uuid=a1b2c3&mac=52-da-00-89-d8-10", ["uuid=a1b2c3", "mac=52:da:00:89:d8:10"]),
    ("mac=52:DA:00:89:d8:10", ["mac=52:da:00:89:d8:10"]),
    ("MAC=52-DA-00-89-D8-10", ["MAC=52:da:00:89:d8:10"]),
    ("mac=x:x:x:x:x:x", []),
    ("mac=x:x:x:x:x:x&os=installed", ["os=installed"]),
    ("mac=5254.00a1.9cae", ["mac=52:54:00:a1:9c:ae"]),
    ("mac=525400A19CAE", ["mac=52:54:00:a1:9c:ae"]),
    ("mac=52:54:00:a1:9c:ae:00:01", ["mac=52:54:00:a1:9c:ae:00:01"]),
    ("mac=5254.00a1.9cae.0001", ["mac=52:54:00:a1:9c:ae:00:01"]),
    (
        "mac=00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13",
        ["mac=00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13"]
    ),
    ("a=1&a=2", ["a=1"]),
    ("a=1&A=2", ["a=1", "A=2"]),
    ("=v", ["=v"]),
    ("a&b=", ["a=", "b="]),
    ("a=b=c", ["a=b=c"]),
    ("&&a=1&", ["a=1"]),
    ("a=1;b=2", []),
    ("a=1;b=2&c=3", ["c=3"]),
    ("a=x+y%20z", ["a=x y z"]),
    ("a%2Bb=%26%3D", ["a+b=&="]),
    ("a=%zz&b=%4&c=1", ["c=1"]),
    ("a=1%0aINJ=1", ["a=1\nINJ=1"]),
    ("serial=%ff", ["serial=\u{FFFD}"]),
    ("mac=52:54:00:a1:9c:ae&mac=zz", ["mac=52:54:00:a1:9c:ae"]),
    ("mac=zz&mac=52:54:00:a1:9c:ae", []),
    ("b=1&a=2", ["b=1", "a=2"]),
]

@Test(arguments: cases)
func queryMakesLabels(_ query: String, _ expected: [String]) {
    #expect(Labels(query: query).labels.map { "\($0.name)=\($0.value)" } == expected)
}

@Test(arguments: [
    "52:54:0:a1:9c:ae", "52:54-00:a1:9c:ae", "52:54:00:a1:9c", "5254:00a1:9cae", "52.54.00.a1.9c.ae",
    "01-52-54-00-a1-9c-ae", " 52:54:00:a1:9c:ae", "52:54:00:a1:9c:ae ", "", "52:54:00:a1:9c:ag", "525400a19ca",
    "+2:54:00:a1:9c:ae", "52:54:00:a1:9c:ae:", ":52:54:00:a1:9c:ae", "5254.00a1", "::::::",
])
func whatIsNoHardwareAddressIsNoLabel(_ value: String) {
    let labels = Labels(query: "mac=" + value.replacing(" ", with: "%20").replacing("+", with: "%2B") + "&a=1")
    #expect(labels.labels.map(\.name) == ["a"])
    #expect(labels.ignored == [.notHardwareAddress(value)])
}

@Test func labelsAreFoundByExactName() {
    let labels = Labels(query: "uuid=a&UUID=b")
    #expect(labels["uuid"] == "a")
    #expect(labels["UUID"] == "b")
    #expect(labels["Uuid"] == nil)
}

@Test func whatIsIgnoredIsTold() {
    let labels = Labels(query: "a=1;b=2&mac=zz&c=%")
    #expect(
        labels.ignored.map(\.description) == [
            "\"a=1;b=2\" is not a label", "\"zz\" is not a hardware address", "\"c=%\" is not a label",
        ]
    )
}

@Test func labelsAreBounded() {
    let many = (0..<1000).map { "l\($0)=x" }.joined(separator: "&")
    let labels = Labels(query: many)
    #expect(labels.labels.count == Labels.maximumCount)
    #expect(labels.ignored == [.tooMany])
    let broken = Labels(query: String(repeating: "%&", count: 1000))
    #expect(broken.ignored.count == Labels.maximumCount + 1)
}

@Test(arguments: cases.map(\.query))
func everyPrefixOfAQueryIsRead(_ query: String) {
    for length in 0...query.utf8.count {
        let prefix = String(decoding: query.utf8.prefix(length), as: UTF8.self)
        #expect(Labels(query: prefix).labels.count <= 2)
    }
}
