import NetworkValues
import Testing

@Suite struct MachineUUIDTests {
    private let text = "12345678-1234-5678-9abc-def011223344"
    private let wire: [UInt8] = [
        0x78, 0x56, 0x34, 0x12, 0x34, 0x12, 0x78, 0x56, 0x9A, 0xBC, 0xDE, 0xF0, 0x11, 0x22, 0x33, 0x44,
    ]

    @Test func theFirstThreeFieldsAreLittleEndianOnTheWire() {
        #expect(MachineUUID(wire: wire)?.description == text)
        #expect(MachineUUID(wire: wire) == MachineUUID(text))
        #expect(MachineUUID(wire: wire.prefix(15)) == nil)
        #expect(MachineUUID(wire: wire + [0]) == nil)
        #expect(MachineUUID(text)?.wireOctets == wire)
    }

    @Test func octetsAreInTheOrderOfTheText() {
        let uuid = MachineUUID(text)
        #expect(uuid?.octets == [0x12, 0x34, 0x56, 0x78, 0x12, 0x34, 0x56, 0x78] + wire[8...])
        #expect(MachineUUID(octets: uuid?.octets ?? []) == uuid)
    }

    @Test func lettersMayBeOfAnyCase() {
        #expect(MachineUUID(text.uppercased())?.description == text)
    }

    @Test(arguments: [
        "", "12345678123456789abcdef011223344", "12345678-1234-5678-9abc-def01122334",
        "12345678-1234-5678-9abc-def0112233445",
        "1234567-81234-5678-9abc-def011223344", "12345678-1234-5678-9abc-def01122334g",
        "{12345678-1234-5678-9abc-def011223344}",
        "12345678-1234-5678-9abc-def011223344-", "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
    ])
    func otherTextIsRefused(text: String) {
        #expect(MachineUUID(text) == nil)
    }

    @Test(arguments: [0, 0xFF] as [UInt8])
    func zerosAndOnesMeanThatThereIsNone(octet: UInt8) {
        #expect(MachineUUID(octets: [UInt8](repeating: octet, count: 16)) == nil)
        #expect(MachineUUID(wire: [UInt8](repeating: octet, count: 16)) == nil)
    }
}
