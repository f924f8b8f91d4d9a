import DHCP
import NetworkValues
import Testing

@Suite struct HardwareAddressTests {
    @Test func anEthernetAddressIsItsMAC() {
        let address = HardwareAddress(client)
        #expect(address.mac == client)
        #expect(address.octets == client.octets)
        #expect((address.type, address.length) == (1, 6))
        #expect(address.description == "52:54:00:00:00:01")
        #expect(HardwareAddress(type: 1, octets: client.octets) == address)
    }

    @Test(arguments: [0, 1, 5, 7, 8, 9, 16])
    func otherLengthsAreKeptButAreNoMAC(count: Int) {
        let octets = (0..<count).map { UInt8($0 + 1) }
        let address = HardwareAddress(type: 1, octets: octets)
        #expect(address?.octets == octets)
        #expect(address?.mac == nil)
    }

    @Test func otherLinksHaveNoMAC() {
        #expect(HardwareAddress(type: 6, octets: client.octets)?.mac == nil)
        #expect(HardwareAddress(type: 6, octets: [0, 0x1A])?.description == "6/00-1a")
    }

    @Test func seventeenOctetsDoNotFit() {
        #expect(HardwareAddress(type: 1, octets: [UInt8](repeating: 0, count: 17)) == nil)
    }
}
