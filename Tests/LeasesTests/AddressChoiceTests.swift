import Leases
import NetworkValues
import Testing

/// Which address a machine gets, and why.
struct AddressChoiceTests {
    private func choice(_ book: LeaseBook, _ owner: Int, requested: Int? = nil, at now: WallTime) -> AddressChoice {
        book.address(for: key(owner), in: "lab", requested: requested.map { address($0) }, at: now)
    }

    @Test func aNewMachineGetsTheLowestUnusedAddress() {
        #expect(choice(book(size: 3), 9, at: 0) == .unused(address(1)))
        #expect(choice(book(size: 3, lease(1, of: 1, until: 100)), 9, at: 0) == .unused(address(2)))
        #expect(choice(book(size: 3, lease(2, of: 1, until: 100)), 9, at: 0) == .unused(address(1)))
    }

    @Test(arguments: [LeaseState.offered, .bound, .released])
    func aMachineKeepsItsOwnAddressWhateverItAsksFor(state: LeaseState) {
        let book = book(size: 9, lease(5, of: 1, state, until: 100))
        #expect(choice(book, 1, at: 50) == .own(address(5)))
        #expect(choice(book, 1, requested: 7, at: 50) == .own(address(5)))
        #expect(choice(book, 1, at: 5000) == .own(address(5)))
    }

    @Test func anAddressThatWasGivenToAnotherIsNotItsFormerMachinesAnyMore() {
        var book = book(size: 9, lease(5, of: 1, until: 100))
        book.apply([.put(lease(5, of: 2, from: 200, until: 300))])
        #expect(choice(book, 1, at: 250) == .unused(address(1)))
        #expect(choice(book, 2, at: 250) == .own(address(5)))
    }

    @Test func anAddressOutsideThePoolIsNotKept() {
        var book = book(size: 9, lease(12, of: 1, until: 100), lease(4, of: 2, until: 100))
        book.configure(pools: [Pool(network: "lab", ranges: [range(1, 9)], excluded: [address(4)])])
        #expect(choice(book, 1, at: 0) == .unused(address(1)))
        #expect(choice(book, 2, at: 0) == .unused(address(1)))
    }

    @Test func ofSeveralOwnAddressesTheAllowedOneThatEndsLastIsKept() {
        let book = book(
            size: 9, lease(12, of: 1, until: 900), lease(3, of: 1, until: 300), lease(5, of: 1, until: 200))
        #expect(choice(book, 1, at: 0) == .own(address(3)))
        #expect(book.lease(of: key(1), in: "lab")?.address == address(12))
    }

    @Test func theRequestedAddressIsGivenIfNobodyHoldsIt() {
        let book = book(size: 9, excluding: [8], lease(2, of: 1, until: 100), lease(3, of: 2, .declined, until: 100))
        #expect(choice(book, 9, requested: 7, at: 0) == .requested(address(7)))
        #expect(choice(book, 9, requested: 2, at: 99) == .unused(address(1)))
        #expect(choice(book, 9, requested: 2, at: 100) == .requested(address(2)))
        #expect(choice(book, 9, requested: 3, at: 99) == .unused(address(1)))
        #expect(choice(book, 9, requested: 8, at: 0) == .unused(address(1)))
        #expect(choice(book, 9, requested: 10, at: 0) == .unused(address(1)))
    }

    @Test func unusedAddressesGoBeforeUsedOnes() {
        let book = book(size: 2, lease(1, of: 1, until: 100))
        #expect(choice(book, 9, at: 5000) == .unused(address(2)))
    }

    @Test func theAddressThatHasBeenFreeForLongestIsReused() {
        let book = book(
            size: 4, lease(1, of: 1, until: 100), lease(2, of: 2, .released, until: 50), lease(3, of: 3, until: 70),
            lease(4, of: 4, .declined, until: 20))
        #expect(choice(book, 9, at: 19) == .exhausted)
        #expect(choice(book, 9, at: 20) == .reused(address(4)))
        var later = book
        later.apply([.put(lease(4, of: 9, from: 20, until: 900))])
        #expect(choice(later, 8, at: 49) == .exhausted)
        #expect(choice(later, 8, at: 60) == .reused(address(2)))
    }

    @Test func aReleasedAddressIsFreeAtOnce() {
        var book = book(size: 1, lease(1, of: 1, until: 1000))
        #expect(choice(book, 9, at: 10) == .exhausted)
        book.apply([.put(lease(1, of: 1, until: 1000).released(at: 10))])
        #expect(choice(book, 9, at: 10) == .reused(address(1)))
        #expect(choice(book, 1, at: 10) == .own(address(1)))
    }

    @Test func aDeclinedAddressGoesToNobodyUntilItsTimeIsOver() {
        var book = book(size: 2, lease(1, of: 1, until: 1000))
        book.apply([.put(lease(1, of: 1, until: 1000).setAside(.declined, at: 10, until: 500))])
        #expect(book.lease(of: key(1), in: "lab") == nil)
        #expect(choice(book, 1, requested: 1, at: 10) == .unused(address(2)))
        book.apply([.put(lease(2, of: 1, from: 10, until: 1000))])
        #expect(choice(book, 9, requested: 1, at: 499) == .exhausted)
        #expect(choice(book, 9, at: 500) == .reused(address(1)))
    }

    @Test func excludedAddressesAreNeverGivenEvenIfTheirLeaseRanOut() {
        let book = book(size: 3, excluding: [1, 3], lease(3, of: 3, until: 10), lease(2, of: 2, until: 100))
        #expect(choice(book, 9, at: 50) == .exhausted)
        #expect(choice(book, 3, at: 50) == .exhausted)
    }

    @Test func anExclusionThatIsLiftedFreesTheAddress() {
        var book = book(size: 1, excluding: [1])
        #expect(book.isExcluded(address(1)) && !book.isExcluded(address(2)))
        #expect(choice(book, 9, at: 0) == .exhausted)
        book.configure(pools: [Pool(network: "lab", ranges: [range(1, 1)])])
        #expect(!book.isExcluded(address(1)))
        #expect(choice(book, 9, at: 0) == .unused(address(1)))
    }

    @Test func anOfferDoesNotShortenTheLeaseThatItCovers() {
        var book = book(size: 1, lease(1, of: 1, until: 1000))
        book.apply([.put(lease(1, of: 1, .offered, from: 10, until: 70))])
        #expect(book.isHeld(address(1), at: 100))
        #expect(choice(book, 9, requested: 1, at: 100) == .exhausted)
    }

    @Test func rangesAreUsedInTheOrderInWhichTheyAreWritten() {
        var book = LeaseBook([lease(20, of: 1, until: 50), lease(21, of: 2, until: 100)])
        book.configure(pools: [Pool(network: "lab", ranges: [range(20, 21), range(5, 6)])])
        #expect(choice(book, 9, at: 200) == .unused(address(5)))
        book.apply([.put(lease(5, of: 3, until: 40)), .put(lease(6, of: 4, until: 300))])
        #expect(choice(book, 9, at: 200) == .reused(address(5)))
    }

    @Test func networksDoNotSeeEachOthersPoolsAndMachines() {
        var book = LeaseBook([lease(5, of: 1, network: "lab", until: 1000)])
        book.configure(pools: [
            Pool(network: "lab", ranges: [range(1, 9)]), Pool(network: "office", ranges: [range(100, 100)]),
        ])
        #expect(book.address(for: key(1), in: "office", at: 0) == .unused(address(100)))
        #expect(book.address(for: key(1), in: "office", requested: address(5), at: 2000) == .unused(address(100)))
        #expect(book.address(for: key(1), in: "nowhere", at: 0) == .exhausted)
    }

    @Test func leasesOfANetworkThatWasRenamedAreReusedOnceTheyRunOut() {
        var book = LeaseBook([lease(1, of: 1, network: "old", until: 100)])
        book.configure(pools: [Pool(network: "new", ranges: [range(1, 1)])])
        #expect(book.address(for: key(9), in: "new", at: 99) == .exhausted)
        #expect(book.address(for: key(9), in: "new", at: 100) == .reused(address(1)))
    }

    @Test func aRangeOfSixteenMillionAddressesCostsNothing() throws {
        var book = LeaseBook()
        let ten = try #require(IPv4Range("10.0.0.1 - 10.255.255.254"))
        book.configure(pools: [Pool(network: "lab", ranges: [ten])])
        #expect(choice(book, 1, at: 0) == .unused(ten.first))
        #expect(book.address(for: key(1), in: "lab", requested: ten.last, at: 0) == .requested(ten.last))
    }

    @Test func theWholeNumberSpaceIsAPool() throws {
        var book = LeaseBook([lease(0, of: 1, until: 10)])
        let all = try #require(IPv4Range(first: .any, last: .broadcast))
        book.configure(pools: [Pool(network: "lab", ranges: [all], excluded: [.any])])
        #expect(choice(book, 9, at: 0) == .unused(IPv4Address(0, 0, 0, 1)))
    }
}
