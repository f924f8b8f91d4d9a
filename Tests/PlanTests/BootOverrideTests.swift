import Catalog
import DHCP
import NetworkValues
import Plan
import Testing

/// A host's word on what to load counts over its network's, and that over what is said for everybody.
@Suite struct BootOverrideTests {
    private static let yaml = """
        boot: {loaders: {x86-bios: everybody.kpxe, x64-uefi: everybody.efi}}
        networks:
          lab:
            subnet: 10.75.0.0/16
            range: 10.75.0.100 - 10.75.0.109
            boot: {loaders: {x64-uefi: lab.efi}, script: "http://{server}/lab.ipxe"}
          remote: {subnet: 10.76.0.0/24, range: 10.76.0.100 - 10.76.0.109}
        hosts:
          node1: {mac: 52:54:00:00:00:01, boot: {loaders: {x64-uefi: node1.efi}}}
        """

    private let server: Server

    init() throws { server = try Server(Self.yaml, documents: [:]) }

    @Test(arguments: [
        (10, ClientArchitecture.x86BIOS, LoaderPlan.file("everybody.kpxe")), (10, .x64UEFI, .file("lab.efi")),
        (1, .x86BIOS, .file("everybody.kpxe")), (1, .x64UEFI, .file("node1.efi")), (1, .arm64UEFI, .file("snponly-arm64.efi")),
    ])
    func architectureByArchitecture(_ number: Int, _ architecture: ClientArchitecture, _ loader: LoaderPlan) {
        #expect(server.makePlan(machine(number, .pxe, architecture)).loader == loader)
    }

    @Test func inAnotherNetworkItIsNotSaid() {
        let plan = server.makePlan(machine(10, .pxe, .x64UEFI, relay: relay))
        #expect(plan.network?.name == "remote")
        #expect(plan.loader == .file("everybody.efi"))
    }

    @Test func theScriptIsTheNetworks() {
        #expect(server.makePlan(machine(1, .ipxe)).loader == .url("http://10.75.0.1/lab.ipxe"))
        #expect(server.makePlan(machine(10, .ipxe, relay: relay)).loader == .url("http://10.75.0.1:8080/boot.ipxe"))
    }

    @Test func theReasonTellsWhereTheLoaderStands() {
        let reasons = server.makePlan(machine(1, .pxe, .x64UEFI)).reasons.map(\.description)
        #expect(reasons.contains { $0.contains("bootd.yaml:9:62") }, "\(reasons)")
    }
}
