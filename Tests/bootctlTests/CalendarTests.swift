import Foundation
import LinuxIO
import NetworkValues
import Testing

@Test(arguments: [0, 951_782_399, 1_795_435_201, 4_102_444_799])
func theCalendarIsThatOfThisPlace(seconds: Int64) throws {
    let time = try #require(CalendarTime(WallTime(seconds: seconds)))
    let expected = Calendar(identifier: .gregorian).dateComponents(
        [.year, .month, .day, .hour, .minute, .second], from: Date(timeIntervalSince1970: Double(seconds)))
    #expect([time.year, time.month, time.day] == [expected.year, expected.month, expected.day])
    #expect([time.hour, time.minute, time.second] == [expected.hour, expected.minute, expected.second])
    #expect("\(time)".wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil)
}

@Test func aYearThatNobodyCanCountIsNoDate() {
    #expect(CalendarTime(WallTime(seconds: .max)) == nil)
}
