import NetworkValues
import Testing

@Suite struct HexTests {
    @Test func everyOctetHasItsTwoDigits() {
        let octets = (0...255).map { UInt8($0) }
        let text = Hex.text(of: octets)
        #expect(text.hasPrefix("000102"))
        #expect(text.hasSuffix("fdfeff"))
        #expect(Hex.decode(text) == octets)
        #expect(Hex.decode(text.uppercased()) == octets)
        #expect(Hex.decode(Array(text.utf8)) == octets)
    }

    @Test func nothingIsNothing() {
        #expect(Hex.text(of: []) == "")
        #expect(Hex.decode("") == [])
    }

    @Test func digitsAreAppended() {
        var ascii = Array("x".utf8)
        Hex.append([0x0A, 0xF5], to: &ascii)
        #expect(ascii == Array("x0af5".utf8))
    }

    @Test(arguments: ["0", "abc", "0g", "g0", "0x01", "01 02", "-1", "1é", "٠٠", "/0", ":0", "@0", "`0", "G0"])
    func anythingElseIsRefused(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test(arguments: [("01:52:54", [0x01, 0x52, 0x54] as [UInt8]), ("00:ff", [0, 255])])
    func colonsStandBetweenOctets(_ text: String, _ octets: [UInt8]) {
        #expect(Hex.decode(colonText: text) == octets)
        #expect(Hex.colonText(of: octets) == text)
    }

    @Test(arguments: ["", "01", "1:2", "01:", ":01", "01:2", "001:02", "01:0g", "01::02", "01-02"])
    func otherTextWithColonsIsRefused(_ text: String) {
        #expect(Hex.decode(colonText: text) == nil)
    }
}
