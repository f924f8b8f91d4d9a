import NetworkValues
import Testing

@testable import bootctl

@Test func columnsAreAsWideAsWhatStandsInThem() {
    var table = Table("A", "LONG TITLE", "C")
    table.append("1", "x", "end")
    table.append("a long cell", nil, nil)
    #expect(
        table.lines == [
            "A            LONG TITLE  C",
            "1            x           end",
            "a long cell  -           -",
        ])
}

@Test func aCellCannotDriveTheTerminal() {
    var table = Table("NAME", "STATE")
    table.append("\u{1B}[2Jx\n", "bound")
    #expect(table.lines == ["NAME          STATE", "\\u{1B}[2Jx\\n  bound"])
}

@Test(arguments: [
    ("node1, 10 µs, schön, 日本", "node1, 10 µs, schön, 日本"), ("\u{7}\u{7F}", "\\u{7}\\u{7F}"), ("\u{9B}2J", "\\u{9B}2J"),
    ("a\u{202E}b", "a\\u{202E}b"), ("a\u{2028}b\u{200B}", "a\\u{2028}b\\u{200B}"), ("a\r\nb", "a\\r\\nb"),
    ("", ""),
])
func textFromTheNetworkIsMadePlain(text: String, plain: String) {
    #expect(VisibleText.of(text) == plain)
}

@Test(arguments: [
    (0, "0 s"), (1, "1 s"), (59, "59 s"), (60, "1 min"), (61, "1 min 1 s"), (3599, "59 min 59 s"), (3600, "1 h"),
    (3601, "1 h"),
    (43_080, "11 h 58 min"), (86_400, "1 d"), (90_000, "1 d 1 h"), (31_536_000, "1 y"),
    (UInt64(UInt32.max), "136 y 70 d"),
])
func aDurationHasTwoUnits(seconds: UInt64, text: String) {
    #expect(TimeText.duration(seconds: seconds) == text)
}

@Test func aMomentIsToldFromNow() {
    let now = WallTime(seconds: 1_000_000)
    #expect(TimeText.relative(now, to: now) == "now")
    #expect(TimeText.relative(now.advanced(by: 43_080), to: now) == "in 11 h 58 min")
    #expect(TimeText.relative(now.advanced(by: -4), to: now) == "4 s ago")
    #expect(TimeText.relative(.distantFuture, to: now) == "never")
    #expect(TimeText.relative(WallTime(seconds: .min), to: now).hasSuffix("ago"))
}

@Test(arguments: [
    (0, "+0.00 s"), (4_999, "+0.00 s"), (-4_999, "+0.00 s"), (5_000, "+0.01 s"), (349_999, "+0.35 s"),
    (12_340_000, "+12.34 s"),
    (-50_000, "-0.05 s"),
    (999_990_000, "+999.99 s"), (999_999_000, "+1000 s"), (21_600_900_000, "+21600 s"), (Int.min, "-9223372036854 s"),
])
func aStepHasHundredthsUntilItIsLong(microseconds: Int, text: String) {
    #expect(TimeText.step(microseconds: microseconds) == text)
}
