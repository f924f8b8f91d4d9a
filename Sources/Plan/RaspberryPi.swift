import DHCP
import NetworkValues

/// The boot ROM of a Raspberry Pi: it calls itself an x86 BIOS, so its maker's prefixes have to tell.
///
/// It takes an offer only if option 43 has a menu that names it, and asks by TFTP for files whose names it knows.
enum RaspberryPi {
    /// The first three octets of the MACs of its makers.
    private static let prefixes: Set<UInt64> = [0xB827EB, 0xDCA632, 0xE45F01, 0x28CDC1, 0xD83ADD, 0x2CCF67]

    static func isRaspberryPi(_ machine: Machine) -> Bool {
        guard machine.client.kind == .pxe, let mac = machine.mac else { return false }
        switch machine.client.architecture {
        case .x86BIOS: return prefixes.contains(mac.rawValue >> 24)
        case .armRPIBoot: return true
        default: return false
        }
    }

    /// Option 43: take the files of this offer, and the menu that the ROM looks for.
    static var vendorSpecificInformation: [UInt8] {
        let item = Array("Raspberry Pi Boot".utf8)
        let control: [UInt8] = [PXEOption.discoveryControl, 1, PXEDiscoveryControl.useBootFile.rawValue]
        let menu: [UInt8] = [PXEOption.bootMenu, UInt8(clamping: item.count + 3), 0, 0, UInt8(clamping: item.count)] + item
        let prompt: [UInt8] = [PXEOption.menuPrompt, 4, 0] + Array("PXE".utf8)
        return control + menu + prompt + [DHCPOptionCode.end.rawValue]
    }
}

extension Machine {
    /// What its firmware is, whatever it says.
    var architecture: ClientArchitecture? {
        RaspberryPi.isRaspberryPi(self) ? .armRPIBoot : client.architecture
    }
}
