import Catalog
import DHCP
import NetworkValues

/// BOOTREQUEST (RFC 951, RFC 1534): one round, after which the client never asks for more time.
extension DHCPExchange {
    /// A client that has an address wants to know what to load; any other gets one as by DISCOVER, and with it the lease.
    func bootp() -> DHCPDecision {
        facts.clientAddress == nil ? discover() : inform()
    }

    /// Whether the machine keeps an address of a range for ever; its host's own is not given to others anyhow.
    func isForGood(_ address: IPv4Address) -> Bool {
        facts.kind == .bootp && plan.address == .dynamic(address)
    }
}

extension Network {
    /// Whether it has something for machines that speak as this one does. Of another server's network that is not ours to say.
    func answers(_ machine: Machine) -> Bool {
        !machine.speaksBOOTP || self.leasing.hasBOOTP || self.mode == .proxy
    }
}
