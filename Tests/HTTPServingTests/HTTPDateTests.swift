import HTTPServing
import NetworkValues
import Testing

private let dates: [(seconds: Int64, text: String)] = [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
    (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
    (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
    (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
    (-62_135_596_800, "Mon, 01 Jan 0001 00:00:00 GMT"),
    (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
]

@Test(arguments: dates)
func datesAreWrittenAndRead(_ seconds: Int64, _ text: String) {
    #expect(HTTPDate.text(WallTime(seconds: seconds)) == text)
    #expect(HTTPDate.parse(text) == WallTime(seconds: seconds))
}

@Test func everyDayOfFourCenturiesReadsBack() {
    for day: Int64 in 0..<146_097 {
        let time = WallTime(seconds: day * 86_400 + 45_296)
        #expect(HTTPDate.parse(HTTPDate.text(time)) == time)
    }
}

@Test func timesOutsideOfTheCalendarAreCutToIt() {
    #expect(HTTPDate.text(WallTime(seconds: .max)) == "Fri, 31 Dec 9999 23:59:59 GMT")
    #expect(HTTPDate.text(WallTime(seconds: .min)) == "Mon, 01 Jan 0001 00:00:00 GMT")
}

@Test(arguments: [
    "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun Nov 06 08:49:37 1994",
])
func obsoleteDatesAreRead(_ text: String) {
    #expect(HTTPDate.parse(text) == WallTime(seconds: 784_111_777))
}

@Test func yearsOfTwoDigitsAreNear() {
    #expect(HTTPDate.parse("Thursday, 01-Jan-70 00:00:00 GMT") == WallTime(seconds: 0))
    #expect(HTTPDate.parse("Tuesday, 01-Jan-69 00:00:00 GMT") == HTTPDate.parse("Tue, 01 Jan 2069 00:00:00 GMT"))
}

@Test(arguments: [
    "", "Sun", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 29 Feb 2100 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
    "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "Sun, 06 Nov 994 08:49:37 GMT",
    "Sun, 06 Foo 1994 08:49:37 GMT", "Foo, 06 Nov 1994 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT +",
    "1994-11-06T08:49:37Z", "0", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
])
func whatIsNoDateIsNone(_ text: String) {
    #expect(HTTPDate.parse(text) == nil)
}
