import LinuxIO
import Testing

@Suite struct BootTests {
    @Test(arguments: [
        ("0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9\n", 0x0A1B_2C3D_4E5F_6071 as Int64?),
        ("0a1b2c3d4e5f60718293a4b5c6d7e8f9", 0x0A1B_2C3D_4E5F_6071),
        ("ffffffffffffffffffffffffffffffff", -1), ("", nil), ("0a1b2c3d", nil), ("no boot ID at all, be it ever so long", nil),
    ])
    func aBootIsKnownByItsID(text: String, number: Int64?) {
        #expect(Boot.identifier(text) == number)
    }

    @Test func thisBootIsAlwaysTheSame() {
        #expect(Boot.identifier() != nil)
        #expect(Boot.identifier() == Boot.identifier())
    }
}
