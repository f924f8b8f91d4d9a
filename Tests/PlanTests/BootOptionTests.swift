import DHCP
import Leases
import NetworkValues
import Plan
import Testing

@Suite struct BootOptionTests {
    private func offer(
        _ machine: Machine, _ yaml: String = configuration, asking parameters: [UInt8]? = nil
    ) throws -> DHCPReply {
        try #require(try Server(yaml).decision(.discover, machine) { $0.parameters = parameters }.reply)
    }

    // MARK: Every client kind and architecture, known or not, near and far

    static let relays: [IPv4Address?] = [nil, relay]

    @Test(arguments: ClientArchitecture.allCases.filter { $0 != .armRPIBoot }, relays)
    func firmwareGetsTheLoaderOfItsArchitecture(architecture: ClientArchitecture, relay: IPv4Address?) throws {
        for number in [1, 10] {
            let reply = try offer(machine(number, .pxe, architecture, relay: relay))
            let address: IPv4Address = relay == nil ? (number == 1 ? "10.75.0.11" : "10.75.0.100") : "10.76.0.100"
            #expect(reply.yiaddr == address)
            #expect(reply.fileText == architecture.defaultLoader ?? "")
            #expect(reply.text(.bootFileName) == architecture.defaultLoader)
            #expect(reply.text(.tftpServerName) == (architecture.defaultLoader == nil ? nil : "10.75.0.1"))
            #expect(reply.siaddr == ourAddress)
            // PXE firmware that is told of a PXE server would ask it on port 4011.
            #expect(reply.options[.vendorClassIdentifier] == nil)
            #expect(reply.options[.vendorSpecificInformation] == nil)
            #expect(reply.options[.ipxeEncapsulation] == nil)
        }
    }

    @Test(arguments: [BootClient.Kind.pxe, .http])
    func firmwareHasItsOwnIdentifierBackAndNoOptionsOfOthers(kind: BootClient.Kind) throws {
        let own = "options: {60: {type: text, value: Other, always: yes}, 43: {type: hex, value: 01:02, always: yes}}\n"
        var client = machine(1, kind, .x64UEFI)
        client.uuid = MachineUUID("12345678-1234-5678-9abc-def011223344")
        let reply = try #require(Server(own + configuration).decision(.discover, client).reply)
        #expect(reply.text(.vendorClassIdentifier) == (kind == .http ? "HTTPClient" : nil))
        #expect(reply.options[.vendorSpecificInformation] == nil)
        #expect(reply.options[.clientMachineIdentifier].map(Array.init) == client.uuid.map { [0] + $0.wireOctets })
    }

    @Test(arguments: ClientArchitecture.allCases, relays)
    func httpFirmwareGetsAURL(architecture: ClientArchitecture, relay: IPv4Address?) throws {
        let reply = try offer(machine(10, .http, architecture, relay: relay), asking: [])
        guard let loader = architecture.defaultLoader else {
            // An offer that says HTTPClient and has no URL would be taken, and lead nowhere.
            #expect(reply.options[.vendorClassIdentifier] == nil)
            #expect(reply.options[.bootFileName] == nil)
            return
        }
        #expect(reply.text(.vendorClassIdentifier) == "HTTPClient")
        #expect(reply.text(.bootFileName) == "http://10.75.0.1:8080/assets/\(loader)")
        #expect(reply.options[.tftpServerName] == nil)
        #expect(reply.options[.ipxeEncapsulation] == nil)
    }

    @Test(arguments: ClientArchitecture.allCases, relays)
    func ipxeGetsTheScript(architecture: ClientArchitecture, relay: IPv4Address?) throws {
        let reply = try offer(machine(1, .ipxe, architecture, relay: relay), asking: [])
        #expect(reply.text(.bootFileName) == "http://10.75.0.1:8080/boot.ipxe")
        #expect(reply.fileText == "http://10.75.0.1:8080/boot.ipxe")
        #expect(reply.options[.ipxeEncapsulation].map(Array.init) == [0xB0, 0x01, 0x01])
        #expect(reply.options[.vendorClassIdentifier] == nil)
    }

    @Test func anOrdinaryClientGetsNoBootFile() throws {
        let reply = try offer(machine(1, .ordinary, nil))
        #expect(reply.file.isEmpty)
        #expect(reply.siaddr == .any)
        for code in [.bootFileName, .tftpServerName, .vendorClassIdentifier, .ipxeEncapsulation] as [DHCPOptionCode] {
            #expect(reply.options[code] == nil)
        }
    }

    @Test func unknownFirmwareGetsAnAddressAndTheReason() throws {
        let client = machine(10, .pxe, nil)
        let reply = try offer(client)
        #expect(reply.yiaddr == "10.75.0.100")
        #expect(reply.file.isEmpty)
        #expect(try Server().makePlan(client).reasons.contains(.unknownArchitecture))
    }

    @Test(
        arguments: [
            (nil, true), ([], true), ([.http], true), ([.https], true), ([.http, .tftp], true), ([.tftp], false),
        ] as [(IPXEFeatures?, Bool)])
    func anIPXEWithoutHTTPIsToldNoURL(features: IPXEFeatures?, isTold: Bool) throws {
        let client = machine(1, .ipxe, .x86BIOS, features: features)
        let reply = try offer(client)
        #expect((reply.options[.bootFileName] != nil) == isTold)
        #expect(reply.file.isEmpty != isTold)
        #expect(try Server().makePlan(client).reasons.contains(.ipxeWithoutHTTP) != isTold)
    }

    // MARK: What is configured

    private static let loaders = """
        boot:
          loaders:
            x86-bios: special/undionly.kpxe
            x64-uefi: http://{server}:{port}/assets/special.efi
            x64-uefi-http: /assets/special/ipxe.efi
            arm64-uefi-http: https://boot.example/arm64.efi
          script: http://{server}:{port}/menu.ipxe
        http: {port: 80}
        """

    @Test(
        arguments: [
            (.pxe, .x86BIOS, "special/undionly.kpxe"),
            (.pxe, .x64UEFI, "http://10.75.0.1:80/assets/special.efi"),
            (.pxe, .arm64UEFI, "snponly-arm64.efi"),
            (.http, .x64UEFIHTTP, "http://10.75.0.1:80/assets/special/ipxe.efi"),
            (.http, .arm64UEFIHTTP, "https://boot.example/arm64.efi"),
            (.ipxe, .x64UEFI, "http://10.75.0.1:80/menu.ipxe"),
        ] as [(BootClient.Kind, ClientArchitecture, String)])
    func aConfiguredLoaderReplacesTheDefault(kind: BootClient.Kind, architecture: ClientArchitecture, file: String) throws {
        let reply = try offer(machine(10, kind, architecture), configuration + "\n" + Self.loaders)
        #expect(reply.text(.bootFileName) == file)
    }

    @Test func theReasonOfALoaderIsItsPlace() throws {
        let plan = try Server(configuration + "\n" + Self.loaders).makePlan(machine(10))
        #expect(plan.reasons.map(\.description).contains("loader for x86-bios (/etc/bootd/bootd.yaml:23:15)"))
        let reasons = try Server().makePlan(machine(10)).reasons.map(\.description)
        #expect(reasons.contains("loader for x86-bios (default)"))
    }

    // MARK: The field `file` and option 67

    @Test(arguments: [(nil, true), ([67], true), ([1, 3, 66], false), ([], false)] as [([UInt8]?, Bool)])
    func option67IsForWhoAsksAndTheFieldForAll(parameters: [UInt8]?, has67: Bool) throws {
        let reply = try offer(machine(10), asking: parameters)
        #expect(reply.fileText == "undionly.kpxe")
        #expect((reply.options[.bootFileName] != nil) == has67)
    }

    @Test(arguments: [(127, true), (128, false)])
    func aURLThatDoesNotFitTheFieldIsInOption67Alone(length: Int, fits: Bool) throws {
        let url = "http://a/" + String(repeating: "n", count: length - 9)
        let reply = try offer(machine(10, .ipxe), configuration + "\nboot: {script: \"\(url)\"}", asking: [])
        #expect(reply.fileText == (fits ? url : ""))
        #expect(reply.text(.bootFileName) == url)
    }

    @Test func aNameThatFillsTheFieldIsWhole() throws {
        let name = String(repeating: "n", count: 127)
        let reply = try offer(machine(10), configuration + "\nboot: {loaders: {x86-bios: \(name)}}", asking: [])
        #expect(reply.fileText == name)
    }

    // MARK: The network's options

    @Test func aClientWithoutAListGetsEverything() throws {
        let reply = try offer(machine(1, .ordinary, nil))
        #expect(reply.address(.serverIdentifier) == "10.75.0.1")
        #expect(reply.address(.subnetMask) == "255.255.0.0")
        #expect(reply.address(.router) == "10.75.0.1")
        #expect(reply.options[.domainNameServer].map(Array.init) == [10, 75, 0, 1, 10, 75, 0, 2])
        #expect(reply.text(.domainName) == "lab.example")
        #expect(reply.text(.hostName) == "node1")
        #expect(reply.address(.broadcastAddress) == "10.75.255.255")
    }

    @Test func aClientWithAListGetsWhatItAsksFor() throws {
        let reply = try offer(machine(1, .ordinary, nil), asking: [3, 12])
        #expect(reply.address(.subnetMask) == "255.255.0.0")
        #expect(reply.address(.router) == "10.75.0.1")
        #expect(reply.text(.hostName) == "node1")
        for code in [.domainNameServer, .domainName, .broadcastAddress] as [DHCPOptionCode] {
            #expect(reply.options[code] == nil)
        }
    }

    @Test func aNakNamesTheServerAndNothingElse() throws {
        let reply = try Server().decision(.request, machine(10)) { $0.requested = "192.0.2.1" }.reply
        #expect(reply?.kind == .nak)
        #expect(reply?.address(.serverIdentifier) == "10.75.0.1")
        #expect(reply?.options.map(\.code) == [.serverIdentifier, .message])
        #expect(reply?.siaddr == .any)
        #expect(reply?.file == [])
    }
}
