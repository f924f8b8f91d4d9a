internal import CLinux
internal import Glibc
internal import NetworkValues

extension Endpoint {
    /// Reads the kernel's form; `::ffff:` addresses become IPv4 here, at the edge.
    init(_ native: clinux_endpoint) {
        self.init(IPAddress(family: native.family, native.address), port: native.port, scope: native.scope)
    }
}

extension IPAddress {
    init(family: Int32, _ octets: clinux_octets) {
        let (high, low) = unsafe withUnsafeBytes(of: octets) {
            unsafe (
                UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        guard family == AF_INET6 else {
            self = .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: high >> 32)))
            return
        }
        let address = IPv6Address(high: high, low: low)
        self = address.mappedIPv4.map { .v4($0) } ?? .v6(address)
    }
}

typealias clinux_octets = (
    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
)

extension clinux_endpoint {
    init(_ endpoint: Endpoint) {
        self.init()
        port = endpoint.port
        scope = endpoint.scope
        switch endpoint.address {
        case .v4(let address):
            family = AF_INET
            set(high: UInt64(address.rawValue) << 32, low: 0)
        case .v6(let address):
            family = AF_INET6
            set(high: address.high, low: address.low)
        }
    }

    /// The form for a socket of either family: one of IPv6 wants IPv4 addresses `mapped`.
    init(_ endpoint: Endpoint, mapped: Bool) {
        if mapped, case .v4(let address) = endpoint.address {
            let mapped = IPv6Address(high: 0, low: 0xFFFF_0000_0000 | UInt64(address.rawValue))
            self.init(Endpoint(.v6(mapped), port: endpoint.port))
        } else {
            self.init(endpoint)
        }
    }

    private mutating func set(high: UInt64, low: UInt64) {
        var big = (high.bigEndian, low.bigEndian)
        unsafe withUnsafeMutableBytes(of: &address) { target in
            unsafe withUnsafeBytes(of: &big) { unsafe target.copyMemory(from: $0) }
        }
    }
}
