public import JSON

/// The documents that are made for a machine.
public enum DocumentKind: String, Sendable, CaseIterable {
    case home, bootScript, ipxe, grub, ignition, cloud, generic, metadata
}

/// A request for a document; the parameters of `Render`.
public struct DocumentQuery: MessageValue, Hashable {
    public let document: DocumentKind
    /// The query string as it came: `uuid=...&mac=...`.
    public let query: String
    public let client: String
    public let local: String

    public init(document: DocumentKind, query: String, client: String, local: String) {
        self.document = document
        self.query = query
        self.client = client
        self.local = local
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        document = try view.word("document", DocumentKind.self)
        query = try view.string("query")
        client = try view.string("client")
        local = try view.string("local")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("document", document.rawValue)
        writer.set("query", query)
        writer.set("client", client)
        writer.set("local", local)
    }
}

/// The reply of `Render`.
public struct DocumentAnswer: MessageValue, Hashable {
    public let mediaType: String
    public let body: [UInt8]
    public let machine: String?

    public init(mediaType: String, body: [UInt8], machine: String?) {
        self.mediaType = mediaType
        self.body = body
        self.machine = machine
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        mediaType = try view.string("mediaType")
        let text = try view.optional("body", "a string") { $0.octets }
        let octets = try view.optionalHex("bodyHex")
        body = text ?? octets ?? []
        machine = try view.optionalString("machine")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("mediaType", mediaType)
        if let text = String(validating: body, as: UTF8.self) {
            writer.set("body", text)
        } else {
            writer.set("bodyHex", hex: body)
        }
        writer.set("machine", machine)
    }
}
