/// The processor architecture and firmware of a booting machine (option 93; RFC 4578 section 2.1, registry
/// "Processor Architecture Types").
///
/// Codes 0x09 and 0x11 (EFI byte code) are read as x64: old firmware sends them, and means that.
public enum ClientArchitecture: UInt16, CaseIterable, Hashable, Sendable {
    case x86BIOS = 0x00
    case pc98 = 0x01
    case itaniumUEFI = 0x02
    case alpha = 0x03
    case arcX86 = 0x04
    case leanClient = 0x05
    case x86UEFI = 0x06
    case x64UEFI = 0x07
    case xscaleUEFI = 0x08
    case arm32UEFI = 0x0A
    case arm64UEFI = 0x0B
    case powerOpenFirmware = 0x0C
    case powerEPAPR = 0x0D
    case powerOPAL = 0x0E
    case x86UEFIHTTP = 0x0F
    case x64UEFIHTTP = 0x10
    case arm32UEFIHTTP = 0x12
    case arm64UEFIHTTP = 0x13
    case x86BIOSHTTP = 0x14
    case arm32UBoot = 0x15
    case arm64UBoot = 0x16
    case arm32UBootHTTP = 0x17
    case arm64UBootHTTP = 0x18
    case riscv32UEFI = 0x19
    case riscv32UEFIHTTP = 0x1A
    case riscv64UEFI = 0x1B
    case riscv64UEFIHTTP = 0x1C
    case riscv128UEFI = 0x1D
    case riscv128UEFIHTTP = 0x1E
    case s390 = 0x1F
    case s390Extended = 0x20
    case mips32UEFI = 0x21
    case mips64UEFI = 0x22
    case sunway32UEFI = 0x23
    case sunway64UEFI = 0x24
    case loongarch32UEFI = 0x25
    case loongarch32UEFIHTTP = 0x26
    case loongarch64UEFI = 0x27
    case loongarch64UEFIHTTP = 0x28
    case armRPIBoot = 0x29

    /// The architecture that firmware means by `code`; nil for codes that are not registered.
    public init?(code: UInt16) {
        switch code {
        case 0x09: self = .x64UEFI
        case 0x11: self = .x64UEFIHTTP
        default: self.init(rawValue: code)
        }
    }

    /// The architecture that the configuration calls `name`, such as `x64-uefi-http`.
    public init?(name: some StringProtocol) {
        guard let known = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = known
    }

    /// The first architecture that we know in the list of option 93, two octets each.
    init?(list: ArraySlice<UInt8>) {
        var rest = list
        while let high = rest.popFirst(), let low = rest.popFirst() {
            guard let known = Self(code: UInt16(high) << 8 | UInt16(low)) else { continue }
            self = known
            return
        }
        return nil
    }
}

extension ClientArchitecture: CustomStringConvertible {
    public var description: String { name }
}
