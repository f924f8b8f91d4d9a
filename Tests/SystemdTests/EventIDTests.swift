import Foundation
import Systemd
import Testing

@Test func everyKindOfEventHasAnIdentifierOfItsOwn() {
    let identifiers = EventID.allCases.map(\.rawValue)
    #expect(Set(identifiers).count == identifiers.count)
    for identifier in identifiers { #expect(identifier.wholeMatch(of: #/[0-9a-f]{32}/#) != nil, "\(identifier)") }
}

@Test func everyKindOfEventIsExplainedAndNothingElse() throws {
    let catalog = URL(filePath: #filePath).resolvingSymlinksInPath().appending(path: "../../../units/bootd.catalog")
        .standardizedFileURL
    let text = try String(contentsOf: catalog, encoding: .utf8)
    let explained = text.split(separator: "\n").filter { $0.hasPrefix("-- ") }.map { String($0.dropFirst(3)) }
    #expect(explained.sorted() == EventID.allCases.map(\.rawValue).sorted())
}
