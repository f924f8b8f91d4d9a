import Catalog
import NetworkValues
import Plan
import Testing

@Suite struct DocumentTests {
    private func make(
        _ kind: MachineDocument, _ machine: Machine, _ labels: [(name: String, value: String)] = [], query: String = "",
        yaml: String = configuration, documents: [String: String] = documents
    ) throws -> RenderedDocument {
        let server = try Server(yaml, documents: documents)
        return try document(server.makePlan(machine), kind, DocumentLabels(labels, rawQuery: query))
    }

    private func failure(_ body: () throws -> RenderedDocument) -> DocumentFailure? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? DocumentFailure
        }
    }

    // MARK: For everybody

    @Test func homeSaysMatchbox() throws {
        let home = try make(.home, machine(10))
        #expect(home.text == "matchbox\n")
        #expect(home.mediaType == "text/plain; charset=utf-8")
    }

    @Test func theBootScriptIsMatchboxsByteForByte() throws {
        let script = try make(.bootScript, machine(10))
        #expect(
            script.text
                == "#!ipxe\nchain ipxe?uuid=${uuid}&mac=${mac:hexhyp}&domain=${domain}&hostname=${hostname}&serial=${serial}"
                + "&arch=${buildarch:uristring}\n")
        #expect(script.text.utf8.count == 132)
        #expect(script.mediaType == "text/plain; charset=utf-8")
    }

    // MARK: iPXE

    @Test func aHostsScriptBootsItsProfile() throws {
        let script = try make(.ipxe, machine(1))
        #expect(
            script.text == """
                #!ipxe
                kernel /assets/vmlinuz console=ttyS0 ignition.config.url=http://10.75.0.1:8080/ignition?uuid=${uuid} initrd=initrd.img
                initrd /assets/initrd.img
                boot

                """)
        #expect(script.mediaType == "text/plain; charset=utf-8")
    }

    @Test(arguments: [
        ("{kernel: /k}", "kernel /k\n"),
        ("{kernel: /k, args: [a, b]}", "kernel /k a b\n"),
        ("{kernel: /k, initrd: /a/i}", "kernel /k initrd=i\ninitrd /a/i\n"),
        ("{kernel: /k, initrd: [/a/i, /b/j]}", "kernel /k initrd=i initrd=j\ninitrd /a/i\ninitrd /b/j\n"),
        ("{kernel: /k, initrd: /a/i, args: [initrd=main]}", "kernel /k initrd=main\ninitrd /a/i\n"),
        ("{kernel: /k, initrd: \"http://h/a/i.img?v=2/3\"}", "kernel /k initrd=i.img\ninitrd http://h/a/i.img?v=2/3\n"),
        ("{kernel: \"http://{server}:{port}/k\"}", "kernel http://10.75.0.1:8080/k\n"),
    ])
    func aScriptNamesItsInitrdsOnce(profile: String, lines: String) throws {
        let yaml = """
            networks: {lab: {subnet: 10.75.0.0/16}}
            profiles: {p: \(profile)}
            hosts: {node1: {mac: 52:54:00:00:00:01, profile: p}}
            """
        #expect(try make(.ipxe, machine(1), yaml: yaml, documents: [:]).text == "#!ipxe\n\(lines)boot\n")
    }

    // MARK: Ignition

    @Test func ignitionIsRenderedWithMetadataAndRequest() throws {
        let ignition = try make(.ignition, machine(1), [("os", "installed")], query: "os=installed")
        #expect(ignition.text == #"{"role": "control", "os": "installed"}"#)
        #expect(ignition.mediaType == "application/json")
    }

    @Test func templatesSeeWhatTheHostIsKnownBy() throws {
        let template = #"{"mac": "{{.mac}}", "query": "{{.request.raw_query}}", "x": "{{.request.query.x}}"}"#
        let ignition = try make(
            .ignition, machine(1), [("x", "y")], query: "x=y&mac=1", documents: ["/var/lib/bootd/ignition/node.ign": template])
        #expect(ignition.text == #"{"mac": "52:54:00:00:00:01", "query": "x=y&mac=1", "x": "y"}"#)
    }

    @Test(arguments: [#"{"role": {{.role}}}"#, "", "{{.role}}", #"{"a": 1,}"#, #"{"a": 1} x"#])
    func whatIsNotJSONIsRefused(template: String) throws {
        let path = "/var/lib/bootd/ignition/node.ign"
        let failure = failure { try make(.ignition, machine(1), documents: [path: template]) }
        guard case .broken(let reason) = failure else {
            Issue.record("not refused: \(template)")
            return
        }
        #expect(reason.hasPrefix("\(path): what is rendered for host node1 is not JSON: "))
    }

    @Test func whatATemplateMissesIsSaid() throws {
        let failure = failure {
            try make(.ignition, machine(1), documents: ["/var/lib/bootd/ignition/node.ign": #"{"a": "{{.missing}}"}"#])
        }
        guard case .broken(let reason) = failure else {
            Issue.record("rendered")
            return
        }
        #expect(reason.contains("missing"))
        #expect(reason.contains("/var/lib/bootd/ignition/node.ign"))
        #expect(reason.hasSuffix("(host node1, profile node)"))
    }

    // MARK: Nothing to serve

    @Test(arguments: [.ipxe, .ignition] as [MachineDocument])
    func anUnknownMachineGetsTheReason(kind: MachineDocument) throws {
        #expect(failure { try make(kind, machine(10)) } == .nothing("no host has the MAC 52:54:00:00:00:0a"))
    }

    @Test func aHostWithoutAProfileGetsTheReason() throws {
        #expect(failure { try make(.ipxe, machine(3)) } == .nothing("host node3 has no profile (/etc/bootd/bootd.yaml:20:3)"))
    }

    @Test func aProfileWithoutIgnitionGetsTheReason() throws {
        var client = machine(10)
        client.uuid = MachineUUID("12345678-1234-5678-9abc-def011223344")
        #expect(failure { try make(.ignition, client) } == .nothing("profile bare has no ignition (/etc/bootd/bootd.yaml:16:3)"))
    }

    @Test(arguments: [.grub, .cloud, .generic, .metadata] as [MachineDocument])
    func documentsThatAreNotMadeSaySo(kind: MachineDocument) throws {
        #expect(failure { try make(kind, machine(1)) } == .nothing("bootd makes no such document"))
    }
}
