import Contract
import JSON

/// A reply that is a list of rows under one name; the supervisor writes these without a type of their own.
struct HostList: MessageValue, Equatable {
    let hosts: [HostRow]
    init(_ hosts: [HostRow]) { self.hosts = hosts }
    init(reading view: borrowing JSONView) throws(JSONError) {
        hosts = try view.list("hosts") { view throws(JSONError) in try HostRow(reading: view) }
    }
    func write(to writer: inout JSONWriter) { writer.set("hosts", hosts) }
}

struct LeaseList: MessageValue, Equatable {
    let leases: [LeaseRow]
    init(_ leases: [LeaseRow]) { self.leases = leases }
    init(reading view: borrowing JSONView) throws(JSONError) {
        leases = try view.list("leases") { view throws(JSONError) in try LeaseRow(reading: view) }
    }
    func write(to writer: inout JSONWriter) { writer.set("leases", leases) }
}

struct EventList: MessageValue, Equatable {
    let events: [EventRow]
    init(_ events: [EventRow]) { self.events = events }
    init(reading view: borrowing JSONView) throws(JSONError) {
        events = try view.list("events") { view throws(JSONError) in try EventRow(reading: view) }
    }
    func write(to writer: inout JSONWriter) { writer.set("events", events) }
}
