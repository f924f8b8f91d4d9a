/// A parser or an engine that reads what a network sends, and what must hold whatever it reads.
struct FuzzTarget: Sendable {
    let name: String
    /// Reads the octets; throws what does not hold. A trap is a finding as well.
    let read: @Sendable (_ octets: [UInt8]) throws(Broken) -> Void

    static let all: [FuzzTarget] = [
        FuzzTarget(name: "dhcp-message", read: readDHCPMessage),
        FuzzTarget(name: "dhcp-conversation", read: readDHCPConversation),
        FuzzTarget(name: "link-packet", read: readLinkPacket),
        FuzzTarget(name: "tftp-packet", read: readTFTPPacket),
        FuzzTarget(name: "http-request", read: readHTTPRequest),
        FuzzTarget(name: "varlink-message", read: readVarlinkMessage),
        FuzzTarget(name: "configuration", read: readConfiguration),
    ]
}

extension FuzzTarget: CustomStringConvertible {
    var description: String { name }
}

/// Something that holds for every input, and does not for this one.
struct Broken: Error, CustomStringConvertible {
    let description: String
}

func require(_ holds: Bool, _ what: @autoclosure () -> String) throws(Broken) {
    guard holds else { throw Broken(description: what()) }
}

/// The value; nil breaks what holds.
func require<Value>(_ value: Value?, _ what: @autoclosure () -> String) throws(Broken) -> Value {
    guard let value else { throw Broken(description: what()) }
    return value
}
