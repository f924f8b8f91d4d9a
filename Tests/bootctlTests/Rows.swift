import Contract
import JSON
import NetworkValues

func address(_ text: String) -> IPv4Address? { IPv4Address(text) }

let machine1 = MACAddress(rawValue: 0x5254_0000_0001)
let machine2 = MACAddress(rawValue: 0x5254_0000_0002)

/// 2026-11-23 12:00:01 UTC.
let noon = WallTime(seconds: 1_795_435_201)

let node1 = HostRow(
    name: "node1", mac: machine1, uuid: nil, addresses: [address("10.75.0.11")].compactMap { $0 }, network: "cloud",
    profile: "node", metadata: ["role": "control"], lease: "bound", source: "/etc/bootd/bootd.yaml:24:3")
let unnamed = HostRow(
    name: "storage-rack-7", mac: nil, uuid: MachineUUID("4c4c4544-0042-3510-8052-b4c04f4e4d32"), addresses: [],
    network: nil,
    profile: nil, metadata: nil, lease: nil, source: "/etc/bootd/conf.d/rack.yaml:2:3")

func lease(
    _ text: String, _ hardware: MACAddress, host: String? = nil, hostname: String? = nil, _ state: LeaseRow.State,
    expires: Int64
) -> LeaseRow {
    LeaseRow(
        address: address(text) ?? .any, hardware: hardware, host: host, hostname: hostname, network: "cloud",
        state: state, start: noon,
        expires: noon.advanced(by: expires), clientID: nil)
}

func step(
    _ microseconds: Int, _ stage: Role, _ text: String, of machine: MACAddress = machine1, host: String? = "node1",
    boot: Int = 1
) -> EventRow {
    EventRow(
        microseconds: Int(noon.seconds) * 1_000_000 + microseconds, machine: machine, host: host, boot: boot,
        stage: stage,
        event: "step", text: text)
}
