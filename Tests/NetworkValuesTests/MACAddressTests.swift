import NetworkValues
import Testing

@Suite struct MACAddressTests {
    private let address = MACAddress(rawValue: 0x5254_00AB_CD01)

    @Test(arguments: [
        "52:54:00:ab:cd:01", "52-54-00-ab-cd-01", "5254.00ab.cd01", "525400abcd01", "52:54:00:AB:CD:01",
        "52-54-00-aB-Cd-01",
    ])
    func theUsualSpellingsAreRead(text: String) {
        #expect(MACAddress(text) == address)
    }

    @Test(arguments: [
        "", "52", "52:54:00:ab:cd", "52:54:00:ab:cd:1", "52:54:00:ab:cd:01:", "52:54:00:ab:cd:01:02",
        "52:54:00-ab:cd:01",
        "52.54.00.ab.cd.01", "525400:abcd01", "5254-00ab-cd01", "5254:00ab:cd01", "52:54:00:ab:cd:0g",
        "52 54 00 ab cd 01",
        " 52:54:00:ab:cd:01", "52:54:00:ab:cd:01 ", "0x525400abcd", "525400abcd0", "5254.00abcd01", "52:54:00:ab:cd:é",
        "52::54:00:ab:cd:1", "+2:54:00:ab:cd:01",
    ])
    func otherTextIsRefused(text: String) {
        #expect(MACAddress(text) == nil)
    }

    @Test func itIsWrittenInLowerCase() {
        #expect(address.description == "52:54:00:ab:cd:01")
        var ascii = Array("mac=".utf8)
        address.append(to: &ascii)
        #expect(ascii == Array("mac=52:54:00:ab:cd:01".utf8))
    }

    @Test func itsOctetsAreInWireOrder() {
        #expect(address.octets == [0x52, 0x54, 0x00, 0xAB, 0xCD, 0x01])
        #expect(MACAddress(octets: address.octets) == address)
        #expect(MACAddress(octets: [1, 2, 3, 4, 5]) == nil)
        #expect(MACAddress(octets: [1, 2, 3, 4, 5, 6, 7]) == nil)
    }

    @Test func higherBitsAreLeftOut() {
        #expect(MACAddress(rawValue: 0xFFFF_5254_00AB_CD01) == address)
    }

    @Test(
        arguments: [
            (0x5254_0000_0001, true), (0x0200_0000_0000, true), (0, false), (0xFFFF_FFFF_FFFF, false),
            (0x0100_5E00_0001, false),
            (0x0300_0000_0001, false),
        ] as [(UInt64, Bool)])
    func zerosAndGroupAddressesAreNoMachine(value: UInt64, isMachine: Bool) {
        #expect(MACAddress(rawValue: value).isMachine == isMachine)
    }

    @Test func addressesAreOrderedAsNumbers() {
        #expect(MACAddress(rawValue: 1) < MACAddress(rawValue: 0x0100_0000_0000))
    }
}
