import Contract
import LinuxIO
import Testing

@testable import bootctl

// What machines load, and who may read it.

private let tftp = "/var/lib/bootd/tftp"

/// A loader below `root`, whose way has these modes; the last is the file's.
private func loader(
    _ path: String, _ source: String? = nil, name: String = "x64-uefi", below root: String = tftp,
    modes: [String: UInt32] = [:],
    missing: String? = nil
) -> FileFact {
    let walk = PathWalk(to: path, below: root) { place in
        if place == missing { return .missing }
        let isFile = place == "\(root)/\(path)"
        return .found(
            PathStatus(kind: isFile ? .file : .directory, mode: modes[place] ?? (isFile ? 0o644 : 0o755), user: 0, group: 0),
            link: nil)
    }
    return FileFact(
        file: CheckedFile(use: .loader, name: name, role: .tftp, path: path, source: source), root: root, walk: walk,
        reader: Account(user: 998, groups: [998]), readerName: "bootd-tftp")
}

@Test func filesThatAreThereAndReadableAreWell() {
    #expect(findings { $0.files = [loader("ipxe.efi"), loader("efi/boot.efi", "b.yaml:1:1")] } == [])
}

@Test func aLoaderThatIsMissingIsAProblemWhenItIsNamedAndAWarningWhenItIsUsual() {
    let missing = "\(tftp)/ipxe.efi"
    #expect(
        findings { $0.files = [loader("ipxe.efi", "b.yaml:4:9", missing: missing)] } == [
            .problem(
                "loader x64-uefi", "\(missing) is not there", do: "apt-get install ipxe && cp /usr/lib/ipxe/ipxe.efi \(missing)",
                at: "b.yaml:4:9")
        ])
    let usual = findings { $0.files = [loader("ipxe.efi", missing: missing)] }
    #expect(usual.map(\.severity) == [.warning])
    #expect(findings { $0.files = [loader("ipxe.efi", name: "riscv64-uefi", missing: missing)] } == [])
}

@Test func aFileThatItsWorkerMayNotReadIsNamedWithTheStepThatIsInTheWay() {
    let found = findings {
        $0.files = [
            loader("ipxe.efi", modes: ["\(tftp)/ipxe.efi": 0o600]),
            loader("efi/boot.efi", "b.yaml:1:1", modes: ["\(tftp)/efi": 0o750]),
        ]
    }
    #expect(
        found == [
            .problem("loader x64-uefi", "bootd-tftp may not read \(tftp)/ipxe.efi", do: "chmod o+r \(tftp)/ipxe.efi"),
            .problem(
                "loader x64-uefi", "bootd-tftp may not pass through \(tftp)/efi", do: "chmod o+x \(tftp)/efi", at: "b.yaml:1:1"),
        ])
}

@Test func aDirectoryThatIsInTheWayOfAllIsSaidOnce() {
    let closed = ["/var/lib/bootd": UInt32(0o700)]
    let files = [loader("ipxe.efi", modes: closed), loader("undionly.kpxe", name: "x86-bios", modes: closed)]
    let found = findings { $0.files = files }
    #expect(found.map(\.message) == ["bootd-tftp may not pass through /var/lib/bootd"])
}

@Test func aDirectoryThatIsNotThereIsOneProblem() {
    let files = [
        loader("undionly.kpxe", name: "x86-bios", missing: tftp), loader("ipxe.efi", missing: tftp),
        loader("ipxe.efi", name: "x64-uefi-bc", missing: tftp), loader("other.efi", name: "riscv64-uefi", missing: tftp),
        loader("efi/boot.efi", "b.yaml:1:1", missing: tftp),
    ]
    let copies = ["undionly.kpxe", "ipxe.efi"].map { "cp /usr/lib/ipxe/\($0) \(tftp)/" }.joined(separator: " && ")
    #expect(
        findings { $0.files = files } == [
            .problem(
                "TFTP", "there is no \(tftp), so that machines get no file by TFTP",
                do: "systemd-tmpfiles --create bootd.conf && apt-get install ipxe && \(copies); then put there: efi/boot.efi")
        ])
    let elsewhere = findings { $0.files = ["a", "b"].map { loader($0, "b.yaml:1:1", below: "/srv/t", missing: "/srv") } }
    #expect(elsewhere.map(\.message) == ["there is no /srv, so that machines get no file by TFTP"])
    #expect(elsewhere.map(\.remedy) == ["mkdir -p /srv/t; then put there: a, b"])
    let alone = findingsOf(report: { $0.isStandalone = true }, { $0.files = [loader("a", "b.yaml:1:1", missing: tftp)] })
    #expect(alone.map(\.remedy) == ["mkdir -p \(tftp); then put there: a"])
}

@Test(arguments: ["/home/pxe", "/root/tftp", "/run/user/0/tftp", "/tmp/tftp", "/var/tmp/tftp", "/homes", "/srv/tmp"])
func aDirectoryThatTheSandboxHidesIsNamed(root: String) {
    let isHidden = !["/homes", "/srv/tmp"].contains(root)
    let files = [loader("ipxe.efi", below: root), loader("undionly.kpxe", below: root)]
    let found = findings { $0.files = files }
    #expect(found.map(\.subject) == (isHidden ? [root] : []))
    #expect(findingsOf(report: { $0.isStandalone = true }, { $0.files = files }) == [])
}

@Test func aDirectoryInPlaceOfAFileIsNoFile() {
    let walk = PathWalk(to: "efi", below: tftp) { _ in
        .found(PathStatus(kind: .directory, mode: 0o755, user: 0, group: 0), link: nil)
    }
    let file = CheckedFile(use: .kernel, name: "node", role: .http, path: "efi", source: "b.yaml:7:5")
    let fact = FileFact(file: file, root: tftp, walk: walk, reader: nil, readerName: "bootd-http")
    #expect(findings { $0.files = [fact] }.map(\.message) == ["\(tftp)/efi is no file"])
    #expect(findings { $0.files = [fact] }.map(\.subject) == ["profile node"])
}
