internal import CLinux
internal import Glibc
public import NetworkValues

/// A network interface and its IPv4 addresses.
public struct NetworkInterface: Hashable, Sendable {
    public let name: String
    public let index: UInt32
    public let addresses: [IPv4Address]

    public init(name: String, index: UInt32, addresses: [IPv4Address]) {
        self.name = name
        self.index = index
        self.addresses = addresses
    }

    /// The interfaces that have an IPv4 address, by index.
    public static func all() throws(SystemError) -> [NetworkInterface] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&first) == 0 else { throw SystemError(errno, "list the interfaces") }
        defer { unsafe freeifaddrs(first) }
        var found: [String: [IPv4Address]] = [:]
        var entry = unsafe first
        while let current = unsafe entry {
            unsafe entry = current.pointee.ifa_next
            guard let address = unsafe current.pointee.ifa_addr, unsafe address.pointee.sa_family == sa_family_t(AF_INET) else {
                continue
            }
            let number = unsafe address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe $0.pointee.sin_addr.s_addr.bigEndian
            }
            let name = name(ofLabel: unsafe String(cString: current.pointee.ifa_name))
            found[name, default: []].append(IPv4Address(rawValue: number))
        }
        return found.map { NetworkInterface(name: $0.key, index: unsafe if_nametoindex($0.key), addresses: $0.value) }
            .sorted { $0.index < $1.index }
    }

    /// The name in the label of an address: the alias `eth0:1` is an address of eth0.
    static func name(ofLabel label: String) -> String {
        String(label.prefix { $0 != ":" })
    }
}

/// Whether an interface is up, and whether something is plugged in.
public struct LinkState: Hashable, Sendable {
    public let name: String
    public let isUp: Bool
    public let hasCarrier: Bool

    /// All interfaces, also those without an address.
    public static func all() throws(SystemError) -> [LinkState] {
        var first: UnsafeMutablePointer<ifaddrs>?
        guard unsafe getifaddrs(&first) == 0 else { throw SystemError(errno, "list the interfaces") }
        defer { unsafe freeifaddrs(first) }
        var states: [LinkState] = []
        var entry = unsafe first
        while let current = unsafe entry {
            unsafe entry = current.pointee.ifa_next
            guard let address = unsafe current.pointee.ifa_addr, unsafe address.pointee.sa_family == sa_family_t(AF_PACKET) else {
                continue
            }
            let (name, flags) = unsafe (String(cString: current.pointee.ifa_name), current.pointee.ifa_flags)
            let isUp = flags & UInt32(IFF_UP) != 0
            states.append(LinkState(name: name, isUp: isUp, hasCarrier: flags & UInt32(IFF_RUNNING) != 0))
        }
        return states
    }
}

/// Becomes readable when an interface or an address comes or goes (rtnetlink).
public struct InterfaceMonitor: ~Copyable, Sendable {
    public let descriptor: Descriptor

    public init() throws(SystemError) {
        descriptor = try Descriptor(owning: checked(clinux_open_route_monitor(), "watch the interfaces"))
    }

    /// Takes all that was announced; what matters is that something was.
    public func drain() {
        while let part = try? descriptor.read(upTo: 8192), !part.isEmpty {}
    }
}
