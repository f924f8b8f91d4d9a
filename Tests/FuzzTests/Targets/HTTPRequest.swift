import HTTPServing
import NetworkValues

/// The parts of an HTTP request that are ours to read, one in a line: the target, and the six conditions.
func readHTTPRequest(_ octets: [UInt8]) throws(Broken) {
    let lines = String(decoding: octets, as: UTF8.self).split(separator: "\n", maxSplits: 6, omittingEmptySubsequences: false)
    if let target = lines.first.flatMap({ try? RequestTarget(String($0)) }) { try requireBelowRoot(target) }
    let fields = lines.dropFirst().map(String.init) + Array(repeating: "", count: 6)
    let conditions = Conditions(
        ifMatch: fields[0].isEmpty ? nil : fields[0], ifNoneMatch: fields[1].isEmpty ? nil : fields[1],
        ifModifiedSince: fields[2].isEmpty ? nil : fields[2], ifUnmodifiedSince: fields[3].isEmpty ? nil : fields[3],
        ifRange: fields[4].isEmpty ? nil : fields[4], range: fields[5].isEmpty ? nil : fields[5])
    for length in [0, 1, 1000, Int64.max] { try requirePart(conditions, length) }
}

private func requireBelowRoot(_ target: RequestTarget) throws(Broken) {
    for segment in target.path.segments {
        let isName = !["", ".", ".."].contains(segment) && !segment.utf8.contains(UInt8(ascii: "/"))
        try require(isName, "\(segment.debugDescription) leaves its root")
    }
    _ = Route(target.path)
    let labels = Labels(query: target.query)
    try require(labels.labels.count + labels.ignored.count <= Labels.maximumCount + 1, "more labels than there may be")
    try require(Set(labels.labels.map(\.name)).count == labels.labels.count, "a label comes twice")
}

/// Whatever part is sent lies in the file.
private func requirePart(_ conditions: Conditions, _ length: Int64) throws(Broken) {
    let file = Representation(
        length: length, mediaType: "text/plain", tag: EntityTag(inode: 1, length: length, modifiedNanoseconds: 2),
        modified: WallTime(seconds: 784_111_777))
    guard case .file(_, let offset, let count) = FileAnswer(conditions.decision(for: file, isHead: false), file) else { return }
    try require(offset >= 0 && count >= 0 && count <= length - offset, "\(count) octets from \(offset) of \(length)")
}
