import LinuxIO
import Testing

@testable import bootctl

// The way to a file, in a file system of the test's own: directories end in `/`, links name their targets.

private func directory(_ mode: UInt32 = 0o755) -> PathWalk.Look {
    .found(PathStatus(kind: .directory, mode: mode, user: 0, group: 0), link: nil)
}

private func file(_ mode: UInt32 = 0o644) -> PathWalk.Look {
    .found(PathStatus(kind: .file, mode: mode, user: 0, group: 0), link: nil)
}

private func link(_ target: String) -> PathWalk.Look {
    .found(PathStatus(kind: .link, mode: 0o777, user: 0, group: 0), link: target)
}

private let system: [String: PathWalk.Look] = [
    "/srv": directory(),
    "/srv/tftp": directory(),
    "/srv/tftp/ipxe.efi": file(),
    "/srv/tftp/secret": file(0o600),
    "/srv/tftp/efi": directory(),
    "/srv/tftp/efi/boot.efi": file(),
    "/srv/tftp/closed": directory(0o700),
    "/srv/tftp/closed/boot.efi": file(),
    "/srv/tftp/latest": link("efi/boot.efi"),
    "/srv/tftp/inside": link("/ipxe.efi"),
    "/srv/tftp/above": link("../../ipxe.efi"),
    "/srv/tftp/round": link("round"),
    "/srv/tftp/dangling": link("nowhere"),
    "/srv/hidden": .unseen,
    "/tftp": link("/srv/./tftp/"),
    "/relative": link("srv/tftp"),
]

private func walk(_ path: String, below root: String = "/srv/tftp") -> PathWalk {
    PathWalk(to: path, below: root) { system[$0] ?? .missing }
}

@Test(arguments: [
    ("ipxe.efi", PathWalk.End.found), ("efi/boot.efi", .found), ("/ipxe.efi", .found), ("./efi/../ipxe.efi", .found),
    ("latest", .found), ("inside", .found), ("above", .found), ("none", .missing("/srv/tftp/none")),
    ("none/deeper", .missing("/srv/tftp/none")), ("dangling", .missing("/srv/tftp/nowhere")),
    ("round", .tooManyLinks("/srv/tftp/round")), ("../../../ipxe.efi", .found),
])
func aWayEndsSomewhere(path: String, end: PathWalk.End) {
    #expect(walk(path).end == end)
}

@Test(arguments: ["/srv/tftp", "/tftp", "/relative", "/srv/../srv/tftp/"])
func aDirectoryIsWhereItsLinksLead(root: String) {
    let walk = walk("latest", below: root)
    #expect(walk.root == "/srv/tftp")
    #expect(walk.end == .found)
    #expect(walk.steps.last?.path == "/srv/tftp/efi/boot.efi")
}

@Test func aDirectoryThatIsNotThereIsNamed() {
    #expect(walk("x", below: "/srv/none").end == .missing("/srv/none"))
    #expect(walk("x", below: "/srv/hidden").end == .unseen("/srv/hidden"))
}

@Test(arguments: [
    ("ipxe.efi", nil), ("secret", "/srv/tftp/secret"), ("closed/boot.efi", "/srv/tftp/closed"), ("latest", nil),
])
func whatKeepsAReaderOutIsNamed(path: String, obstacle: String?) {
    #expect(walk(path).obstacle(for: Account(user: 998, groups: [997]))?.path == obstacle)
    #expect(walk(path).obstacle(for: Account(user: 0, groups: [0])) == nil)
}
