import Foundation
import Systemd
import Testing

private let root = URL(filePath: #filePath).resolvingSymlinksInPath().appending(path: "../../..").standardizedFileURL

/// The explanation of each event, by MESSAGE_ID.
private func explanations() throws -> [String: String] {
    let text = try String(contentsOf: root.appending(path: "units/bootd.catalog"), encoding: .utf8)
    let parts = text.matches(of: #/(?m)^-- ([0-9a-f]{32})$((?:\n(?!-- ).*)*)/#)
    return Dictionary(parts.map { (String($0.1), String($0.2)) }) { first, _ in first }
}

/// A call of `Logger.event`: its event, and the keys that stand in it; nil when its fields are made elsewhere.
private struct Call {
    let event: String
    let keys: Set<String>?
}

private func calls() throws -> [Call] {
    let sources = FileManager.default.enumerator(at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
    let files = (sources?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
    return try files.flatMap { file in
        let text = try String(contentsOf: file, encoding: .utf8)
        return text.matches(of: #/\.event\(\s*\.(\w+),((?:.|\n)*?)\)\n/#).map { call in
            let hasFields = call.2.contains(#/"\s*,\s*[a-z]/#)
            return Call(event: String(call.1), keys: hasFields ? nil : Set(call.2.matches(of: #/"(\w+)":/#).map { String($0.1) }))
        }
    }
}

@Test func everyKindOfEventHasAnIdentifierOfItsOwn() {
    let identifiers = EventID.allCases.map(\.rawValue)
    #expect(Set(identifiers).count == identifiers.count)
    for identifier in identifiers { #expect(identifier.wholeMatch(of: #/[0-9a-f]{32}/#) != nil, "\(identifier)") }
}

@Test func everyKindOfEventIsExplainedAndNothingElse() throws {
    #expect(try explanations().keys.sorted() == EventID.allCases.map(\.rawValue).sorted())
}

/// A field that an entry lacks would be shown as its bare name. What is made elsewhere, the system tests look at.
@Test func everyCallSendsTheFieldsThatTheExplanationOfItsEventNames() throws {
    let explanations = try explanations()
    let events = Dictionary(EventID.allCases.map { ("\($0)", $0) }) { first, _ in first }
    var seen: Set<EventID> = []
    for call in try calls() {
        let event = try #require(events[call.event], "\(call.event)")
        guard let keys = call.keys else { continue }
        seen.insert(event)
        let named = explanations[event.rawValue]?.matches(of: #/@([A-Z0-9_]+)@/#).map { String($0.1) } ?? []
        #expect(Set(named).isSubset(of: keys.map(JournalField.name)), "\(event) sends \(keys.sorted())")
    }
    #expect(
        seen.isSuperset(of: [
            .configurationRefused, .stateNotWritable, .stateWritable, .workerStopped, .portMismatch, .supervisorUnreachable,
            .cannotRun, .replyNotSent, .kernelRefused, .clockSet, .databaseSetAside,
        ]))
}
