import Logging
import Testing

@testable import Systemd

private struct Fault: Error, CustomStringConvertible {
    let description: String
}

private func event(
    _ level: Logger.Level = .info, _ message: Logger.Message = "lease given", _ metadata: Logger.Metadata = [:],
    error: (any Error)? = nil
) -> LogEvent {
    LogEvent(
        level: level, message: message, error: error, metadata: metadata, source: "Test", file: "Test/File.swift",
        function: "f()", line: 7)
}

// MARK: Fields

@Test(arguments: [
    ("machine", "BOOTD_MACHINE"), ("leaseSeconds", "BOOTD_LEASESECONDS"), ("a-b.c d", "BOOTD_A_B_C_D"),
    ("MESSAGE_ID", "MESSAGE_ID"),
    ("CODE_FILE", "CODE_FILE"), ("stra\u{DF}e", "BOOTD_STRA_E"), ("gr\u{F6}\u{DF}e", "BOOTD_GR__E"), ("\u{C9}TAT", "BOOTD__TAT"),
    ("", "BOOTD_"),
    ("4011", "BOOTD_4011"), ("4K", "BOOTD_4K"), ("a=b", "BOOTD_A_B"), ("a\nb", "BOOTD_A_B"),
])
func aKeyBecomesAFieldThatTheJournalTakes(key: String, name: String) {
    #expect(JournalField.name(of: key) == name)
}

@Test(arguments: [
    (Logger.Level.critical, 2), (.error, 3), (.warning, 4), (.notice, 5), (.info, 6), (.debug, 7), (.trace, 7),
])
func aLevelBecomesAPriority(level: Logger.Level, priority: Int) {
    #expect(JournalLogHandler(identifier: "bootd").fields(of: event(level)).contains("PRIORITY=\(priority)"))
}

@Test func anEntryOfTheJournalHasItsMessageItsPlaceAndAllMetadata() {
    var handler = JournalLogHandler(identifier: "bootd-dhcp")
    handler[metadataKey: "network"] = "cloud"
    handler[metadataKey: "machine"] = "nobody"
    #expect(handler[metadataKey: "network"] == "cloud")
    let fields = handler.fields(of: event(.info, "lease given", ["machine": "52:54:00:00:00:01", "MESSAGE_ID": "6088"]))
    #expect(
        Set(fields) == [
            "MESSAGE=lease given: 52:54:00:00:00:01", "PRIORITY=6", "SYSLOG_IDENTIFIER=bootd-dhcp", "CODE_FILE=Test/File.swift",
            "CODE_LINE=7",
            "CODE_FUNC=f()",
            "BOOTD_NETWORK=cloud", "BOOTD_MACHINE=52:54:00:00:00:01", "MESSAGE_ID=6088",
        ])
    #expect(fields.count == 9)
}

@Test(arguments: [
    (Logger.Level.info, ["host": "node1", "machine": "52:54:00:00:00:01", "reason": "it asked"], "m: 52:54:00:00:00:01, node1"),
    (.notice, ["name": "nix", "reason": "File not found: nix"], "m: nix: File not found: nix"),
    (.error, ["reason": "bootd.yaml:4:5: unknown key"], "m: bootd.yaml:4:5: unknown key"),
    (.error, ["generation": "2"], "m"),
    (.notice, ["name": "a\nPRIORITY=0\u{1B}[31m", "reason": "\u{202E}"], #"m: a\nPRIORITY=0\u{1B}[31m: \u{202E}"#),
])
func anEntryIsASentenceOfItsSubjectAndItsReason(level: Logger.Level, metadata: [String: String], sentence: String) {
    let fields = JournalLogHandler(identifier: "bootd").fields(of: event(level, "m", metadata.mapValues { "\($0)" }))
    #expect(fields.first == "MESSAGE=\(sentence)")
}

@Test func aValueOfTheJournalIsWhatItIsLineEndsAndAll() {
    let fields = JournalLogHandler(identifier: "bootd").fields(of: event(.info, "m", ["file": "a\nMESSAGE=forged"]))
    #expect(fields.contains("BOOTD_FILE=a\nMESSAGE=forged"))
    #expect(!fields.contains("MESSAGE=forged"))
}

// MARK: Text

private func line(_ event: LogEvent) -> String { TextLogHandler(identifier: "bootd-dhcp").line(of: event) }

@Test func aLineHasItsFieldsInOrderWithoutThoseOfTheJournal() {
    #expect(
        line(event(.info, "lease given", ["network": "cloud", "MESSAGE_ID": "6088", "machine": "52:54:00:00:00:01"]))
            == "bootd-dhcp: lease given machine=52:54:00:00:00:01 network=cloud\n")
    var handler = TextLogHandler(identifier: "bootd")
    handler[metadataKey: "a"] = "own"
    handler[metadataKey: "b"] = "own"
    #expect(handler.line(of: event(.info, "m", ["b": "of the event"])) == "bootd: m a=own b=\"of the event\"\n")
}

@Test(arguments: [
    (Logger.Level.trace, ""), (.debug, ""), (.info, ""), (.notice, ""), (.warning, "warning: "), (.error, "error: "),
    (.critical, "critical: "),
])
func aLineSaysWhenItMatters(level: Logger.Level, word: String) {
    #expect(line(event(level, "m")) == "bootd-dhcp: \(word)m\n")
}

/// Values that come from the network, and how they stand in a line.
@Test(arguments: [
    ("plain", "plain"), ("10.75.0.1:67", "10.75.0.1:67"), ("é", "é"), ("", #""""#), ("a b", #""a b""#), ("a=b", #""a=b""#),
    (#"say "x""#, #""say \"x\"""#), ("a\nb=c", #""a\nb=c""#), ("a\r\nbootd: forged", #""a\r\nbootd: forged""#),
    ("a\tb", #""a\tb""#),
    (#"C:\boot"#, #"C:\boot"#), (#"C:\boot file"#, #""C:\\boot file""#), ("it's here", #""it's here""#), ("\u{0}", #""\u{0}""#),
    ("\u{1B}[31m", #""\u{1B}[31m""#), ("\u{7F}", #""\u{7F}""#), ("\u{85}", #""\u{85}""#), ("\u{9B}31m", #""\u{9B}31m""#),
    ("\u{2028}x", #""\u{2028}x""#), ("\u{202E}x", #""\u{202E}x""#), ("\u{FEFF}", #""\u{FEFF}""#), ("a\u{A0}b", "\"a\u{A0}b\""),
])
func aValueCannotForgeAFieldOrALine(value: String, written: String) {
    let line = line(event(.info, "m", ["file": "\(value)", "machine": "x"]))
    #expect(line == "bootd-dhcp: m file=\(written) machine=x\n")
    #expect(line.unicodeScalars.count { $0 == "\n" } == 1)
}

// MARK: Both

@Test func anErrorThatIsLoggedIsAFieldOfItsOwn() {
    let event = event(.error, "m", ["machine": "x"], error: Fault(description: "disk full"))
    #expect(line(event) == "bootd-dhcp: error: m error=\"disk full\" machine=x\n")
    #expect(JournalLogHandler(identifier: "bootd").fields(of: event).contains("BOOTD_ERROR=disk full"))
}

@Test func anEventOfAKindCarriesItsIdentifierToTheJournalAndNotToPeople() throws {
    let recorder = EventRecorder()
    recorder.logger().event(.leaseGiven, .notice, "lease given", ["machine": "52:54:00:00:00:01"])
    let event = try #require(recorder.events.first)
    #expect((event.level, event.message) == (.notice, "lease given"))
    #expect(event.file == #fileID)
    let fields = JournalLogHandler(identifier: "bootd").fields(of: event)
    #expect(fields.contains("MESSAGE_ID=\(EventID.leaseGiven.rawValue)"))
    #expect(fields.contains("BOOTD_MACHINE=52:54:00:00:00:01"))
    #expect(line(event) == "bootd-dhcp: lease given machine=52:54:00:00:00:01\n")
}

@Test func anEventBelowTheLevelIsNotLogged() {
    let recorder = EventRecorder()
    recorder.logger(level: .warning).event(.leaseGiven, .info, "lease given")
    #expect(recorder.events.isEmpty)
}
