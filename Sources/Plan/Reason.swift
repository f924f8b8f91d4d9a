public import Catalog
public import DHCP
public import Leases
public import NetworkValues

/// Why a part of a plan or of an answer is as it is.
public enum Reason: Hashable, Sendable {
    case hostByMAC(Host)
    case hostByClientID(Host)
    case hostByUUID(Host)
    case hostByRelayPort(Host)
    case hostByLease(Host)
    case hostBySighting(Host)
    case unknownMachine(MACAddress?, MachineUUID?)
    case networkOfLink(Network, IPv4Address)
    case networkOfSubnet(Network, IPv4Address)
    case networkOfRelay(Network, IPv4Address)
    case networkOfClient(Network, IPv4Address)
    case networkOfInterface(Network, String)
    case networkOnLink(Network, Network)
    case noNetworkForLink(IPv4Address)
    case noNetworkForSubnet(IPv4Address)
    case noNetworkForRelay(IPv4Address)
    case noNetworkOnInterface(String)
    case fixedAddress(IPv4Address)
    case fixedAddressHeld(IPv4Address, by: MACAddress)
    case fixedAddressSetAside(IPv4Address)
    case fixedAddressElsewhere(IPv4Address, Network)
    case dynamicAddress(AddressChoice)
    case exhausted(Network)
    case hostsOnly(Network)
    case knownOnly(Network)
    case noBOOTP(Network)
    case leasedByAnother(Network)
    case portIsShared
    case foundInUse(IPv4Address)
    case checking(IPv4Address)
    case comesBack(IPv4Address, Network)
    case script(Mark?)
    case scriptIsLoader(String, Mark?)
    case raspberryPi
    case ipxeWithoutHTTP
    case unknownArchitecture
    case noLoader(ClientArchitecture)
    case loader(ClientArchitecture, Mark?)
    case menu(Mark?)
    case chosen(String)
    case notInMenu(UInt16)
    case otherServer(IPv4Address)
    case wrongNetwork(IPv4Address)
    case addressOfAnother(IPv4Address)
    case unknownAddress(IPv4Address)
    case leaseLost(IPv4Address)
    case nothingAsked
    case notItsLease(IPv4Address)
    case fixedAddressDeclined(IPv4Address)
    case relayIsOurs(IPv4Address)
    case notForBootServer
}

extension Reason: CustomStringConvertible {
    /// A sentence for people, with the place in the configuration where there is one.
    public var description: String {
        switch self {
        case .hostByMAC(let host): "it is host \(host.name) by its MAC (\(host.mark))"
        case .hostByClientID(let host): "it is host \(host.name) by its client identifier (\(host.mark))"
        case .hostByRelayPort(let host): "it is host \(host.name) by the relay's port (\(host.mark))"
        case .hostByUUID(let host): "it is host \(host.name) by its UUID (\(host.mark))"
        case .hostByLease(let host): "it is host \(host.name) by the lease of that host's address (\(host.mark))"
        case .hostBySighting(let host): "it is host \(host.name), as when it asked for its address (\(host.mark))"
        case .unknownMachine(let mac, let uuid):
            Self.unknown([mac.map { "the MAC \($0)" }, uuid.map { "the UUID \($0)" }].compactMap { $0 })
        case .networkOfLink(let network, let link): "network \(network.name) has \(link), which the relay says (\(network.mark))"
        case .networkOfSubnet(let network, let subnet):
            "network \(network.name) has \(subnet), which it asks for (\(network.mark))"
        case .networkOnLink(let network, let other):
            "network \(network.name) is on the link \(other.link ?? "") of network \(other.name) (\(network.marks["link"] ?? network.mark))"
        case .noNetworkForLink(let link): "no network is configured that has \(link), where the relay says that it is"
        case .noNetworkForSubnet(let subnet): "no network is configured that has \(subnet), the subnet that it asks for"
        case .networkOfRelay(let network, let relay): "network \(network.name) has the relay \(relay) (\(network.mark))"
        case .networkOfClient(let network, let client):
            "network \(network.name) has the client's address \(client) (\(network.mark))"
        case .networkOfInterface(let network, let interface):
            "network \(network.name) has an address of interface \(interface) (\(network.mark))"
        case .noNetworkForRelay(let relay): "no network is configured that has the relay's address \(relay)"
        case .noNetworkOnInterface(let interface): "no network is configured that has an address of interface \(interface)"
        case .fixedAddress(let address): "its host has the address \(address)"
        case .fixedAddressHeld(let address, let holder):
            "its host's address \(address) is held by \(holder) until that lease ends"
        case .fixedAddressSetAside(let address):
            "its host's address \(address) was found in use by another machine, and is tried again later"
        case .fixedAddressElsewhere(let address, let network):
            "its host's address \(address) is not in network \(network.name) (\(network.mark))"
        case .dynamicAddress(.own(let address)): "it has, had, or was offered the address \(address)"
        case .dynamicAddress(.requested(let address)): "it asked for \(address), which is free"
        case .dynamicAddress(.unused(let address)): "nobody has had \(address) yet"
        case .dynamicAddress(.reused(let address)): "\(address) has been free for longest"
        case .dynamicAddress(.recycled(let address)): "\(address) was on offer to a stranger who has not asked for it"
        case .dynamicAddress(.exhausted): "no address is free"
        case .exhausted(let network):
            "network \(network.name) has no free address: widen its range or shorten its leases (\(network.marks["range"] ?? network.mark))"
        case .hostsOnly(let network):
            "network \(network.name) has no range, so only hosts with an address of their own get one (\(network.mark))"
        case .knownOnly(let network):
            "network \(network.name) is for hosts, and it is none (\(network.marks["known_only"] ?? network.mark))"
        case .noBOOTP(let network):
            "it speaks BOOTP, which network \(network.name) does not answer without bootp: yes (\(network.marks["bootp"] ?? network.mark))"
        case .leasedByAnother(let network):
            "another server leases the addresses of network \(network.name) (\(network.marks["mode"] ?? network.mark))"
        case .portIsShared:
            "another program of this host answers there too: stop it, or set share_port: yes if both are to answer"
        case .foundInUse(let address): "\(address) is in use by a machine that has no lease of it"
        case .checking(let address): "we are looking whether \(address) is in use"
        case .comesBack(let address, let network):
            "a quarter of network \(network.name) is set aside, so \(address) is given again before its time (\(network.mark))"
        case .script(let mark): "it is iPXE, which takes a script (\(Self.place(mark)))"
        case .scriptIsLoader(let script, let mark):
            "\(script) is no script but a loader, which would load itself for ever (\(Self.place(mark)))"
        case .raspberryPi: "it is a Raspberry Pi, which knows the names of its files"
        case .ipxeWithoutHTTP: "this iPXE was built without HTTP, so it cannot fetch its script"
        case .unknownArchitecture: "its architecture (option 93) is in no table"
        case .noLoader(let architecture): "there is no loader for \(architecture); name one under boot.loaders"
        case .loader(let architecture, let mark): "loader for \(architecture) (\(Self.place(mark)))"
        case .menu(let mark): "it is shown a menu (\(Self.place(mark)))"
        case .chosen(let text): "it chose \(text) from the menu"
        case .notInMenu(let type): "it asks for type \(type) of a menu, which is none of ours"
        case .otherServer(let server): "it chose another server's offer, \(server)"
        case .wrongNetwork(let address): "\(address) is not in the network that it asks from"
        case .addressOfAnother(let address): "\(address) is another machine's"
        case .unknownAddress(let address): "we know nothing of it having \(address)"
        case .leaseLost(let address): "it has \(address), which nobody else has: our leases were lost, so this one may be ours"
        case .nothingAsked: "it names no address"
        case .notItsLease(let address): "\(address) is not leased to it"
        case .fixedAddressDeclined(let address):
            "\(address) is its host's own address, and somebody else uses it: find the other machine"
        case .relayIsOurs(let relay): "the relay that it names, \(relay), is this server"
        case .notForBootServer: "port 4011 is for the requests of PXE and HTTP boot firmware"
        }
    }

    private static func place(_ mark: Mark?) -> String { mark.map { "\($0)" } ?? "default" }

    private static func unknown(_ names: [String]) -> String {
        names.isEmpty
            ? "it tells neither MAC nor UUID, and no lease tells them" : "no host has \(names.joined(separator: " or "))"
    }
}
