import NetworkValues
import TFTP
import Testing

struct SimulationTests {
    static let mixes: [[TFTPOption]] = [
        [],
        [.init("tsize", "0")],
        [.init("blksize", "1432"), .init("tsize", "0")],
        [.init("blksize", "8"), .init("timeout", "2")],
        [.init("windowsize", "2")],
        [.init("blksize", "1468"), .init("windowsize", "4")],
        [.init("windowsize", "16"), .init("tsize", "0"), .init("timeout", "1"), .init("blksize", "64")],
        [.init("windowsize", "64"), .init("blksize", "16")],
    ]

    private func run(
        _ options: [TFTPOption], _ manner: SimulatedClient.Manner, _ faults: SimulatedNetwork.Faults, seed: UInt64,
        size: Int,
    ) throws -> (Simulation.Result, file: [UInt8]) {
        var generator = SeededGenerator(seed: seed)
        let file = (0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) }
        var simulation = try Simulation(file: file, options: options, manner: manner, faults: faults, seed: seed)
        return (simulation.run(), file)
    }

    /// The books balance, and nobody ever got a wrong octet.
    private func check(_ result: Simulation.Result, _ file: [UInt8], window: Int) {
        #expect(file.starts(with: result.received))
        #expect(result.outcome != nil)
        #expect(result.largestBurst <= window)
        #expect(result.end < BootTime(microseconds: 86_400_000_000))
        if result.outcome == .completed {
            #expect(result.received == file)
            #expect(result.counters.octets == UInt64(file.count))
            let again = result.dataSent - result.blocks + max(result.offersSent, 1) - 1
            #expect(result.counters.retransmissions == again)
        }
    }

    private func window(_ options: [TFTPOption]) -> Int {
        options.first { $0.kind == .windowSize }.flatMap { Int($0.value) } ?? 1
    }

    @Test(arguments: mixes, SimulatedClient.Manner.allCases)
    func perfectNetworkCarriesEveryBlockOnce(_ options: [TFTPOption], _ manner: SimulatedClient.Manner) throws {
        for size in [0, 1, 15, 16, 512, 4096, 9999] {
            let (result, file) = try run(options, manner, .init(), seed: 1, size: size)
            check(result, file, window: window(options))
            #expect(result.outcome == .completed)
            if manner != .acknowledgesAll || window(options) == 1 { #expect(result.dataSent == result.blocks) }
        }
    }

    /// Every datagram twice, both ways, to a client that answers each of them: the Sorcerer's Apprentice at his worst.
    @Test(arguments: mixes, [SimulatedClient.Manner.answersEach, .answersFirst, .waits])
    func doubledDatagramsNeverDoubleTheTraffic(_ options: [TFTPOption], _ manner: SimulatedClient.Manner) throws {
        let faults = SimulatedNetwork.Faults(duplication: 100)
        let (result, file) = try run(options, manner, faults, seed: 1, size: 20_000)
        check(result, file, window: window(options))
        #expect(result.outcome == .completed)
        #expect(result.dataSent == result.blocks)
    }

    @Test(arguments: mixes, SimulatedClient.Manner.allCases)
    func badNetworkCarriesTheFileOrAnEnd(_ options: [TFTPOption], _ manner: SimulatedClient.Manner) throws {
        for seed in UInt64(0)..<40 {
            let faults = SimulatedNetwork.Faults(
                loss: Int(seed % 4) * 10, duplication: Int(seed / 4 % 4) * 10, delay: 100...(100 + seed % 5 * 2000))
            let (result, file) = try run(options, manner, faults, seed: seed, size: Int(seed) * 60)
            check(result, file, window: window(options))
        }
    }

    /// Up to a tenth lost: every file arrives, and not much more is sent than the losses explain.
    @Test(arguments: mixes, [SimulatedClient.Manner.answersEach, .answersFirst])
    func lossyNetworkDeliversAtABoundedPrice(_ options: [TFTPOption], _ manner: SimulatedClient.Manner) throws {
        for seed in UInt64(0)..<20 {
            let faults = SimulatedNetwork.Faults(loss: 1 + Int(seed % 10), duplication: 5, detour: 1)
            let (result, file) = try run(options, manner, faults, seed: seed, size: 6000)
            check(result, file, window: window(options))
            #expect(result.received == file)
            // A window is sent again from the first block that is missing: that is the price of RFC 7440.
            let faulty = result.blocks * UInt64(window(options) * (faults.loss + faults.detour)) / 100
            #expect(result.dataSent <= result.blocks * 2 + faulty + 64, "seed \(seed)")
        }
    }

    @Test func clientThatVanishesIsForgotten() throws {
        let (result, _) = try run([.init("windowsize", "16")], .waits, .init(loss: 100), seed: 3, size: 100_000)
        #expect(result.outcome == .timedOut)
        #expect(result.offersSent == 6)
        #expect(result.dataSent == 0)
    }
}
