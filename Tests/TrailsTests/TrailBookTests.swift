import NetworkValues
import Testing
import Trails

private let machine = MACAddress(rawValue: 0x5254_0000_0001)

@Test func stepsStayInTheirOrder() {
    var book = TrailBook()
    book.record(machine, at: 1, .dhcp, "discover", "", fromFirmware: true)
    book.record(machine, at: 2, .tftp, "transfer", "undionly.kpxe")
    #expect(book.events(of: machine).map(\.event) == ["discover", "transfer"])
    #expect(book.events(of: MACAddress(rawValue: 2)).isEmpty)
}

@Test func firmwareThatAsksAgainBeginsABootAndItsRetriesDoNot() {
    var book = TrailBook()
    func dhcp(_ fromFirmware: Bool) -> Int {
        book.record(machine, at: 0, .dhcp, "discover", "", fromFirmware: fromFirmware).boot
    }
    #expect([dhcp(true), dhcp(true), dhcp(false), dhcp(true), dhcp(false), dhcp(false)] == [1, 1, 1, 2, 2, 2])
}

@Test func aMachineThatNeverWasFirmwareHasOneBoot() {
    var book = TrailBook()
    #expect(book.record(machine, at: 0, .http, "ignition", "").boot == 1)
    #expect(book.record(machine, at: 1, .http, "ignition", "").boot == 1)
}

@Test func theOldestStepsOfAMachineGoFirst() {
    var book = TrailBook(eventLimit: 8)
    for step in 0..<100 { book.record(machine, at: Int64(step), .http, "\(step)", "") }
    let events = book.events(of: machine)
    #expect(events.count <= 8)
    #expect(events.last?.event == "99")
}

@Test func theMachinesUsedLongestAgoGoFirst() {
    var book = TrailBook(machineLimit: 16)
    for number in 1...100 {
        book.record(MACAddress(rawValue: UInt64(number)), at: Int64(number), .dhcp, "discover", "")
        book.record(machine, at: Int64(number), .dhcp, "discover", "")
    }
    #expect(Set(book.events.map(\.machine)).count <= 16)
    #expect(book.events(of: machine).count == 100)
    for number in 94...100 { #expect(book.events(of: MACAddress(rawValue: UInt64(number))).count == 1) }
    #expect(book.events(of: MACAddress(rawValue: 1)).isEmpty)
}

@Test func allStepsAreSortedByTime() {
    var book = TrailBook()
    book.record(machine, at: 2, .dhcp, "b", "")
    book.record(MACAddress(rawValue: 1), at: 1, .dhcp, "a", "")
    #expect(book.events.map(\.event) == ["a", "b"])
}
