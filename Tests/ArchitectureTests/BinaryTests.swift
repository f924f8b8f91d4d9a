import Foundation
import Testing

/// The build folder of this test run, where the programs lie beside the tests.
private let buildFolder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

/// The libraries that the program needs, and those that they need in turn.
private func libraries(of program: String) throws -> Set<String> {
    let path = buildFolder.appending(path: program).path
    try #require(FileManager.default.isExecutableFile(atPath: path), "\(path) is not built")
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/ldd")
    process.arguments = [path]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let names = Set(
        text.split(separator: "\n").compactMap { $0.split(separator: " ").first?.trimmingPrefix("\t") }.map(String.init))
    try #require(names.contains("libc.so.6"), "ldd does not understand \(path)")
    return names
}

private let foundation: Set = ["libFoundation.so", "libFoundationInternationalization.so", "lib_FoundationICU.so"]

@Test(arguments: ["bootd-dhcp", "bootd-tftp", "bootd-http"]) func aWorkerCarriesNoFoundation(program: String) throws {
    let forbidden = foundation.union(["libFoundationEssentials.so", "libFoundationNetworking.so", "libFoundationXML.so"])
    #expect(try libraries(of: program).intersection(forbidden) == [])
}

@Test func bootctlCarriesNoMoreThanTheEssentialsOfFoundation() throws {
    #expect(try libraries(of: "bootctl").intersection(foundation) == [])
}

/// The supervisor's database library brings Foundation, so the check above can fail.
@Test func theSupervisorCarriesFoundation() throws {
    #expect(try libraries(of: "bootd").contains("libFoundation.so"))
}
