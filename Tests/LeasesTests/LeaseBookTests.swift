import Leases
import NetworkValues
import Testing

/// What the book says of its leases, and how it changes.
struct LeaseBookTests {
    private let office = lease(40, of: 4, network: "office", until: 900)

    @Test func aLeaseHoldsUntilTheMomentItExpires() {
        let lease = lease(1, of: 1, from: 10, until: 20)
        #expect(lease.isHeld(at: 19))
        #expect(!lease.isHeld(at: 20))
        #expect(!lease.released(at: 15).isHeld(at: 15))
        #expect(lease.released(at: 25).expires == 20)
    }

    @Test func leasesAreFoundByAddressAndByMachine() {
        let book = book(size: 9, lease(1, of: 1, until: 100), office)
        #expect(book.lease(at: address(1))?.hardware == machine(1))
        #expect(book.lease(at: address(2)) == nil)
        #expect(book.lease(of: key(4), in: "office") == office)
        #expect(book.lease(of: key(4), in: "lab") == nil)
        #expect(book.lease(of: .clientID(machine(4).octets), in: "office") == nil)
    }

    @Test func clientIdentifiersAreKeysToo() {
        let lease = Lease(
            address: address(1), key: .clientID([1, 2]), hardware: machine(1), clientID: [1, 2], hostname: "node1",
            network: "lab", state: .bound, start: 0, expires: 100)
        let book = book(size: 9, lease)
        #expect(book.lease(of: .clientID([1, 2]), in: "lab") == lease)
        #expect(book.address(for: key(1), in: "lab", at: 0) == .unused(address(2)))
    }

    @Test func pagesFollowTheOrderOfAddresses() {
        let numbers = [7, 3, 250, 1, 9, 200]
        var book = LeaseBook(numbers.map { lease($0, of: $0, until: 100) })
        book.configure(pools: [Pool(network: "lab", ranges: [range(1, 250)], excluded: [address(2), address(8)])])
        var pages: [[IPv4Address]] = []
        var last: IPv4Address?
        repeat {
            pages.append(book.leases(after: last, limit: 4).map(\.address))
            last = pages.last?.last
        } while last != nil
        #expect(pages == [[1, 3, 7, 9].map(address), [200, 250].map(address), []])
        #expect(book.leases(limit: 0).isEmpty)
        #expect(book.leases(after: address(4), limit: 1).map(\.address) == [address(7)])
    }

    @Test func aBookLacksWhatWasLostUntilThatHasRunOut() {
        var book = book(size: 9)
        #expect(!book.mayLack(leaseOf: 60, at: 100))
        book.recovered = 100
        #expect([99, 100, 159, 160].map { book.mayLack(leaseOf: 60, at: $0) } == [false, true, true, false])
        _ = book.shift(bySeconds: 1000)
        #expect([100, 1100, 1159, 1160].map { book.mayLack(leaseOf: 60, at: $0) } == [false, true, true, false])
        // Begun by a clock that was right.
        _ = book.shift(bySeconds: -500, since: 1101)
        #expect(book.recovered == 1100)
    }

    @Test func onlyOffersStayOffTheDisk() {
        let durable = LeaseState.allCases.filter { LeaseChange.put(lease(1, of: 1, $0, until: 9)).isDurable }
        #expect(durable == [.bound, .released, .declined, .inUse])
        #expect(LeaseChange.remove(address(1)).isDurable)
    }

    @Test func anOfferThatRunsOutFreesItsAddress() {
        var book = book(size: 9)
        let offers = [lease(1, of: 1, .offered, until: 60), lease(2, of: 2, .offered, until: 50)]
        book.apply(offers.map(LeaseChange.put))
        #expect(book.nextExpiry == 50)
        #expect(book.expire(at: 49).isEmpty)
        #expect(book.expire(at: 60) == [offers[1], offers[0]])
        #expect(book.nextExpiry == nil)
        #expect(book.count == 0)
        #expect(book.address(for: key(2), in: "lab", at: 60) == .unused(address(1)))
    }

    @Test func anAcknowledgedLeaseThatRunsOutKeepsItsMachine() {
        var book = book(size: 9, lease(3, of: 3, until: 50))
        #expect(book.nextExpiry == nil)
        #expect(book.expire(at: 5000).isEmpty)
        #expect(book.address(for: key(3), in: "lab", at: 5000) == .own(address(3)))
    }

    @Test func anOfferThatRunsOutGivesBackWhatItCovered() {
        let former = lease(1, of: 1, until: 100)
        var book = book(size: 1, former)
        book.apply([.put(lease(1, of: 2, .offered, from: 200, until: 260))])
        #expect(book.lease(of: key(1), in: "lab") == nil)
        book.apply([.put(lease(1, of: 3, .offered, from: 261, until: 300))])
        #expect(book.expire(at: 300).map(\.hardware) == [machine(3)])
        #expect(book.lease(at: address(1)) == former)
        #expect(book.address(for: key(1), in: "lab", at: 300) == .own(address(1)))
    }

    @Test func anAcknowledgedLeaseLeavesNothingUnderneath() {
        var book = book(size: 1, lease(1, of: 1, until: 100))
        book.apply([.put(lease(1, of: 2, .offered, from: 200, until: 260))])
        book.apply([.put(lease(1, of: 2, from: 201, until: 900))])
        #expect(book.expire(at: 5000).isEmpty)
        #expect(book.lease(of: key(1), in: "lab") == nil)
        book.apply([.remove(address(1))])
        #expect(book.count == 0)
    }

    @Test func removingAnOfferRemovesWhatItCovered() {
        var book = book(size: 1, lease(1, of: 1, until: 100))
        book.apply([.put(lease(1, of: 2, .offered, from: 200, until: 260)), .remove(address(1))])
        #expect(book.count == 0)
        #expect(book.address(for: key(1), in: "lab", at: 200) == .unused(address(1)))
    }

    @Test func changesCanBeTakenBack() {
        var book = book(size: 3, lease(1, of: 1, until: 100))
        let undo = book.apply([
            .put(lease(1, of: 2, .offered, from: 200, until: 260)), .put(lease(1, of: 2, from: 210, until: 900)),
            .put(lease(2, of: 1, from: 210, until: 900)), .remove(address(2)), .remove(address(3)),
        ])
        book.apply(undo)
        #expect(book.leases(limit: 9) == [lease(1, of: 1, until: 100)])
        #expect(book.lease(of: key(1), in: "lab")?.address == address(1))
        #expect(book.lease(of: key(2), in: "lab") == nil)
        #expect(book.count == 1)
    }

    @Test func takingBackAnAcknowledgementLeavesTheOfferAndWhatItCovered() {
        var book = book(size: 1, lease(1, of: 1, until: 100))
        let offer = lease(1, of: 2, .offered, from: 200, until: 260)
        book.apply([.put(offer)])
        let undo = book.apply([.put(lease(1, of: 2, from: 210, until: 900))])
        book.apply(undo)
        #expect(book.lease(at: address(1)) == offer)
        #expect(book.expire(at: 260) == [offer])
        #expect(book.lease(at: address(1))?.hardware == machine(1))
    }

    @Test(arguments: [Int64(315_360_000), -315_360_000])
    func aClockThatIsSetLeavesEveryLeaseTheTimeItHad(step: Int64) {
        let now = WallTime(seconds: 1_000_000_000)
        let held = lease(1, of: 1, from: now.advanced(by: -50), until: now.advanced(by: 100))
        let endless = lease(2, of: 2, from: now, until: .distantFuture)
        let expired = lease(3, of: 3, from: now.advanced(by: -500), until: now.advanced(by: -10))
        var book = book(size: 3, held, endless, expired)
        book.apply([.put(lease(3, of: 9, .offered, from: now, until: now.advanced(by: 60)))])

        let durable = book.shift(bySeconds: step)
        let later = now.advanced(by: step)
        #expect(book.lease(at: address(1))?.start == later.advanced(by: -50))
        #expect(book.lease(at: address(1))?.expires == later.advanced(by: 100))
        #expect(book.lease(at: address(2))?.expires == .distantFuture)
        #expect(book.nextExpiry == later.advanced(by: 60))
        #expect(book.address(for: key(7), in: "lab", at: later) == .exhausted)
        #expect(book.address(for: key(7), in: "lab", at: later.advanced(by: 100)) == .reused(address(3)))
        #expect(Set(durable.map(\.address)) == Set([1, 2, 3].map(address)))
        let shifted = lease(3, of: 3, from: later.advanced(by: -500), until: later.advanced(by: -10))
        #expect(durable.contains(.put(shifted)))
    }

    @Test(arguments: [Int64.max, .min])
    func aClockStepOfAnyLengthIsSurvived(step: Int64) {
        var book = book(size: 1, lease(1, of: 1, from: -5, until: 100))
        #expect(book.shift(bySeconds: step).count == 1)
    }
}
