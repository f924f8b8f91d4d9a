import Leases
import NetworkValues
import Testing

/// Addresses that are kept from everybody for a time, and those that strangers hold without having asked for them.
struct SetAsideTests {
    private func inUse(_ number: Int, from start: WallTime, until end: WallTime = 1000) -> Lease {
        lease(number, of: number, .probing, from: start, until: start).setAside(.inUse, at: start, until: end)
    }

    @Test(arguments: [LeaseState.declined, .inUse])
    func nobodyGetsAnAddressThatIsSetAsideUntilItsTimeIsOver(state: LeaseState) {
        var book = book(size: 1)
        book.apply([.put(lease(1, of: 1, state, from: 10, until: 100))])
        #expect(book.address(for: key(1), in: "lab", requested: address(1), at: 99) == .exhausted)
        #expect(book.address(for: key(2), in: "lab", at: 99) == .exhausted)
        #expect(book.lease(of: key(1), in: "lab") == nil)
        #expect(book.address(for: key(2), in: "lab", at: 100) == .reused(address(1)))
    }

    @Test func aQuarterOfTheAddressesIsSetAsideAtMostAndTheOldestComesBack() {
        var book = book(size: 8)
        for number in 1...2 {
            let found = inUse(number, from: WallTime(seconds: Int64(number)), until: WallTime(seconds: Int64(100 + number)))
            let (changes, returned) = book.settingAside(found, at: 5)
            #expect(changes.count == 1)
            #expect(returned == nil)
            book.apply(changes)
        }
        let (changes, returned) = book.settingAside(inUse(3, from: 6), at: 6)
        #expect(returned == address(1))
        #expect(changes.count == 2)
        let undo = book.apply(changes)
        #expect(!book.isHeld(address(1), at: 6))
        #expect(book.isHeld(address(2), at: 6))
        #expect(book.isHeld(address(3), at: 6))
        book.apply(undo)
        #expect(book.isHeld(address(1), at: 6))
        #expect(!book.isHeld(address(3), at: 6))
        #expect(book.settingAside(inUse(3, from: 6), at: 6).returned == address(1))
    }

    @Test func anAddressWhoseTimeIsOverComesBackWithoutAWord() {
        var book = book(size: 4)
        book.apply([.put(inUse(1, from: 1, until: 50))])
        let (changes, returned) = book.settingAside(inUse(2, from: 60), at: 60)
        #expect(returned == nil)
        book.apply(changes)
        #expect(book.settingAside(inUse(3, from: 61), at: 61).returned == address(2))
    }

    @Test func hostsAddressesCountForNothing() {
        var book = book(size: 8, excluding: [1, 2, 3])
        for number in 1...3 {
            let (changes, returned) = book.settingAside(inUse(number, from: 1), at: 1)
            #expect(changes.count == 1 && returned == nil)
            book.apply(changes)
        }
        book.configure(pools: [Pool(network: "lab", ranges: [range(1, 8)])])
        #expect(book.settingAside(inUse(4, from: 2), at: 2).returned == address(1))
    }

    @Test func aFloodOfDeclinesLeavesThreeQuartersOfTheRange() {
        var book = book(size: 100)
        var now: WallTime = 0
        for number in 1...10_000 {
            now = now.advanced(by: 1)
            guard let chosen = book.address(for: key(number), in: "lab", at: now).address else { continue }
            let declined = Lease(
                address: chosen, key: key(number), hardware: machine(number), network: "lab", state: .declined, start: now,
                expires: now.advanced(by: 86_400))
            book.apply(book.settingAside(declined, at: now).changes)
        }
        let held = (1...100).filter { book.isHeld(address($0), at: now) }
        #expect(held.count == 25)
    }

    // MARK: Strangers

    private func offer(_ number: Int, of owner: Int, from start: WallTime, isRecyclable: Bool = true) -> LeaseChange {
        .put(lease(number, of: owner, .offered, from: start, until: start.advanced(by: 120), isRecyclable: isRecyclable))
    }

    @Test func theOldestOfferOfAStrangerIsRecycledWhenNothingElseIsLeft() {
        var book = book(size: 3)
        book.apply([offer(2, of: 1, from: 1), offer(1, of: 2, from: 2), offer(3, of: 3, from: 0, isRecyclable: false)])
        #expect(book.address(for: key(9), in: "lab", isStranger: true, at: 3) == .recycled(address(2)))
        #expect(book.address(for: key(9), in: "lab", at: 3) == .recycled(address(2)))
        #expect(book.address(for: key(1), in: "lab", isStranger: true, at: 3) == .own(address(2)))
        book.apply([.put(lease(2, of: 1, from: 3, until: 100))])
        #expect(book.address(for: key(9), in: "lab", at: 3) == .recycled(address(1)))
        book.apply([.put(lease(1, of: 2, from: 3, until: 100))])
        #expect(book.address(for: key(9), in: "lab", at: 3) == .exhausted)
    }

    @Test(arguments: [(9, AddressChoice.unused(address(4))), (10, .recycled(address(1)))] as [(Int64, AddressChoice)])
    func strangersHaveHalfOfThePoolUnlessTheirOffersAreFresh(age: Int64, choice: AddressChoice) {
        var book = book(size: 4)
        book.apply((1...3).map { offer($0, of: $0, from: 100) })
        let now = WallTime(seconds: 100 + age)
        #expect(book.address(for: key(9), in: "lab", isStranger: true, at: now) == choice)
        #expect(book.address(for: key(9), in: "lab", at: now) == .unused(address(4)))
    }

    @Test func whatLiesUnderAnOfferComesBackWhicheverStrangerHadIt() {
        var book = book(size: 1, lease(1, of: 1, until: 10))
        book.apply([offer(1, of: 2, from: 20)])
        book.apply([offer(1, of: 3, from: 21)])
        #expect(book.expire(at: 500).map(\.hardware) == [machine(3)])
        #expect(book.address(for: key(1), in: "lab", at: 500) == .own(address(1)))
    }

    @Test func anExcludedAddressIsNotRecycled() {
        var book = book(size: 1)
        book.apply([offer(1, of: 1, from: 1)])
        book.configure(pools: [Pool(network: "lab", ranges: [range(1, 1)], excluded: [address(1)])])
        #expect(book.address(for: key(2), in: "lab", at: 2) == .exhausted)
        book.configure(pools: [Pool(network: "lab", ranges: [range(1, 1)])])
        #expect(book.address(for: key(2), in: "lab", at: 2) == .recycled(address(1)))
    }

    @Test func aStepOfTheClockMovesTheQueuesAlong() {
        var book = book(size: 4)
        book.apply([offer(1, of: 1, from: 100), .put(inUse(2, from: 100, until: 1000))])
        _ = book.shift(bySeconds: 1_000_000)
        #expect(book.settingAside(inUse(3, from: 1_000_200), at: 1_000_200).returned == address(2))
        #expect(book.address(for: key(1), in: "lab", at: 1_000_100) == .own(address(1)))
    }
}
