import DHCP
import NetworkValues

/// What must hold between the entries of a menu, and for all of them together.
struct MenuCheck {
    let entries: [Marked<MenuEntry>]
    let menu: BootMenu

    func report(to fields: inout Fields) {
        var places: [UInt16: Mark] = [:]
        for entry in entries {
            guard let type = entry.value.type else { continue }
            if let place = places[type.value] {
                fields.report("type \(type.value) is already set in \(place)", of: "entries", at: type.mark)
            }
            places[type.value] = places[type.value] ?? type.mark
        }
        // Which of our addresses a machine is told makes no difference.
        let items = menu.entries.map { entry in
            switch entry.target {
            case .loader: PXEMenu.Item(type: entry.type, text: entry.text, servers: [.any])
            case .servers(let servers): PXEMenu.Item(type: entry.type, text: entry.text, servers: servers)
            case .local: PXEMenu.Item(type: entry.type, text: entry.text, servers: [])
            }
        }
        let size = PXEMenu(prompt: menu.prompt, timeout: menu.timeout, items: items).size
        guard size > PXEMenu.longest else { return }
        fields.report("takes \(size) bytes; no more than \(PXEMenu.longest) fit into DHCP's option 43", at: fields.mark)
    }
}

extension Fields {
    /// An entry stands for one thing, and for the servers of others their number is needed.
    mutating func reportWhatIsLoaded(isLocal: Bool) {
        let said = ["loader", "servers", "local"].filter { marks[$0] != nil && ($0 != "local" || isLocal) }
        if said.count != 1 {
            let found = said.isEmpty ? "nothing" : said.joined(separator: " and ")
            report("says \(found); it needs one of loader, servers, local: yes", at: mark)
        }
        if said == ["servers"], marks["type"] == nil {
            report("type is missing: the number that these servers know it by, such as 0x8001", at: mark)
        }
        if said == ["local"], let place = marks["type"] {
            report("means nothing for the local disk, which is always 0; leave it out", of: "type", at: place)
        }
    }
}
