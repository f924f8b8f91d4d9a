import Catalog
import DHCP
import NetworkValues

/// The replies of a plan.
extension DHCPExchange {
    /// OFFER or ACK; without an address it is the answer to an INFORM.
    func reply(_ kind: DHCPReply.Kind, _ address: IPv4Address?) -> DHCPReply {
        var reply = DHCPReply(kind)
        reply.yiaddr = address ?? .any
        reply.options.append(.serverIdentifier, plan.identifier)
        if let address, facts.kind != .bootp {
            let seconds = leaseSeconds(of: address)
            reply.options.append(.leaseTime, seconds)
            reply.options.append(.renewalTime, seconds / 2)
            reply.options.append(.rebindingTime, seconds - seconds / 8)
        }
        appendOptions(to: &reply)
        appendBoot(to: &reply)
        return reply
    }

    /// RFC 2131 table 3: a NAK says who refuses, and why.
    func nak() -> DHCPReply {
        var reply = DHCPReply(.nak)
        reply.options.append(.serverIdentifier, plan.identifier)
        reply.options.append(.message, "address not available here")
        return reply
    }

    /// What a boot server or a proxy says: the boot file and nothing of a lease; nil when there is none to load.
    func bootReply(_ kind: DHCPReply.Kind) -> DHCPReply? {
        let isRaspberryPi = RaspberryPi.isRaspberryPi(plan.machine)
        guard plan.loader != .none || plan.menu != nil || isRaspberryPi else { return nil }
        var reply = emptyBootReply(kind)
        if plan.machine.client.kind != .http, plan.menu == nil, !isRaspberryPi {
            reply.options.append(.vendorClassIdentifier, "PXEClient")
            // Without it firmware would look for further boot servers.
            reply.options.append(.vendorSpecificInformation, PXEDiscoveryControl.useBootFile.vendorSpecificInformation)
        }
        appendBoot(to: &reply)
        return reply
    }

    /// What firmware gets for the entry of its menu that it asks us for.
    func choiceReply(_ entry: MenuPlan.Entry, _ item: PXEBootItem) -> DHCPReply {
        var reply = emptyBootReply(.ack)
        reply.options.append(.vendorClassIdentifier, "PXEClient")
        appendChoice(entry, item, to: &reply)
        return reply
    }

    private func emptyBootReply(_ kind: DHCPReply.Kind) -> DHCPReply {
        var reply = DHCPReply(kind)
        reply.options.append(.serverIdentifier, plan.identifier)
        if let uuid = plan.machine.uuid { reply.options.append(.clientMachineIdentifier, [0] + uuid.wireOctets) }
        return reply
    }
}
