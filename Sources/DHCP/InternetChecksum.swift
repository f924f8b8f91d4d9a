import NetworkValues

/// The one's complement sum of the Internet protocols (RFC 1071).
struct InternetChecksum {
    private var sum: UInt64 = 0

    mutating func add(_ words: [UInt16]) {
        for word in words { sum &+= UInt64(word) }
    }

    mutating func add(_ address: IPv4Address) {
        sum &+= UInt64(address.rawValue >> 16) &+ UInt64(address.rawValue & 0xFFFF)
    }

    /// Adds octets in pairs, an odd last one as if a zero followed.
    mutating func add(_ octets: [UInt8]) {
        var isHigh = true
        for octet in octets {
            sum &+= isHigh ? UInt64(octet) << 8 : UInt64(octet)
            isHigh.toggle()
        }
    }

    /// The complement of the folded sum; 0 for octets that hold their own right checksum.
    var value: UInt16 {
        var folded = sum
        while folded > 0xFFFF { folded = folded & 0xFFFF &+ folded >> 16 }
        return ~UInt16(truncatingIfNeeded: folded)
    }
}
