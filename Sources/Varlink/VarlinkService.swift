import JSON

/// An interface and its description in Varlink's own language.
public struct VarlinkInterface: Hashable, Sendable {
    public let name: String
    public let description: String

    public init(name: String, description: String) {
        self.name = name
        self.description = description
    }
}

/// `org.varlink.service`: what every Varlink server tells of itself.
public struct VarlinkService: Sendable {
    public static let interface = VarlinkInterface(
        name: "org.varlink.service",
        description: """
            # What every Varlink service tells of itself.
            interface org.varlink.service

            # Who serves here, and which interfaces.
            method GetInfo() -> (vendor: string, product: string, version: string, url: string, interfaces: []string)

            # The description of one interface.
            method GetInterfaceDescription(interface: string) -> (description: string)

            error InterfaceNotFound (interface: string)
            error MethodNotFound (method: string)
            error MethodNotImplemented (method: string)
            error InvalidParameter (parameter: string)
            error PermissionDenied ()
            error ExpectedMore ()

            """)

    public let version: String
    private let interfaces: [VarlinkInterface]

    public init(version: String, interfaces: [VarlinkInterface]) {
        self.version = version
        self.interfaces = [Self.interface] + interfaces
    }

    /// Appends the reply to a call of `org.varlink.service`; false when the call is of another interface.
    public func answer(_ call: borrowing VarlinkCall, to output: inout [UInt8]) throws(VarlinkFailure) -> Bool {
        switch call.method {
        case "org.varlink.service.GetInfo":
            VarlinkReply.append(to: &output) {
                $0.set("vendor", "bootd")
                $0.set("product", "bootd")
                $0.set("version", version)
                $0.set("url", "https://varlink.org")
                $0.set("interfaces", interfaces.map(\.name))
            }
        case "org.varlink.service.GetInterfaceDescription":
            let name: String
            do throws(JSONError) { name = try call.parameters.string("interface") } catch { throw VarlinkFailure(error) }
            guard let found = interfaces.first(where: { $0.name == name }) else { throw .interfaceNotFound(name) }
            VarlinkReply.append(to: &output) { $0.set("description", found.description) }
        default:
            return false
        }
        return true
    }

    /// What to say of a method that nobody serves.
    public func unknown(_ method: String) -> VarlinkFailure {
        let interface = method.split(separator: ".").dropLast().joined(separator: ".")
        return interfaces.contains { $0.name == interface } ? .methodNotFound(method) : .interfaceNotFound(interface)
    }
}
