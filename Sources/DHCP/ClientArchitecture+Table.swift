extension ClientArchitecture {
    /// What kind of firmware an architecture has.
    enum Firmware {
        case bios
        case uefi
        case other
    }

    private typealias Row = (name: String, firmware: Firmware, isHTTP: Bool, loader: String?)

    /// What the configuration calls it.
    public var name: String { row.name }

    /// The file that loads iPXE (or the next stage) on such a machine; nil where there is none.
    public var defaultLoader: String? { row.loader }

    public var isUEFI: Bool { row.firmware == .uefi }

    public var isBIOS: Bool { row.firmware == .bios }

    /// Whether the firmware boots by HTTP, so that its boot file is a URL.
    public var isHTTP: Bool { row.isHTTP }

    private var row: Row {
        switch self {
        case .x86BIOS: ("x86-bios", .bios, false, "undionly.kpxe")
        case .pc98: ("pc98", .other, false, nil)
        case .itaniumUEFI: ("itanium-uefi", .uefi, false, nil)
        case .alpha: ("alpha", .other, false, nil)
        case .arcX86: ("arc-x86", .other, false, nil)
        case .leanClient: ("lean-client", .other, false, nil)
        case .x86UEFI: ("x86-uefi", .uefi, false, "ipxe-i386.efi")
        case .x64UEFI: ("x64-uefi", .uefi, false, "ipxe.efi")
        case .xscaleUEFI: ("xscale-uefi", .uefi, false, nil)
        case .arm32UEFI: ("arm32-uefi", .uefi, false, "snponly-arm32.efi")
        case .arm64UEFI: ("arm64-uefi", .uefi, false, "snponly-arm64.efi")
        case .powerOpenFirmware: ("power-open-firmware", .other, false, nil)
        case .powerEPAPR: ("power-epapr", .other, false, nil)
        case .powerOPAL: ("power-opal", .other, false, nil)
        case .x86UEFIHTTP: ("x86-uefi-http", .uefi, true, "ipxe-i386.efi")
        case .x64UEFIHTTP: ("x64-uefi-http", .uefi, true, "ipxe.efi")
        case .arm32UEFIHTTP: ("arm32-uefi-http", .uefi, true, "snponly-arm32.efi")
        case .arm64UEFIHTTP: ("arm64-uefi-http", .uefi, true, "snponly-arm64.efi")
        case .x86BIOSHTTP: ("x86-bios-http", .bios, true, "undionly.kpxe")
        case .arm32UBoot: ("arm32-uboot", .other, false, nil)
        case .arm64UBoot: ("arm64-uboot", .other, false, "snponly-arm64.efi")
        case .arm32UBootHTTP: ("arm32-uboot-http", .other, true, nil)
        case .arm64UBootHTTP: ("arm64-uboot-http", .other, true, "snponly-arm64.efi")
        case .riscv32UEFI: ("riscv32-uefi", .uefi, false, "snponly-riscv32.efi")
        case .riscv32UEFIHTTP: ("riscv32-uefi-http", .uefi, true, "snponly-riscv32.efi")
        case .riscv64UEFI: ("riscv64-uefi", .uefi, false, "snponly-riscv64.efi")
        case .riscv64UEFIHTTP: ("riscv64-uefi-http", .uefi, true, "snponly-riscv64.efi")
        case .riscv128UEFI: ("riscv128-uefi", .uefi, false, nil)
        case .riscv128UEFIHTTP: ("riscv128-uefi-http", .uefi, true, nil)
        case .s390: ("s390", .other, false, nil)
        case .s390Extended: ("s390-extended", .other, false, nil)
        case .mips32UEFI: ("mips32-uefi", .uefi, false, nil)
        case .mips64UEFI: ("mips64-uefi", .uefi, false, nil)
        case .sunway32UEFI: ("sunway32-uefi", .uefi, false, nil)
        case .sunway64UEFI: ("sunway64-uefi", .uefi, false, nil)
        case .loongarch32UEFI: ("loongarch32-uefi", .uefi, false, nil)
        case .loongarch32UEFIHTTP: ("loongarch32-uefi-http", .uefi, true, nil)
        case .loongarch64UEFI: ("loongarch64-uefi", .uefi, false, "snponly-loong64.efi")
        case .loongarch64UEFIHTTP: ("loongarch64-uefi-http", .uefi, true, "snponly-loong64.efi")
        case .armRPIBoot: ("arm-rpiboot", .other, false, nil)
        }
    }
}
