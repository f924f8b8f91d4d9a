internal import Leases
internal import NetworkValues
internal import Store

// A lease as the book has it, and as the store writes it down.

extension Lease {
    init(_ record: LeaseRecord) {
        let key: LeaseKey =
            switch record.keyKind {
            case .hardware: .hardware(MACAddress(octets: record.key) ?? record.hardware)
            case .clientID: .clientID(record.key)
            }
        self.init(
            address: record.address, key: key, hardware: record.hardware, clientID: record.clientID, hostname: record.hostname,
            network: record.network, state: LeaseState(record.state), start: record.start, expires: record.expires)
    }
}

extension LeaseState {
    init(_ state: LeaseRecord.State) {
        switch state {
        case .bound: self = .bound
        case .released: self = .released
        case .declined: self = .declined
        case .inUse: self = .inUse
        }
    }
}

extension LeaseRecord {
    /// Nil for an offer or a check, which are not written down.
    init?(_ lease: Lease) {
        let state: State
        switch lease.state {
        case .probing, .offered: return nil
        case .bound: state = .bound
        case .released: state = .released
        case .declined: state = .declined
        case .inUse: state = .inUse
        }
        let (kind, key): (KeyKind, [UInt8]) =
            switch lease.key {
            case .hardware(let mac): (.hardware, mac.octets)
            case .clientID(let octets): (.clientID, octets)
            }
        self.init(
            address: lease.address, keyKind: kind, key: key, hardware: lease.hardware, clientID: lease.clientID,
            hostname: lease.hostname, network: lease.network, state: state, start: lease.start, expires: lease.expires)
    }
}

extension LeaseRecordChange {
    init?(_ change: LeaseChange) {
        switch change {
        case .put(let lease):
            guard let record = LeaseRecord(lease) else { return nil }
            self = .put(record)
        case .remove(let address):
            self = .remove(address)
        }
    }
}
