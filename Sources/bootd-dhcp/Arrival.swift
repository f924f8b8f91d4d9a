internal import NetworkValues

/// Where and how a request arrived.
struct Arrival {
    let interface: String
    let interfaceIndex: UInt32
    /// Our address that it was sent to, or that answers on the interface.
    let local: IPv4Address
    let source: IPv4Address
    let sourcePort: UInt16
    /// Our port.
    let port: UInt16
}
