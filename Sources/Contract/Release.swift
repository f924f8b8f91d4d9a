public import JSON
public import NetworkValues

/// The parameters of `Release`.
public struct ReleaseRequest: MessageValue, Hashable {
    public let address: IPv4Address

    public init(address: IPv4Address) {
        self.address = address
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        address = try view.ipv4("address")
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("address", address)
    }
}

/// The reply of `Release`.
public struct ReleaseResult: MessageValue, Hashable {
    /// As it was before.
    public let lease: LeaseRow

    public init(lease: LeaseRow) {
        self.lease = lease
    }

    public init(reading view: borrowing JSONView) throws(JSONError) {
        lease = try LeaseRow(reading: try view.required("lease"))
    }

    public func write(to writer: inout JSONWriter) {
        writer.set("lease", lease)
    }
}
