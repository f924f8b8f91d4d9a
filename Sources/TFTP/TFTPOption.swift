/// One option of a request or an OACK (RFC 2347).
public struct TFTPOption: Hashable, Sendable {
    /// As the client spelt it: a client must recognise its own option in the OACK.
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Which option this is, in whatever letter case it came; nil for one that bootd does not know.
    public var kind: Kind? { Kind(rawValue: name.asciiLowercased) }

    /// The value as a decimal number without sign or blanks; nil for all else, and for numbers over 64 bits.
    public var number: UInt64? {
        guard value.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return UInt64(value)
    }

    /// The options that bootd knows, by their names in small letters.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Octets in a block (RFC 2348).
        case blockSize = "blksize"
        /// Seconds until a packet is sent again (RFC 2349).
        case timeout
        /// Octets in the file (RFC 2349).
        case transferSize = "tsize"
        /// Blocks to one acknowledgement (RFC 7440).
        case windowSize = "windowsize"
    }
}
