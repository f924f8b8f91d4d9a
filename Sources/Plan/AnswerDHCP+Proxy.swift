import Catalog
import DHCP
import NetworkValues

/// What booting machines are told beside their lease: on port 4011, and where another server leases the addresses (PXE 2.1
/// section 2.2).
extension DHCPExchange {
    /// Firmware asks for a boot server on port 4011: what to load, and nothing of a lease.
    func bootServer() -> DHCPDecision {
        switch (facts.kind, plan.machine.client.kind) {
        case (.request, .pxe), (.request, .http), (.inform, .pxe), (.inform, .http): asBootServer()
        default: DHCPDecision(reasons: [.notForBootServer])
        }
    }

    /// Where another server leases the addresses we answer nobody but booting machines, and refuse nothing.
    func proxy() -> DHCPDecision {
        let silence = DHCPDecision(reasons: [.leasedByAnother(network)])
        guard plan.machine.client.kind != .ordinary else { return silence }
        switch (facts.kind, facts.port) {
        case (.discover, DHCPPort.server): return DHCPDecision(reply: bootReply(.offer))
        case (.request, DHCPPort.server):
            // Its lease is asked of the other server.
            guard let server = facts.server, isOurs(server) else { return silence }
            return DHCPDecision(reply: bootReply(.ack))
        case (.request, DHCPPort.bootServer), (.inform, DHCPPort.bootServer): return asBootServer()
        default: return silence
        }
    }

    /// Firmware that has chosen from our menu is told what that is; of type 0 it asks for the menu.
    private func asBootServer() -> DHCPDecision {
        guard let menu = plan.menu, let item = facts.bootItem, item.type != PXEMenu.local else {
            return DHCPDecision(reply: bootReply(.ack))
        }
        guard let entry = menu.entry(item.type), entry.loader != .none else {
            return DHCPDecision(reasons: [.notInMenu(item.type)])
        }
        return DHCPDecision(reply: choiceReply(entry, item), choice: entry, reasons: [.chosen(entry.item.text)])
    }
}
