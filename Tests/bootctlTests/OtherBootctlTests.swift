import Foundation
import LinuxIO
import Testing

@testable import bootctl

private let ourselves = FileIdentity(device: 1, inode: 1)
private let other = FileIdentity(device: 1, inode: 2)

private func find(_ searchPath: String, _ files: [String: FileIdentity]) -> String? {
    OtherBootctl.find(searchPath: searchPath, ourselves: ourselves) { files[$0] }
}

@Test func usrBinComesBeforeThePath() {
    #expect(find("/opt/bin", ["/usr/bin/bootctl": other, "/opt/bin/bootctl": other]) == "/usr/bin/bootctl")
    #expect(find("/opt/bin", ["/bin/bootctl": other, "/opt/bin/bootctl": other]) == "/bin/bootctl")
    #expect(find("/opt/bin:/srv/bin", ["/srv/bin/bootctl": other]) == "/srv/bin/bootctl")
}

@Test func weAreNotTheOther() {
    #expect(find("/usr/sbin:/opt/bin", ["/usr/bin/bootctl": ourselves, "/usr/sbin/bootctl": ourselves]) == nil)
    #expect(
        find("/usr/sbin:/opt/bin", ["/usr/sbin/bootctl": ourselves, "/opt/bin/bootctl": other]) == "/opt/bin/bootctl")
    #expect(find("", ["/usr/bin/bootctl": FileIdentity(device: 2, inode: 1)]) == "/usr/bin/bootctl")
}

@Test func relativeFoldersOfThePathAreNotSearched() {
    #expect(find(".:bin::", ["./bootctl": other, "bin/bootctl": other, "bootctl": other, "/bootctl": other]) == nil)
}

@Test func aLinkLeadsToTheSameFile() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
        path: "bootctl-\(UUID())", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    try Data("#!/bin/sh\n".utf8).write(to: folder.appending(path: "program"))
    #expect(FileIdentity(program: path("program")) == nil, "not executable yet")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path("program"))
    try FileManager.default.createSymbolicLink(atPath: path("link"), withDestinationPath: "program")
    try FileManager.default.copyItem(atPath: path("program"), toPath: path("copy"))

    let program = try #require(FileIdentity(program: path("program")))
    #expect(FileIdentity(program: path("link")) == program)
    #expect(FileIdentity(program: path("copy")) != program)
    #expect(FileIdentity(program: folder.path) == nil, "a folder is no program")
    #expect(FileIdentity(program: path("missing")) == nil)
}

@Test func whatIsMissingIsNamed() {
    #expect(
        OtherBootctl.notInstalled("status") == [
            "bootctl: 'status' is not a verb of bootd, and systemd-boot's bootctl, which may know it, is not installed",
            "What bootd's bootctl can do: bootctl --help",
        ])
    #expect(OtherBootctl.notInstalled("-p")[0].hasPrefix("bootctl: '-p' is not an option of bootd, and"))
}
