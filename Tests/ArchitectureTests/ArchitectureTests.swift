import Foundation
import Testing

private let testFolder = URL(filePath: #filePath).deletingLastPathComponent()
private let sourceFolder = testFolder.appending(path: "../../Sources").standardizedFileURL
private let fixtureFolder = testFolder.appending(path: "Fixtures/Sources")

private func folders(in directory: URL) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: directory.resolvingSymlinksInPath().path))
}

/// The project as it is.
struct Sources {
    private static let read = Result { try SwiftSource.all(below: sourceFolder) }
    private let sources: [SwiftSource]

    init() throws { sources = try Self.read.get() }

    @Test func everyTargetHasAFolderAndEveryFolderARow() throws {
        #expect(try Rules.rows(folders(in: sourceFolder), importTable) == [])
        #expect(Set(importTable.map(\.name)).count == importTable.count)
    }

    @Test func everyTargetOfThePackageHasARow() throws {
        let package = try String(
            contentsOf: sourceFolder.appending(path: "../Package.swift").standardizedFileURL, encoding: .utf8)
        let named = package.matches(of: #/(?:library|process|system|\.target)\(\s*(?:name: )?"([\w-]+)"/#).map { String($0.1) }
        #expect(named.count > 10)
        #expect(Set(named).subtracting(importTable.map(\.name)) == [])
    }

    @Test func everyFileImportsOnlyWhatItsTargetMay() { #expect(Rules.imports(sources, importTable) == []) }

    @Test func noRowAllowsWhatNobodyNeeds() { #expect(Rules.idleImports(sources, importTable) == []) }

    @Test func everyTargetUsesOnlyWhatIsBelowItAndThePureOnesOnlyEachOther() { #expect(Rules.layers(importTable) == []) }

    @Test func onlyThePlanAndTheSupervisorReadTheCatalog() {
        #expect(Set(importTable.filter { $0.imports.contains("Catalog") }.map(\.name)) == ["Plan", "bootd"])
    }

    @Test func unsafeCodeLivesWhereCIsWrappedAndNowhereElse() { #expect(Rules.unsafeCode(sources) == []) }

    @Test func nothingStopsTheProcessButWhatNoInputCanBringAbout() { #expect(Rules.traps(sources, except: trapExceptions) == []) }

    @Test func noFileIsTooLongToRead() { #expect(Rules.length(sources) == []) }
}

/// Sources that break the rules: each is found, so the rules can fail.
struct Fixtures {
    private let sources: [SwiftSource]

    init() throws { sources = try SwiftSource.all(below: fixtureFolder) }

    @Test func aForbiddenImportIsFoundHoweverItIsWritten() {
        #expect(
            Rules.imports(sources, importTable) == [
                Violation("DHCP/Clock.swift:4", "DHCP may not import Glibc"),
                Violation("DHCP/Clock.swift:5", "DHCP may not import Foundation"),
            ])
    }

    @Test func anImportThatIsAllowedAndNotNeededIsFound() {
        let table = [TargetRow(.domain, "Leases", ["NetworkValues", "Logging"])]
        #expect(Rules.idleImports(sources, table) == [Violation("Leases", "may import Logging, and does not")])
    }

    @Test func aFolderWithoutARowAndARowWithoutAFolderAreFound() throws {
        let table = [TargetRow(.protocols, "DHCP"), TargetRow(.domain, "Leases"), TargetRow(.domain, "Trails")]
        #expect(
            try Rules.rows(folders(in: fixtureFolder), table) == [
                Violation("Nowhere", "no row of the import table"),
                Violation("WorkerRuntime", "no row of the import table"),
                Violation("Trails", "a row of the import table without a folder under Sources"),
            ])
    }

    @Test func aRowThatLooksUpwardOrOutOfAPureLayerIsFound() {
        let table = [
            TargetRow(.platform, "Store", ["GRDB"]),
            TargetRow(.protocols, "DHCP", ["Plan"]),
            TargetRow(.domain, "Leases", ["DHCP", "Store"]),
            TargetRow(.domain, "Plan", ["Leases", "Glibc"]),
        ]
        #expect(
            Rules.layers(table) == [
                Violation("DHCP", "Plan is not below it"), Violation("Leases", "is pure, and Store is not"),
                Violation("Plan", "is pure, and Glibc is not"),
            ])
    }

    @Test func unsafeCodeIsFoundAndCommentsAndStringsAreNot() {
        #expect(
            Rules.unsafeCode(sources) == [
                Violation("DHCP/Clock.swift:7", "unsafe"),
                Violation("WorkerRuntime/Traps.swift:15", "unsafe"),
                Violation("WorkerRuntime/Traps.swift:18", "@unchecked"),
            ])
    }

    @Test func everyWayToStopTheProcessIsFoundAndCommentsAndStringsAreNot() {
        #expect(
            Rules.traps(sources) == [
                Violation("WorkerRuntime/Traps.swift:9", "try!"),
                Violation("WorkerRuntime/Traps.swift:10", "as!"),
                Violation("WorkerRuntime/Traps.swift:11", "]!"),
                Violation("WorkerRuntime/Traps.swift:12", "]!"),
                Violation("WorkerRuntime/Traps.swift:13", "fatalError("),
                Violation("WorkerRuntime/Traps.swift:14", "precondition("),
            ])
    }

    @Test func anExceptionCoversItsOwnPlaceAloneAndMustBeNeeded() {
        let needed = TrapException(file: "WorkerRuntime/Traps.swift", trap: "]!", reason: "")
        let idle = TrapException(file: "DHCP/Clock.swift", trap: "try!", reason: "")
        let found = Rules.traps(sources, except: [needed, idle])
        #expect(!found.contains { $0.what == "]!" })
        #expect(found.contains(Violation("WorkerRuntime/Traps.swift:9", "try!")))
        #expect(found.contains(Violation("DHCP/Clock.swift", "the exception for try! is not needed")))
    }

    @Test func aLongFileIsFound() {
        func source(_ lines: Int) -> SwiftSource {
            SwiftSource(path: "Plan/Long.swift", text: String(repeating: "a\n", count: lines))
        }
        #expect(Rules.length([source(500)]) == [])
        #expect(Rules.length([source(501)]) == [Violation("Plan/Long.swift", "more than 500 lines")])
    }
}
