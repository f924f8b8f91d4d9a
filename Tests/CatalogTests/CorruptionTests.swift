import Testing

@testable import Catalog

/// Damaged files: whatever stands in them, there is a catalog or there are problems.
@Suite struct CorruptionTests {
    private static let whole = Array(
        (lab + """

              # é
              node2: {mac: &m '525400000002', metadata: {a: *m, b: ["|", 1.5]}, client_id: 01:52, options: {12: a}}
            options: {ntp-servers: [10.75.0.1], 224: hex "01:02", 225: {type: u8, value: 1}, ipxe: {priority: 1}}

            """).utf8)

    @Test func theWholeFileIsRead() {
        #expect(problems(String(decoding: Self.whole, as: UTF8.self), documents: labDocuments) == [])
    }

    @Test func everyPrefixIsReadOrRefused() {
        for length in 0...Self.whole.count { check(Array(Self.whole.prefix(length))) }
    }

    @Test(arguments: Array(" \n\t:-?*&[}'|!0".utf8) + [0, 0xC3])
    func everyChangedByteIsReadOrRefused(_ byte: UInt8) {
        for index in Self.whole.indices {
            var damaged = Self.whole
            damaged[index] = byte
            check(damaged)
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func shuffledFilesAreReadOrRefused(_ seed: UInt64) {
        var random = Random(state: seed)
        for _ in 0..<25 {
            var damaged = Self.whole
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let start = Int.random(in: 0..<damaged.count, using: &random)
                let end = min(damaged.count, start + Int.random(in: 1...30, using: &random))
                let piece = Array(damaged[start..<end])
                if Bool.random(using: &random) { damaged.removeSubrange(start..<end) }
                damaged.insert(contentsOf: piece, at: Int.random(in: 0...damaged.count, using: &random))
            }
            check(damaged)
        }
    }

    /// Problems have a place in the file, and are in order.
    private func check(_ bytes: [UInt8]) {
        let lines = bytes.split(omittingEmptySubsequences: false) { $0 == 10 || $0 == 13 }.count
        let files = ConfigurationFiles(
            main: .init(path: mainFile, bytes: bytes), documents: labDocuments.mapValues { Array($0.utf8) })
        do throws(ConfigurationInvalid) {
            let catalog = try Catalog.read(files, generation: 1)
            #expect(catalog.generation == 1)
        } catch {
            #expect(!error.problems.isEmpty)
            for problem in error.problems {
                #expect((1...lines + 1).contains(problem.line), "\(problem)")
                #expect(problem.column >= 1, "\(problem)")
                #expect(!problem.message.isEmpty)
            }
            #expect(error.problems.map(\.line) == error.problems.map(\.line).sorted())
        }
    }
}

/// SplitMix64: the same numbers in every run.
private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
