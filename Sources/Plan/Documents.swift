import Catalog
import JSON
import NetworkValues
import Templates

/// The documents that are made for a machine.
public enum MachineDocument: String, Hashable, Sendable {
    case home, bootScript, ipxe, grub, ignition, cloud, generic, metadata
}

/// A document, ready to be sent.
public struct RenderedDocument: Hashable, Sendable {
    public let mediaType: String
    public let text: String
}

/// Why a machine does not get a document; for people.
public enum DocumentFailure: Error, Hashable, Sendable {
    /// Nothing matches the machine, or what it gets has no such document.
    case nothing(String)
    /// A document that should be there cannot be made.
    case broken(String)
}

/// What a request's query says: its labels, and the text that they were read from.
public struct DocumentLabels: Hashable, Sendable {
    public let labels: [(name: String, value: String)]
    public let rawQuery: String

    public init(_ labels: [(name: String, value: String)], rawQuery: String) {
        self.labels = labels
        self.rawQuery = rawQuery
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.rawQuery == right.rawQuery && left.labels.elementsEqual(right.labels, by: ==)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(rawQuery)
    }

    public subscript(name: String) -> String? { labels.first { $0.name == name }?.value }
}

/// Makes a document: a projection of the plan.
public func document(_ plan: Plan, _ kind: MachineDocument, _ labels: DocumentLabels) throws(DocumentFailure) -> RenderedDocument
{
    switch kind {
    case .home: return RenderedDocument(mediaType: plainText, text: "matchbox\n")
    case .bootScript: return RenderedDocument(mediaType: plainText, text: bootScript)
    case .ipxe: return RenderedDocument(mediaType: plainText, text: ipxeScript(try profile(of: plan), plan))
    case .ignition: return try ignition(plan, labels)
    case .grub, .cloud, .generic, .metadata: throw .nothing("bootd makes no such document")
    }
}

private let plainText = "text/plain; charset=utf-8"

/// Tells iPXE to ask again and say who it is. The target is relative, so that a prefix before the path survives.
private let bootScript = """
    #!ipxe
    chain ipxe?uuid=${uuid}&mac=${mac:hexhyp}&domain=${domain}&hostname=${hostname}&serial=${serial}&arch=${buildarch:uristring}

    """

private func profile(of plan: Plan) throws(DocumentFailure) -> Profile {
    guard let host = plan.host else { throw .nothing("\(Reason.unknownMachine(plan.machine.mac, plan.machine.uuid))") }
    guard let profile = plan.profile else { throw .nothing("host \(host.name) has no profile (\(host.mark))") }
    return profile
}

private func ipxeScript(_ profile: Profile, _ plan: Plan) -> String {
    func filled(_ text: PlaceholderText) -> String { text.filled(server: plan.server, port: plan.port) }
    let initrds = profile.initrd.map(filled)
    let kernel = ["kernel", filled(profile.kernel)] + profile.args.map(filled)
    // A kernel started by UEFI finds its initrd only by this argument; BIOS does not mind it.
    let names = kernel.contains { $0.hasPrefix("initrd=") } ? [] : initrds.map { "initrd=\(imageName($0))" }
    let lines = ["#!ipxe", (kernel + names).joined(separator: " ")] + initrds.map { "initrd \($0)" } + ["boot"]
    return lines.map { $0 + "\n" }.joined()
}

/// What iPXE calls an image that it has loaded from `location`.
private func imageName(_ location: String) -> String {
    let path = location.prefix { $0 != "?" && $0 != "#" }
    return path.split(separator: "/").last.map(String.init) ?? location
}

private func ignition(_ plan: Plan, _ labels: DocumentLabels) throws(DocumentFailure) -> RenderedDocument {
    let profile = try profile(of: plan)
    guard let source = plan.ignition else { throw .nothing("profile \(profile.name) has no ignition (\(profile.mark))") }
    let text: String
    do throws(TemplateError) {
        text = try source.template.render(variables(plan, labels))
    } catch {
        throw .broken("\(error) (host \(plan.host?.name ?? "?"), profile \(profile.name))")
    }
    do throws(JSONError) {
        // Ignition stops at what is no JSON, on a machine that nobody watches: say it here instead.
        _ = try JSONValue(parsing: Array(text.utf8))
    } catch {
        throw .broken("\(source.path): what is rendered for host \(plan.host?.name ?? "?") is not JSON: \(error)")
    }
    return RenderedDocument(mediaType: "application/json", text: text)
}

/// What templates see: the host's metadata, what it is known by, and the request (Matchbox's variables).
private func variables(_ plan: Plan, _ labels: DocumentLabels) -> JSONValue {
    var all = plan.host?.metadata ?? JSONObject()
    if let mac = plan.host?.mac { all["mac"] = .string(mac.description) }
    if let uuid = plan.host?.uuid { all["uuid"] = .string(uuid.description) }
    let query = JSONObject(labels.labels.map { ($0.name, JSONValue.string($0.value)) })
    all["request"] = ["query": .object(query), "raw_query": .string(labels.rawQuery)]
    return .object(all)
}
