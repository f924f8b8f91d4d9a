import TFTP
import Testing

struct TransferAdmissionTests {
    private func admission(
        transfers: Int = 100, perClient: Int = 100, halfOpen: Int = 100, halfOpenPerClient: Int = 100,
    ) -> TransferAdmission<String> {
        var limits = TransferLimits()
        limits.transfers = transfers
        limits.transfersPerClient = perClient
        limits.halfOpen = halfOpen
        limits.halfOpenPerClient = halfOpenPerClient
        return TransferAdmission(limits: limits)
    }

    private func id(_ verdict: TransferAdmission<String>.Verdict) throws -> TransferAdmission<String>.ID {
        guard case .admitted(let id, _) = verdict else { throw Refused() }
        return id
    }

    private struct Refused: Error {}

    @Test func transferCountsUntilItEnds() throws {
        var admission = admission()
        let first = try id(admission.admit("a"))
        let second = try id(admission.admit("a"))
        #expect(first != second)
        #expect((admission.count, admission.halfOpenCount) == (2, 2))
        admission.opened(first)
        admission.opened(first)
        #expect((admission.count, admission.halfOpenCount) == (2, 1))
        admission.ended(first)
        admission.ended(first)
        admission.ended(second)
        #expect((admission.count, admission.halfOpenCount) == (0, 0))
    }

    @Test func oneClientCannotTakeAllTransfers() throws {
        var admission = admission(perClient: 2)
        let first = try id(admission.admit("a"))
        admission.opened(first)
        admission.opened(try id(admission.admit("a")))
        #expect(admission.admit("a") == .refused(.transfersPerClient))
        #expect(try id(admission.admit("b")) != first)
        admission.ended(first)
        #expect(throws: Never.self) { try id(admission.admit("a")) }
    }

    @Test func oneClientCannotTakeAllHalfOpenTransfers() throws {
        var admission = admission(halfOpenPerClient: 2)
        let first = try id(admission.admit("a"))
        _ = try id(admission.admit("a"))
        #expect(admission.admit("a") == .refused(.halfOpenPerClient))
        admission.opened(first)
        #expect(throws: Never.self) { try id(admission.admit("a")) }
    }

    @Test func oldestSilentClientMakesRoomForTheNewest() throws {
        var admission = admission(halfOpen: 2)
        let first = try id(admission.admit("a"))
        let second = try id(admission.admit("b"))
        guard case .admitted(let third, dropping: first) = admission.admit("c") else { throw Refused() }
        admission.opened(second)
        guard case .admitted(let fourth, dropping: nil) = admission.admit("d") else { throw Refused() }
        guard case .admitted(_, dropping: third) = admission.admit("e") else { throw Refused() }
        guard case .admitted(_, dropping: fourth) = admission.admit("f") else { throw Refused() }
        #expect((admission.count, admission.halfOpenCount) == (3, 2))
    }

    @Test func transfersThatRunAreNeverDropped() throws {
        var admission = admission(transfers: 2)
        admission.opened(try id(admission.admit("a")))
        admission.opened(try id(admission.admit("b")))
        #expect(admission.admit("c") == .refused(.transfers))
    }

    @Test func fullHouseDropsASilentClientForANewOne() throws {
        var admission = admission(transfers: 2)
        admission.opened(try id(admission.admit("a")))
        let silent = try id(admission.admit("b"))
        guard case .admitted(_, dropping: silent) = admission.admit("c") else { throw Refused() }
        #expect(admission.count == 2)
    }

    @Test func countsAreRightAfterManyTransfersInAnyOrder() throws {
        var admission = admission(halfOpen: 20)
        var generator = SeededGenerator(seed: 1)
        var running: Set<TransferAdmission<String>.ID> = []
        for _ in 0..<5000 {
            switch (Int.random(in: 0..<4, using: &generator), running.randomElement(using: &generator)) {
            case (0, let id?): admission.opened(id)
            case (1, let id?):
                admission.ended(id)
                running.remove(id)
            default:
                guard case .admitted(let id, let dropped) = admission.admit("\(running.count % 7)") else { continue }
                running.insert(id)
                if let dropped { #expect(running.remove(dropped) != nil) }
            }
            #expect(admission.count == running.count)
            #expect(admission.halfOpenCount <= 20)
        }
        for id in running { admission.ended(id) }
        #expect((admission.count, admission.halfOpenCount) == (0, 0))
    }
}
