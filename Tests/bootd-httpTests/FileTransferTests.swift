import NetworkValues
import Testing

@testable import bootd_http

struct FileTransferTests {
    private let slice = FileTransfer.sliceLength

    @Test func aFileGoesInSlices() {
        var transfer = FileTransfer(100..<(100 + 2 * slice + 1))
        let length = 200 + 2 * slice
        #expect(transfer.next(fileLength: length) == .send(100..<(100 + slice)))
        #expect(transfer.sent == 0)
        #expect(transfer.next(fileLength: length) == .send((100 + slice)..<(100 + 2 * slice)))
        #expect(transfer.sent == slice)
        #expect(transfer.next(fileLength: length) == .send((100 + 2 * slice)..<(100 + 2 * slice + 1)))
        #expect(transfer.next(fileLength: length) == .done)
        #expect(transfer.sent == 2 * slice + 1)
    }

    @Test func aFileThatIsTooShortIsNoticed() {
        var transfer = FileTransfer(0..<10)
        #expect(transfer.next(fileLength: 9) == .shortened)
        #expect(transfer.next(fileLength: 10) == .send(0..<10))
        #expect(transfer.check(waiting: 10, fileLength: 10) == true)
        #expect(transfer.check(waiting: 10, fileLength: 9) == false)
    }

    @Test func whatTheClientTookIsKnownInside() {
        var transfer = FileTransfer(5..<15)
        _ = transfer.next(fileLength: 15)
        _ = transfer.check(waiting: 100, fileLength: 15)
        #expect(transfer.sent == 0)
        _ = transfer.check(waiting: 4, fileLength: 15)
        #expect(transfer.sent == 6)
    }

    @Test func aClientIsStalledWhenNothingChangesForTooLong() {
        var watch = StallWatch(limit: 100, now: BootTime(microseconds: 0))
        #expect(watch.isStalled(at: 1, now: BootTime(microseconds: 50)) == false)
        #expect(watch.isStalled(at: 1, now: BootTime(microseconds: 149)) == false)
        #expect(watch.isStalled(at: 2, now: BootTime(microseconds: 150)) == false)
        #expect(watch.isStalled(at: 2, now: BootTime(microseconds: 249)) == false)
        #expect(watch.isStalled(at: 2, now: BootTime(microseconds: 250)) == true)
    }
}
