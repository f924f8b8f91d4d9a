import Catalog
import DHCP
import NetworkValues

/// The options of a reply: what the configuration says comes first, and what follows from the rest of the plan fills up.
extension DHCPExchange {
    func appendOptions(to reply: inout DHCPReply) {
        reply.options.append(.subnetMask, network.subnet.mask)
        for option in plan.options where isSent(option) { reply.options.append(option.code, option.octets) }
        if let host = plan.host, wants(.hostName) { reply.options.fill(.hostName, with: host.name.utf8) }
        if wants(.broadcastAddress) { reply.options.fill(.broadcastAddress, with: network.subnet.broadcast.octets) }
        if let seconds = network.ipv6OnlySeconds, isToldIPv6Only {
            reply.options.append(.ipv6OnlyPreferred, seconds)
        }
    }

    /// Whether it is told to leave IPv4 alone, for it says that it can do without (RFC 8925); so it is given no lease unasked.
    var isToldIPv6Only: Bool { network.ipv6OnlySeconds != nil && asks(for: .ipv6OnlyPreferred) }

    /// What to load: in the fields and options that the machine's firmware looks at.
    func appendBoot(to reply: inout DHCPReply) {
        let kind = plan.machine.client.kind
        guard kind != .ordinary else { return }
        reply.siaddr = tftpServer
        if let uuid = plan.machine.uuid { reply.options.fill(.clientMachineIdentifier, with: [0] + uuid.wireOctets) }
        if kind == .ipxe, network.mode == .server { appendNoProxy(to: &reply) }
        if RaspberryPi.isRaspberryPi(plan.machine) {
            reply.options.fill(.vendorClassIdentifier, with: "PXEClient".utf8)
            reply.options.fill(.vendorSpecificInformation, with: RaspberryPi.vendorSpecificInformation)
            reply.options.fill(.tftpServerName, with: "\(tftpServer)".utf8)
        }
        if let menu = plan.menu {
            reply.options.fill(.vendorClassIdentifier, with: "PXEClient".utf8)
            reply.options.fill(.vendorSpecificInformation, with: menu.menu.vendorSpecificInformation)
        }
        append(plan.loader, to: &reply)
    }

    /// What to load by TFTP, or from a URL.
    private func append(_ loader: LoaderPlan, to reply: inout DHCPReply) {
        switch loader {
        case .none: break
        case .file(let name):
            appendFile(name, to: &reply, always: false)
            if wants(.tftpServerName) { reply.options.fill(.tftpServerName, with: "\(tftpServer)".utf8) }
        case .url(let url):
            // EDK2 takes an offer for HTTP Boot only if it says so; PXE firmware would take 60 for a boot server on port 4011.
            if plan.machine.client.kind == .http { reply.options.fill(.vendorClassIdentifier, with: "HTTPClient".utf8) }
            appendFile(url, to: &reply, always: true)
        }
    }

    /// What the entry of a menu stands for: where it is, and the item given back.
    func appendChoice(_ entry: MenuPlan.Entry, _ item: PXEBootItem, to reply: inout DHCPReply) {
        reply.siaddr = tftpServer
        reply.options.append(.vendorSpecificInformation, item.vendorSpecificInformation)
        append(entry.loader, to: &reply)
    }

    /// Where firmware finds its files: a configured option 66 that is an address counts for the field as well, which is what
    /// most ROMs read.
    private var tftpServer: IPv4Address {
        let configured = plan.options[.tftpServerName].flatMap { IPv4Address(String(decoding: $0.octets, as: UTF8.self)) }
        return configured ?? plan.server
    }

    /// Spares every iPXE the two seconds for which it waits for a proxy.
    private func appendNoProxy(to reply: inout DHCPReply) {
        let configured = reply.options[.ipxeEncapsulation].map(SubOptions.init(encapsulated:))
        if configured?[IPXEOption.noPXEDHCP[0]] == nil { reply.options.append(.ipxeEncapsulation, IPXEOption.noPXEDHCP) }
    }

    /// The boot file in its field and as option 67: ROMs read the one, UEFI and iPXE the other.
    private func appendFile(_ name: String, to reply: inout DHCPReply, always: Bool) {
        let isTooLong = name.utf8.count > 127
        if !isTooLong { reply.file = Array(name.utf8) }
        if always || isTooLong || wants(.bootFileName) { reply.options.append(.bootFileName, name) }
    }

    private func isSent(_ option: ConfiguredOption) -> Bool {
        switch option.code {
        // What a booting machine loads, and who says it, is for the section boot alone.
        case .bootFileName where plan.loader != .none: false
        case .vendorClassIdentifier where isFirmware, .vendorSpecificInformation where isFirmware: false
        // A client that takes classless routes ignores the routers (RFC 3442).
        case .router where asks(for: .classlessStaticRoute) && plan.options[.classlessStaticRoute] != nil: false
        default: option.isForced || wants(option.code)
        }
    }

    private var isFirmware: Bool { plan.machine.client.kind == .pxe || plan.machine.client.kind == .http }

    /// Whether the client asked for the option; one without a list takes everything.
    private func wants(_ code: DHCPOptionCode) -> Bool {
        facts.parameters?.contains(code.rawValue) ?? true
    }

    /// Whether the client named the option.
    private func asks(for code: DHCPOptionCode) -> Bool {
        facts.parameters?.contains(code.rawValue) ?? false
    }
}

extension DHCPOptions {
    /// Adds an option that the configuration does not set.
    fileprivate mutating func fill(_ code: DHCPOptionCode, with value: some Collection<UInt8>) {
        if !contains(code) { append(code, value) }
    }
}
