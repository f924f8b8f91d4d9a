import NetworkValues
import TFTP

/// The octets that the lines spell; blanks are for the eye.
func hex(_ lines: String...) -> [UInt8] {
    Hex.decode(lines.joined().filter { $0 != " " }) ?? []
}

func decode(_ octets: [UInt8]) throws(TFTPDecodingError) -> TFTPPacket {
    try TFTPPacket(decoding: octets.span)
}

func request(_ options: (String, String)..., mode: TransferMode = .octet) -> TFTPRequest {
    TFTPRequest(
        fileName: Array("file".utf8), mode: mode, options: options.map { TFTPOption($0.0, $0.1) })
}

func seconds(_ count: Double) -> BootTime { BootTime(microseconds: UInt64(count * 1_000_000)) }

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
