import NetworkValues
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: [
        ("01:52:54:00:00:00:01", [0x01, 0x52, 0x54, 0, 0, 0, 1] as [UInt8]), ("eth0/0/1", Array("eth0/0/1".utf8)),
        ("", []), ("a b", Array("a b".utf8)), ("00:ff", [0, 0xFF]), ("30:31:3a:30:32", Array("01:02".utf8)),
        ("07:08", [7, 8]), ("c3:a9", [0xC3, 0xA9]),
    ])
    func textAndOctetsStandForEachOther(_ text: String, _ octets: [UInt8]) {
        #expect(Identifier(text).octets == octets)
        #expect(Identifier(octets: octets).description == text)
    }

    @Test(arguments: [("01:02:0A", "01:02:0a"), ("é", "c3:a9"), ("1:2", "1:2"), ("01", "01"), ("abc:", "abc:")])
    func textIsShownAsItIsRead(_ text: String, _ shown: String) {
        #expect(Identifier(text).description == shown)
    }
}
