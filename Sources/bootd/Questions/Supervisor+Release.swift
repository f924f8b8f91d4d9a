internal import Contract
internal import Logging
internal import Trails

// What is told of leases that an administrator ends.

extension Supervisor {
    /// Notes what became of a lease, which is given as it was before.
    func noteReleased(_ lease: LeaseRow, byUser user: UInt32) {
        var fields = fields(of: lease.hardware, address: lease.address, stage: .dhcp)
        fields["network"] = "\(lease.network)"
        fields["state"] = "\(lease.state.rawValue)"
        fields["user"] = "\(user)"
        log.notice("an administrator freed an address", metadata: fields)
        guard lease.state == .bound else { return }
        record(lease.hardware, .dhcp, "released", "its lease of \(lease.address) was ended by an administrator")
    }
}
