import Contract
import JSON
import Testing
import Varlink

/// The descriptions of the contract, by name.
let interfaces: [String: Interface] = {
    let descriptions = [WorkerInterface.description, ControlInterface.description]
    return Dictionary(descriptions.compactMap { try? Interface($0.description) }.map { ($0.name, $0) }) { first, _ in first }
}()

extension Interface {
    /// Every part that has fields, or words, and what it is.
    var parts: [Place: VarlinkType] {
        var parts = types.reduce(into: [Place: VarlinkType]()) { $0[.type($1.key)] = $1.value }
        for (name, method) in methods {
            parts[.call(name)] = .structure(method.call)
            parts[.reply(name)] = .structure(method.reply)
        }
        for (name, fields) in errors { parts[.error(name)] = .structure(fields) }
        return parts.filter { $0.value != .structure([]) }
    }

    /// Why a value is not of a type; nil when it is.
    func objection(_ value: JSONValue, _ type: VarlinkType, at path: String) -> String? {
        switch (type, value) {
        case (.bool, .bool), (.int, .integer), (.float, .integer), (.float, .number), (.string, .string), (.object, .object): nil
        case (.words(let words), .string(let word)): words.contains(word) ? nil : "\(path): no word '\(word)'"
        case (.array(let element), .array(let values)):
            values.enumerated().lazy.compactMap { objection($1, element, at: "\(path)[\($0)]") }.first
        case (.dictionary(let element), .object(let object)):
            object.members.lazy.compactMap { objection($0.value, element, at: "\(path).\($0.name)") }.first
        case (.optional(let wrapped), _): objection(value, wrapped, at: path)
        case (.named(let name), _): types[name].map { objection(value, $0, at: path) } ?? "\(path): no type \(name)"
        case (.structure(let fields), .object(let object)): objection(object, fields, at: path)
        default: "\(path): \(value.text()) is no \(type)"
        }
    }

    private func objection(_ object: JSONObject, _ fields: [VarlinkType.Field], at path: String) -> String? {
        let names = Set(fields.map(\.name))
        if let stranger = object.members.first(where: { !names.contains($0.name) }) {
            return "\(path): no field \(stranger.name)"
        }
        for field in fields {
            if let value = object[field.name] {
                if let objection = objection(value, field.type, at: "\(path).\(field.name)") { return objection }
            } else if !field.isOptional {
                return "\(path): \(field.name) is missing"
            }
        }
        return nil
    }
}

@Test func everyPartOfTheInterfacesHasASampleAndEverySampleAPart() {
    for (name, interface) in interfaces {
        #expect(Set(samples.filter { $0.interface == name }.map(\.place)) == Set(interface.parts.keys), "\(name)")
    }
    #expect(interfaces.count == 2)
}

@Test(arguments: samples) func whatIsWrittenIsAsDescribed(sample: Sample) throws {
    let interface = try #require(interfaces[sample.interface])
    let type = try #require(interface.parts[sample.place])
    for value in sample.values { #expect(interface.objection(value, type, at: "") == nil) }
}

@Test(arguments: samples) func everyFieldThatIsDescribedIsWritten(sample: Sample) throws {
    guard case .structure(let fields)? = interfaces[sample.interface]?.parts[sample.place] else { return }
    let written = Set(
        sample.values.flatMap { value -> [String] in
            guard case .object(let object) = value else { return [] }
            return object.members.map(\.name)
        })
    #expect(written == Set(fields.map(\.name)))
}

@Test(arguments: samples) func everyOptionalFieldIsLeftOutWhenItIsNotSet(sample: Sample) throws {
    guard case .structure(let fields)? = interfaces[sample.interface]?.parts[sample.place] else { return }
    for field in fields where field.isOptional {
        #expect(sample.values.contains { $0[field.name] == nil }, "\(field.name) is always written")
    }
}

@Test(arguments: samples) func whatIsWrittenIsReadBack(sample: Sample) throws {
    #expect(try sample.isReadBack())
}

/// Words of the description, and of the Swift enumeration that stands for them.
@Test func everyEnumerationHasTheWordsOfItsDescription() throws {
    func words<Word: CaseIterable & RawRepresentable<String>>(_ type: Word.Type) -> VarlinkType {
        .words(Word.allCases.map(\.rawValue))
    }
    let facts: [(interface: String, place: Place, field: String, words: VarlinkType)] = [
        (WorkerInterface.name, .call("Attach"), "role", words(Role.self)),
        (WorkerInterface.name, .type("DHCPQuery"), "message", words(DHCPQueryKind.self)),
        (WorkerInterface.name, .type("DHCPQuery"), "client", .optional(words(ClientKind.self))),
        (WorkerInterface.name, .type("Probe"), "kind", words(ProbeKind.self)),
        (WorkerInterface.name, .type("DHCPReply"), "message", words(DHCPReplyKind.self)),
        (WorkerInterface.name, .call("Render"), "document", words(DocumentKind.self)),
        (WorkerInterface.name, .type("Transfer"), "protocol", words(Transfer.FileProtocol.self)),
        (WorkerInterface.name, .type("Transfer"), "outcome", words(Transfer.Outcome.self)),
        (ControlInterface.name, .type("Worker"), "role", words(Role.self)),
        (ControlInterface.name, .type("Lease"), "state", words(LeaseRow.State.self)),
        (ControlInterface.name, .type("CheckedFile"), "use", words(CheckedFile.Use.self)),
        (ControlInterface.name, .type("CheckedFile"), "role", words(Role.self)),
        (ControlInterface.name, .type("Event"), "stage", words(Role.self)),
    ]
    for fact in facts {
        guard case .structure(let fields)? = interfaces[fact.interface]?.parts[fact.place] else {
            Issue.record("\(fact.place) has no fields")
            continue
        }
        #expect(fields.first { $0.name == fact.field }?.type == fact.words, "\(fact.place) \(fact.field)")
    }
}
