import DHCP
import Testing

@Suite struct ClientArchitectureTests {
    /// Code, name, default loader, UEFI, HTTP.
    static let table: [(UInt16, String, String?, Bool, Bool)] = [
        (0x00, "x86-bios", "undionly.kpxe", false, false),
        (0x01, "pc98", nil, false, false),
        (0x02, "itanium-uefi", nil, true, false),
        (0x03, "alpha", nil, false, false),
        (0x04, "arc-x86", nil, false, false),
        (0x05, "lean-client", nil, false, false),
        (0x06, "x86-uefi", "ipxe-i386.efi", true, false),
        (0x07, "x64-uefi", "ipxe.efi", true, false),
        (0x08, "xscale-uefi", nil, true, false),
        (0x09, "x64-uefi", "ipxe.efi", true, false),
        (0x0A, "arm32-uefi", "snponly-arm32.efi", true, false),
        (0x0B, "arm64-uefi", "snponly-arm64.efi", true, false),
        (0x0C, "power-open-firmware", nil, false, false),
        (0x0D, "power-epapr", nil, false, false),
        (0x0E, "power-opal", nil, false, false),
        (0x0F, "x86-uefi-http", "ipxe-i386.efi", true, true),
        (0x10, "x64-uefi-http", "ipxe.efi", true, true),
        (0x11, "x64-uefi-http", "ipxe.efi", true, true),
        (0x12, "arm32-uefi-http", "snponly-arm32.efi", true, true),
        (0x13, "arm64-uefi-http", "snponly-arm64.efi", true, true),
        (0x14, "x86-bios-http", "undionly.kpxe", false, true),
        (0x15, "arm32-uboot", nil, false, false),
        (0x16, "arm64-uboot", "snponly-arm64.efi", false, false),
        (0x17, "arm32-uboot-http", nil, false, true),
        (0x18, "arm64-uboot-http", "snponly-arm64.efi", false, true),
        (0x19, "riscv32-uefi", "snponly-riscv32.efi", true, false),
        (0x1A, "riscv32-uefi-http", "snponly-riscv32.efi", true, true),
        (0x1B, "riscv64-uefi", "snponly-riscv64.efi", true, false),
        (0x1C, "riscv64-uefi-http", "snponly-riscv64.efi", true, true),
        (0x1D, "riscv128-uefi", nil, true, false),
        (0x1E, "riscv128-uefi-http", nil, true, true),
        (0x1F, "s390", nil, false, false),
        (0x20, "s390-extended", nil, false, false),
        (0x21, "mips32-uefi", nil, true, false),
        (0x22, "mips64-uefi", nil, true, false),
        (0x23, "sunway32-uefi", nil, true, false),
        (0x24, "sunway64-uefi", nil, true, false),
        (0x25, "loongarch32-uefi", nil, true, false),
        (0x26, "loongarch32-uefi-http", nil, true, true),
        (0x27, "loongarch64-uefi", "snponly-loong64.efi", true, false),
        (0x28, "loongarch64-uefi-http", "snponly-loong64.efi", true, true),
        (0x29, "arm-rpiboot", nil, false, false),
    ]

    @Test func everyRegisteredCodeHasItsNameAndLoader() {
        #expect(Self.table.map(\.0) == Array(0...0x29))
        for (code, name, loader, isUEFI, isHTTP) in Self.table {
            let architecture = ClientArchitecture(code: code)
            #expect(architecture?.name == name)
            #expect(architecture?.defaultLoader == loader)
            #expect(architecture?.isUEFI == isUEFI)
            #expect(architecture?.isHTTP == isHTTP)
            #expect(architecture?.isBIOS == name.hasPrefix("x86-bios"))
            #expect(ClientArchitecture(name: name) == architecture)
        }
    }

    @Test func namesAreUniqueAndNoOthersAreKnown() {
        #expect(Set(ClientArchitecture.allCases.map(\.name)).count == 40)
        #expect(ClientArchitecture.allCases.count == 40)
        #expect(ClientArchitecture(code: 0x2A) == nil)
        #expect(ClientArchitecture(name: "7") == nil)
        #expect(ClientArchitecture(name: "X64-UEFI") == nil)
        #expect(ClientArchitecture.x64UEFI.description == "x64-uefi")
    }
}
