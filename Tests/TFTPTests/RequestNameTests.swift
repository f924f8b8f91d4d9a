import TFTP
import Testing

/// A path that cannot leave the root by its letters.
func expectSafe(_ path: String) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts {
        #expect(!part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8), "\(path)")
        #expect(part.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }, "\(path)")
    }
}

struct RequestNameTests {
    static let paths: [(String, [String])] = [
        ("undionly.kpxe", ["undionly.kpxe"]),
        ("/undionly.kpxe", ["undionly.kpxe"]),
        ("//boot//x64//wdsnbp.com", ["boot/x64/wdsnbp.com"]),
        ("\\Boot\\BCD", ["Boot/BCD"]),
        ("\\\\boot/x64\\pxeboot.n12", ["boot/x64/pxeboot.n12"]),
        ("./pxelinux.cfg/./default", ["pxelinux.cfg/default"]),
        ("boot/../pxelinux.0", ["pxelinux.0"]),
        ("a/b/../../c", ["c"]),
        ("boot/", ["boot"]),
        (".hidden", [".hidden"]),
        ("...", ["..."]),
        ("..a/b..", ["..a/b.."]),
        ("%2e%2e/etc/passwd", ["%2e%2e/etc/passwd"]),
        ("C:\\x", ["C:/x"]),
        ("/etc/passwd", ["etc/passwd"]),
        ("with blank.efi", ["with blank.efi"]),
        ("blank.efi ", ["blank.efi ", "blank.efi"]),
        ("gerät.cfg", ["gerät.cfg"]),
        ("café", ["café", "caf"]),
        ("a/ ", ["a/ ", "a"]),
    ]

    @Test(arguments: paths)
    func nameBecomesAPathBelowTheRoot(_ name: String, _ candidates: [String]) throws {
        #expect(try RequestName(Array(name.utf8)).candidates == candidates)
    }

    static let rubbish: [([UInt8], [String])] = [
        (hex("61 2e 30 ff"), ["a.0"]),
        (hex("61 2e 30 ff ff"), ["a.0"]),
        (hex("61 2e 30 ff 43 04 c0 a8"), ["a.0"]),
        (hex("61 2e 30 80 90"), ["a.0"]),
        (hex("61 2e 30 0a"), ["a.0"]),
        (hex("61 2e 30 0d 0a"), ["a.0"]),
        (hex("61 2e 30 20 ff"), ["a.0"]),
        (hex("61 2e 30 00 62"), ["a.0"]),
        (hex("61 2e 30 7f"), ["a.0"]),
        (hex("2f 61 20 20"), ["a  ", "a"]),
    ]

    @Test(arguments: rubbish)
    func rubbishBehindTheNameIsStripped(_ name: [UInt8], _ candidates: [String]) throws {
        #expect(try RequestName(name).candidates == candidates)
    }

    static let refused: [([UInt8], RequestName.Refusal)] = [
        ([], .empty),
        (Array("/".utf8), .empty),
        (Array("//./\\".utf8), .empty),
        (Array("a/..".utf8), .empty),
        (Array("..".utf8), .outsideRoot),
        (Array("../etc/passwd".utf8), .outsideRoot),
        (Array("/../etc/passwd".utf8), .outsideRoot),
        (Array("..\\..\\windows\\win.ini".utf8), .outsideRoot),
        (Array("a/../../b".utf8), .outsideRoot),
        (Array("a/./../..//b".utf8), .outsideRoot),
        (Array("a/../../root/a".utf8), .outsideRoot),
        (hex("ff"), .notText),
        (hex("00 61"), .notText),
        (hex("0a 61"), .notText),
        (hex("20 20"), .notText),
        (hex("61 e9 62"), .notText),
        (hex("61 c0 af 62"), .notText),
        (hex("c0 ae c0 ae 2f 62"), .notText),
        (hex("61 ed a0 80 62"), .notText),
    ]

    @Test(arguments: refused)
    func nameThatCannotBeServedIsRefused(_ name: [UInt8], _ reason: RequestName.Refusal) {
        #expect(throws: reason) { () throws(RequestName.Refusal) in try RequestName(name) }
    }

    /// Every name of up to five of the octets that matter.
    @Test func noMixtureOfDotsAndSlashesLeavesTheRoot() {
        let alphabet: [UInt8] = [0x2E, 0x2F, 0x5C, 0x61, 0x20, 0xFF, 0x01]
        var names: [[UInt8]] = [[]]
        for _ in 0..<5 { names += names.suffix(from: 0).flatMap { name in alphabet.map { name + [$0] } } }
        var served = 0
        for name in Set(names) {
            guard let request = try? RequestName(name) else { continue }
            served += 1
            for candidate in request.candidates { expectSafe(candidate) }
        }
        #expect(served > 1000)
    }

    @Test func nameForTheLogHasNoControls() {
        #expect(RequestName.printable(hex("61 1b 5b 33 31 6d 00 ff")) == "a?[31m?\u{FFFD}")
    }
}
