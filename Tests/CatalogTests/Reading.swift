import Catalog

/// The file that the tests read, and the document that its profile names.
let mainFile = "/etc/bootd/bootd.yaml"
let nodeDocument = "/var/lib/bootd/ignition/node.ign"

func files(_ yaml: String, dropIns: [(String, String)] = [], documents: [String: String] = [:]) -> ConfigurationFiles {
    ConfigurationFiles(
        main: .init(path: mainFile, bytes: Array(yaml.utf8)),
        dropIns: dropIns.map { .init(path: "/etc/bootd/conf.d/\($0)", bytes: Array($1.utf8)) },
        documents: documents.mapValues { Array($0.utf8) },
    )
}

func catalog(
    _ yaml: String, dropIns: [(String, String)] = [], documents: [String: String] = [:]
) throws(ConfigurationInvalid) -> Catalog {
    try Catalog.read(files(yaml, dropIns: dropIns, documents: documents), generation: 1)
}

/// Every problem as `file:line:column: message`, the main file's name left out.
func problems(_ files: ConfigurationFiles) -> [String] {
    do throws(ConfigurationInvalid) {
        _ = try Catalog.read(files, generation: 1)
        return []
    } catch {
        return error.problems.map { $0.file == mainFile ? "\($0.line):\($0.column): \($0.message)" : "\($0)" }
    }
}

func problems(_ yaml: String, dropIns: [(String, String)] = [], documents: [String: String] = [:]) -> [String] {
    problems(files(yaml, dropIns: dropIns, documents: documents))
}

/// The whole lab of the design: both blocks.
let lab = """
    networks:
      cloud:
        subnet: 10.75.0.0/16
        range: 10.75.0.2 - 10.75.255.254       # one, or a list
        gateway: 10.75.0.1
        dns: [10.75.0.1]
        lease: 12h
    server: 10.75.0.1                # what clients are told
    paths: {tftp: /var/lib/bootd/tftp, assets: /var/lib/bootd/assets, matchbox: /var/lib/bootd}
    http: {port: 8080}               # what URLs carry
    boot:
      loaders: {x86-bios: undionly.kpxe, x64-uefi: ipxe.efi}        # names, never numbers
      script: http://{server}:{port}/boot.ipxe                      # what iPXE is told
    profiles:
      node:
        kernel: /assets/vmlinuz
        initrd: [/assets/initrd.img]
        args: [console=ttyS0, "ignition.config.url=http://{server}:{port}/ignition?uuid=${uuid}&mac=${mac:hexhyp}"]
        ignition: node.ign
    hosts:
      node1: {mac: 52:54:00:00:00:01, address: 10.75.0.11, profile: node, metadata: {role: control}}
    """

let labDocuments = [nodeDocument: #"{"ignition": {"version": "3.3.0"}, "role": "{{.role}}"}"#]
