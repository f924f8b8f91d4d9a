public import JSON
internal import NetworkValues

/// A request for a file by TFTP; the parameters of `ResolveFile`.
public struct FileQuery: MessageValue, Hashable {
    /// The name as the client sent it, which need not be text.
    public let name: [UInt8]
    public let client: String
    public let local: String
    public let interface: String

    public init(name: [UInt8], client: String, local: String, interface: String) {
        self.name = name
        self.client = client
        self.local = local
        self.interface = interface
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        name = try view.value("nameHex", "hexadecimal") { $0.parse { Hex.decode($0) } }
        client = try view.string("client")
        local = try view.string("local")
        interface = try view.string("interface")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("nameHex", hex: name)
        writer.set("client", client)
        writer.set("local", local)
        writer.set("interface", interface)
    }
}

/// One way to answer a request for a file.
public enum Candidate: MessageValue, Hashable {
    case file(root: String, path: String)
    case content(String)
    case error(String)

    public init(reading view: borrowing JSONView) throws(JSONError) {
        if let root = try view.optionalString("root") {
            self = .file(root: root, path: try view.string("path"))
        } else if let content = try view.optionalString("content") {
            self = .content(content)
        } else {
            self = .error(try view.string("error"))
        }
    }

    public func write(to writer: inout JSONWriter) {
        switch self {
        case .file(let root, let path):
            writer.set("root", root)
            writer.set("path", path)
        case .content(let content): writer.set("content", content)
        case .error(let error): writer.set("error", error)
        }
    }
}

/// The reply of `ResolveFile`: candidates, best first.
public struct FileAnswer: MessageValue, Hashable {
    public let candidates: [Candidate]
    /// The machine that asks, as far as its lease tells.
    public let machine: String?

    public init(candidates: [Candidate], machine: String?) {
        self.candidates = candidates
        self.machine = machine
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        candidates = try view.values("candidates", Candidate.self)
        machine = try view.optionalString("machine")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("candidates", candidates)
        writer.set("machine", machine)
    }
}
