import DHCP
import NetworkValues
import Testing

@Suite struct ReplyPaceTests {
    private func at(_ microseconds: UInt64) -> BootTime { BootTime(microseconds: 5_000_000 + microseconds) }

    @Test func aGroupLeavesAtOnceAndTheNextAfterAPause() {
        var pace = ReplyPace()
        let first = (0..<40).filter { _ in pace.admits(at: at(0)) }
        #expect(first.count == ReplyPace.group)
        #expect(pace.next == at(ReplyPace.pause))
        let early = pace.admits(at: at(ReplyPace.pause - 1))
        #expect(!early)
        let second = (0..<40).filter { _ in pace.admits(at: at(ReplyPace.pause)) }
        #expect(second.count == ReplyPace.group)
    }

    @Test func whoSendsSlowlyNeverWaits() {
        var pace = ReplyPace()
        let sent = (0..<1000).filter { pace.admits(at: at(UInt64($0) * 10)) }
        #expect(sent.count == 1000)
    }
}
