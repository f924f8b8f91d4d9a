public import JSON

/// An error of a call: a dotted name, and parameters that its interface describes.
public struct VarlinkFailure: Error, Hashable, Sendable {
    public let name: String
    public let parameters: JSONValue

    public init(_ name: String, _ parameters: JSONValue = .object(JSONObject())) {
        self.name = name
        if case .object = parameters {
            self.parameters = parameters
        } else {
            self.parameters = .object(JSONObject())
        }
    }

    public static func interfaceNotFound(_ interface: String) -> Self {
        Self("org.varlink.service.InterfaceNotFound", ["interface": .string(interface)])
    }

    public static func methodNotFound(_ method: String) -> Self {
        Self("org.varlink.service.MethodNotFound", ["method": .string(method)])
    }

    public static func invalidParameter(_ parameter: String) -> Self {
        Self("org.varlink.service.InvalidParameter", ["parameter": .string(parameter)])
    }

    public static let permissionDenied = Self("org.varlink.service.PermissionDenied")
    public static let expectedMore = Self("org.varlink.service.ExpectedMore")

    /// What the reading of parameters found wrong.
    public init(_ error: JSONError) {
        switch error {
        case .missing(let name), .invalid(let name, _): self = .invalidParameter(name)
        default: self = .invalidParameter("\(error)")
        }
    }
}

extension VarlinkFailure: CustomStringConvertible {
    public var description: String { "\(name) \(parameters.text())" }
}
