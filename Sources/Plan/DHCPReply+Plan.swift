import Catalog
import DHCP
import NetworkValues

/// The replies of a plan, option by option.
extension DHCPExchange {
    /// OFFER or ACK; without an address it is the answer to an INFORM.
    func reply(_ kind: DHCPReply.Kind, _ address: IPv4Address?) -> DHCPReply {
        var reply = DHCPReply(kind)
        reply.yiaddr = address ?? .any
        reply.options.append(.serverIdentifier, plan.server)
        if address != nil {
            let seconds = leaseSeconds
            reply.options.append(.leaseTime, seconds)
            reply.options.append(.renewalTime, seconds / 2)
            reply.options.append(.rebindingTime, seconds - seconds / 8)
        }
        appendNetwork(to: &reply)
        appendBoot(to: &reply)
        return reply
    }

    /// RFC 2131 table 3: a NAK says who refuses, and why.
    func nak() -> DHCPReply {
        var reply = DHCPReply(.nak)
        reply.options.append(.serverIdentifier, plan.server)
        reply.options.append(.message, "address not available here")
        return reply
    }

    /// What a boot server on port 4011 says: the boot file and nothing of a lease; nil when there is none to load.
    func bootReply() -> DHCPReply? {
        guard plan.loader != .none else { return nil }
        var reply = DHCPReply(.ack)
        reply.options.append(.serverIdentifier, plan.server)
        if let uuid = plan.machine.uuid { reply.options.append(.clientMachineIdentifier, [0] + uuid.wireOctets) }
        if plan.machine.client.kind == .pxe {
            reply.options.append(.vendorClassIdentifier, "PXEClient")
            // Without it firmware would look for further boot servers.
            reply.options.append(.vendorSpecificInformation, PXEDiscoveryControl.useBootFile.vendorSpecificInformation)
        }
        appendBoot(to: &reply)
        return reply
    }

    private func appendNetwork(to reply: inout DHCPReply) {
        reply.options.append(.subnetMask, network.subnet.mask)
        if let gateway = network.gateway, wants(.router) { reply.options.append(.router, gateway) }
        if wants(.domainNameServer), !network.dns.isEmpty { reply.options.append(.domainNameServer, network.dns) }
        if let domain = network.domain, wants(.domainName) { reply.options.append(.domainName, domain) }
        if let host = plan.host, wants(.hostName) { reply.options.append(.hostName, host.name) }
        if wants(.broadcastAddress) { reply.options.append(.broadcastAddress, network.subnet.broadcast) }
    }

    private func appendBoot(to reply: inout DHCPReply) {
        let kind = plan.machine.client.kind
        guard kind != .ordinary else { return }
        reply.siaddr = plan.server
        // Spares every iPXE the two seconds for which it waits for a proxy.
        if kind == .ipxe { reply.options.append(.ipxeEncapsulation, IPXEOption.noPXEDHCP) }
        switch plan.loader {
        case .none: break
        case .file(let name):
            appendFile(name, to: &reply, always: false)
            if wants(.tftpServerName) { reply.options.append(.tftpServerName, "\(plan.server)") }
        case .url(let url):
            // EDK2 takes an offer for HTTP Boot only if it says so; PXE firmware would take 60 for a boot server on port 4011.
            if kind == .http { reply.options.append(.vendorClassIdentifier, "HTTPClient") }
            appendFile(url, to: &reply, always: true)
        }
    }

    /// The boot file in its field and as option 67: ROMs read the one, UEFI and iPXE the other.
    private func appendFile(_ name: String, to reply: inout DHCPReply, always: Bool) {
        let isTooLong = name.utf8.count > 127
        if !isTooLong { reply.file = Array(name.utf8) }
        if always || isTooLong || wants(.bootFileName) { reply.options.append(.bootFileName, name) }
    }

    /// Whether the client asked for the option; one without a list takes everything.
    private func wants(_ code: DHCPOptionCode) -> Bool {
        facts.parameters?.contains(code.rawValue) ?? true
    }
}
