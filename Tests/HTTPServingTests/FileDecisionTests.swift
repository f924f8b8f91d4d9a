import HTTPServing
import NetworkValues
import Testing

private let before = "Sun, 06 Nov 1994 08:49:36 GMT"
private let date = "Sun, 06 Nov 1994 08:49:37 GMT"
private let after = "Sun, 06 Nov 1994 08:49:38 GMT"
private let tag = EntityTag(inode: 1, length: 12, modifiedNanoseconds: 255)

private let file = Representation(
    length: 12,
    mediaType: "application/octet-stream",
    tag: tag,
    modified: WallTime(seconds: 784_111_777)
)

private func part(_ offset: Int64, _ length: Int64) -> FileDecision {
    ByteRange(offset: offset, length: length).map(FileDecision.partial) ?? .full
}

private let conditions: [(Conditions, FileDecision)] = [
    (Conditions(), .full),

    (Conditions(ifNoneMatch: "\"1-c-ff\""), .notModified),
    (Conditions(ifNoneMatch: "W/\"1-c-ff\""), .notModified),
    (Conditions(ifNoneMatch: "\"x,y\" , \"1-c-ff\""), .notModified),
    (Conditions(ifNoneMatch: "*"), .notModified),
    (Conditions(ifNoneMatch: "\"other\""), .full),
    (Conditions(ifNoneMatch: "1-c-ff"), .full),
    (Conditions(ifNoneMatch: "\"1-c-ff"), .full),
    (Conditions(ifNoneMatch: ""), .full),
    (Conditions(ifNoneMatch: "\"other\"", ifModifiedSince: date), .full),
    (Conditions(ifModifiedSince: date), .notModified),
    (Conditions(ifModifiedSince: after), .notModified),
    (Conditions(ifModifiedSince: before), .full),
    (Conditions(ifModifiedSince: "yesterday"), .full),

    (Conditions(ifMatch: "\"1-c-ff\""), .full),
    (Conditions(ifMatch: "\"x\", \"1-c-ff\""), .full),
    (Conditions(ifMatch: "*"), .full),
    (Conditions(ifMatch: "W/\"1-c-ff\""), .preconditionFailed),
    (Conditions(ifMatch: "\"other\""), .preconditionFailed),
    (Conditions(ifMatch: ""), .preconditionFailed),
    (Conditions(ifMatch: "\"1-c-ff\"", ifUnmodifiedSince: before), .full),
    (Conditions(ifUnmodifiedSince: before), .preconditionFailed),
    (Conditions(ifUnmodifiedSince: date), .full),
    (Conditions(ifUnmodifiedSince: "yesterday"), .full),
    (Conditions(ifMatch: "\"other\"", ifNoneMatch: "*", range: "bytes=0-1"), .preconditionFailed),
    (Conditions(ifMatch: "*", ifNoneMatch: "*", range: "bytes=0-1"), .notModified),

    (Conditions(ifMatch: "\"1-c-ff\"", range: "bytes=2-"), part(2, 10)),
    (Conditions(ifUnmodifiedSince: date, range: "bytes=2-"), part(2, 10)),
    (Conditions(ifRange: "\"1-c-ff\"", range: "bytes=2-4"), part(2, 3)),
    (Conditions(ifRange: "W/\"1-c-ff\"", range: "bytes=2-4"), .full),
    (Conditions(ifRange: "\"other\"", range: "bytes=2-4"), .full),
    (Conditions(ifRange: "\"other\"", range: "bytes=99-"), .full),
    (Conditions(ifRange: date, range: "bytes=2-4"), part(2, 3)),
    (Conditions(ifRange: after, range: "bytes=2-4"), .full),
    (Conditions(ifRange: "nonsense", range: "bytes=2-4"), .full),
    (Conditions(ifRange: "\"1-c-ff\""), .full),
]

@Test(arguments: conditions)
func conditionsDecide(_ conditions: Conditions, _ decision: FileDecision) {
    #expect(conditions.decision(for: file, isHead: false) == decision)
}

private let ranges: [(range: String, decision: FileDecision)] = [
    ("bytes=2-4", part(2, 3)),
    ("bytes=0-0", part(0, 1)),
    ("bytes=0-", part(0, 12)),
    ("bytes=11-", part(11, 1)),
    ("bytes=5-99", part(5, 7)),
    ("bytes=5-99999999999999999999999", part(5, 7)),
    ("bytes=-3", part(9, 3)),
    ("bytes=-12", part(0, 12)),
    ("bytes=-99", part(0, 12)),
    ("bytes=-99999999999999999999999", part(0, 12)),
    ("BYTES= 2-4\t,", part(2, 3)),
    ("bytes=12-", .rangeNotSatisfiable),
    ("bytes=12-20", .rangeNotSatisfiable),
    ("bytes=-0", .rangeNotSatisfiable),
    ("bytes=99999999999999999999999-", .rangeNotSatisfiable),
    ("bytes=12-,20-30", .rangeNotSatisfiable),
    // Several are answered with the whole.
    ("bytes=0-1,5-6", .full),
    ("bytes=0-1,20-", .full),
    // What is not understood is not there.
    ("bytes=4-2", .full),
    ("bytes=-", .full),
    ("bytes=", .full),
    ("bytes=,", .full),
    ("bytes", .full),
    ("", .full),
    ("lines=0-1", .full),
    ("bytes=a-b", .full),
    ("bytes=0-1-2", .full),
    ("bytes=--1", .full),
    ("bytes=+0-1", .full),
    ("bytes=0x0-1", .full),
    ("bytes=0 -1", .full),
    ("bytes=0-1,x", .full),
    ("bytes =0-1", .full),
]

@Test(arguments: ranges)
func rangeChoosesAPart(_ range: String, _ decision: FileDecision) {
    #expect(Conditions(range: range).decision(for: file, isHead: false) == decision)
    #expect(Conditions(range: range).decision(for: file, isHead: true) == .full)
}

@Test(arguments: ["bytes=0-", "bytes=0-0", "bytes=5-", "bytes=-1"])
func anEmptyFileHasNoParts(_ range: String) {
    let empty = Representation(length: 0, mediaType: "text/plain")
    #expect(Conditions(range: range).decision(for: empty, isHead: false) == .full)
}

@Test func largeFilesHaveLargeRanges() {
    let large = Representation(length: .max, mediaType: "application/octet-stream")
    let last = Conditions(range: "bytes=9223372036854775806-9223372036854775807")
    #expect(last.decision(for: large, isHead: false) == part(.max - 1, 1))
    #expect(Conditions(range: "bytes=0-").decision(for: large, isHead: false) == part(0, .max))
}

@Test func noPartIsEmptyOrEndless() {
    #expect(ByteRange(offset: 0, length: 0) == nil)
    #expect(ByteRange(offset: -1, length: 1) == nil)
    #expect(ByteRange(offset: 1, length: .max) == nil)
}

@Test func withoutValidatorsOnlyAnyMatches() {
    let plain = Representation(length: 12, mediaType: "text/plain")
    func decision(_ conditions: Conditions) -> FileDecision { conditions.decision(for: plain, isHead: false) }
    #expect(decision(Conditions(ifMatch: "\"1-c-ff\"")) == .preconditionFailed)
    #expect(decision(Conditions(ifMatch: "*")) == .full)
    #expect(decision(Conditions(ifNoneMatch: "\"1-c-ff\"")) == .full)
    #expect(decision(Conditions(ifModifiedSince: after)) == .full)
    #expect(decision(Conditions(ifUnmodifiedSince: before)) == .full)
    #expect(decision(Conditions(ifRange: date, range: "bytes=0-1")) == .full)
}

@Test func tagsTellFilesApart() {
    #expect(tag.description == "\"1-c-ff\"")
    #expect(tag != EntityTag(inode: 2, length: 12, modifiedNanoseconds: 255))
    #expect(tag != EntityTag(inode: 1, length: 13, modifiedNanoseconds: 255))
    #expect(tag != EntityTag(inode: 1, length: 12, modifiedNanoseconds: 256))
    #expect(EntityTag(inode: .max, length: .max, modifiedNanoseconds: -1).description.utf8.count == 52)
}
