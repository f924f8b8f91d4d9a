import NetworkValues
import Testing

@Suite struct TimesTests {
    @Test func wallTimeMovesBothWays() {
        let time = WallTime(seconds: 1000)
        #expect(time.advanced(by: 3600) == WallTime(seconds: 4600))
        #expect(time.advanced(by: -1001) == WallTime(seconds: -1))
        #expect(time.distance(to: WallTime(seconds: 400)) == -600)
        #expect(time < .distantFuture)
    }

    @Test func wallTimeStopsAtItsEnds() {
        #expect(WallTime.distantFuture.advanced(by: 1) == .distantFuture)
        #expect(WallTime(seconds: .min).advanced(by: -1) == WallTime(seconds: .min))
        #expect(WallTime(seconds: .min).distance(to: .distantFuture) == .max)
        #expect(WallTime.distantFuture.distance(to: WallTime(seconds: .min)) == .min)
    }

    @Test func bootTimeStopsAtItsEnds() {
        let time = BootTime(microseconds: 1000)
        #expect(time.advanced(byMicroseconds: 24).microseconds == 1024)
        #expect(BootTime(microseconds: .max).advanced(byMicroseconds: 1).microseconds == .max)
        #expect(time.microseconds(since: BootTime(microseconds: 1)) == 999)
        #expect(BootTime(microseconds: 1).microseconds(since: time) == 0)
        #expect(BootTime(microseconds: 1) < time)
    }
}
