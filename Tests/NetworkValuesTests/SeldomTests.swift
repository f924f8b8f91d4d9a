import NetworkValues
import Testing

/// By reference, for `#expect` calls what it checks on a constant.
private final class Said {
    private var seldom: Seldom<Int>

    init(every pause: Seldom<Int>.Pause = .minute, capacity: Int = 256) {
        seldom = Seldom(every: pause, capacity: capacity)
    }

    func isDue(_ subject: Int, at second: UInt64) -> Bool {
        seldom.isDue(subject, at: BootTime(microseconds: second * 1_000_000))
    }
}

@Suite struct SeldomTests {
    @Test(arguments: [(.second, 1), (.minute, 60), (.hour, 3600)] as [(Seldom<Int>.Pause, UInt64)])
    func eachSubjectIsDueOnceInAWhile(pause: Seldom<Int>.Pause, seconds: UInt64) {
        let said = Said(every: pause)
        #expect(said.isDue(1, at: 0))
        #expect(!said.isDue(1, at: seconds - 1))
        #expect(said.isDue(2, at: seconds - 1))
        #expect(said.isDue(1, at: seconds))
        #expect(!said.isDue(2, at: 2 * seconds - 2))
        #expect(!said.isDue(1, at: 2 * seconds - 1))
        #expect(said.isDue(2, at: 2 * seconds - 1))
        #expect(said.isDue(1, at: 2 * seconds))
    }

    /// A pause that is not over is not forgotten, and one that is makes room.
    @Test func whoMakesSubjectsUpIsNotFollowed() {
        let said = Said(capacity: 4)
        for subject in 1...4 { #expect(said.isDue(subject, at: UInt64(subject))) }
        #expect(!said.isDue(5, at: 60))
        #expect(!said.isDue(1, at: 60))
        #expect(said.isDue(5, at: 61))
        #expect(!said.isDue(1, at: 61))
        #expect(said.isDue(2, at: 62))
    }
}
