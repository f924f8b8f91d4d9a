import Catalog
public import DHCP
import NetworkValues

/// The menu of one machine, and what its entries load.
public struct MenuPlan: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let item: PXEMenu.Item
        /// None where we are not its boot server.
        public let loader: LoaderPlan
    }

    public let entries: [Entry]
    /// As it goes onto the wire.
    public let menu: PXEMenu

    public func entry(_ type: UInt16) -> Entry? { entries.first { $0.item.type == type } }
}

/// What the firmware of a machine shows: the entries that there is something to load of for its architecture.
struct MenuQuestion {
    let loaders: LoaderQuestion

    /// None for others than PXE firmware, and for a Raspberry Pi, which takes no menu but its own.
    func answer(_ reasons: inout [Reason]) -> MenuPlan? {
        guard let menu = loaders.boot.menu, isShown(to: loaders.machine) else { return nil }
        let entries = menu.entries.compactMap(entry)
        guard !entries.isEmpty else { return nil }
        reasons.append(.menu(loaders.boot.marks["menu"]))
        return MenuPlan(
            entries: entries, menu: PXEMenu(prompt: menu.prompt, timeout: menu.timeout, items: entries.map(\.item)))
    }

    private func isShown(to machine: Machine) -> Bool {
        machine.client.kind == .pxe && !machine.speaksBOOTP && !RaspberryPi.isRaspberryPi(machine)
    }

    private func entry(_ entry: BootMenu.Entry) -> MenuPlan.Entry? {
        let (servers, loader): ([IPv4Address], LoaderPlan)
        switch entry.target {
        case .local: (servers, loader) = ([], .none)
        case .servers(let others): (servers, loader) = (others, .none)
        case .loader(let choice):
            guard let location = loaders.machine.architecture.flatMap({ choice[$0] }) else { return nil }
            let filled = location.filled(server: loaders.server, port: loaders.port)
            (servers, loader) = ([loaders.server], loaders.loader(at: filled))
        }
        return MenuPlan.Entry(item: PXEMenu.Item(type: entry.type, text: entry.text, servers: servers), loader: loader)
    }
}
