public import JSON
public import NetworkValues

/// A socket of another program of this host on a port of ours.
public struct OtherSocket: MessageValue, Hashable {
    public let port: Int
    /// 0.0.0.0 for all addresses of the host.
    public let address: IPv4Address
    /// The one interface that it is bound to.
    public let interface: String?

    public init(port: Int, address: IPv4Address, interface: String?) {
        self.port = port
        self.address = address
        self.interface = interface
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        port = try view.integer("port")
        address = try view.ipv4("address")
        interface = try view.optionalString("interface")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("port", port)
        writer.set("address", address)
        writer.set("interface", interface)
    }
}

/// A DHCP server that is not ours, seen on an interface.
public struct OtherServerInfo: MessageValue, Hashable {
    public let server: IPv4Address
    public let interface: String
    /// What it gave a client.
    public let address: IPv4Address?

    public init(server: IPv4Address, interface: String, address: IPv4Address?) {
        self.server = server
        self.interface = interface
        self.address = address
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        server = try view.ipv4("server")
        interface = try view.string("interface")
        address = try view.optionalIPv4("address")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("server", server)
        writer.set("interface", interface)
        writer.set("address", address)
    }
}
