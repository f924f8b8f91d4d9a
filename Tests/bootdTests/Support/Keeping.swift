import Leases
import LinuxIO
import NetworkValues
import Store
import Synchronization
import Systemd

@testable import bootd

/// A lease of machine `number`.
func lease(
    _ address: IPv4Address, of number: Int, _ state: LeaseState = .bound, until expires: WallTime = 2_000_000
) -> Lease {
    Lease(
        address: address, key: .hardware(mac(number)), hardware: mac(number), network: "lab", state: state, start: 0,
        expires: expires)
}

func record(_ address: IPv4Address, of number: Int, until expires: WallTime = 2_000_000) -> LeaseRecord {
    LeaseRecord(
        address: address, keyKind: .hardware, key: mac(number).octets, hardware: mac(number), network: "lab", state: .bound,
        start: 0, expires: expires)
}

/// A keeper, and what it told.
final class Keeping {
    let keeper: LeaseKeeper
    var durable: [UInt64] = []
    var failures: [StoreError] = []
    var settled: [StoreError?] = []

    init(_ keeper: LeaseKeeper) {
        self.keeper = keeper
        keeper.onDurable = { [unowned self] in durable.append($0) }
        keeper.onFailure = { [unowned self] in failures.append($0) }
    }

    @discardableResult
    func apply(_ changes: LeaseChange...) -> UInt64? {
        keeper.apply(changes) { [unowned self] in settled.append($0) }
    }

    var leases: [Lease] { keeper.book.leases(limit: 1000) }

    /// When the lease of the lowest address ends.
    var firstExpiry: WallTime? { leases.first?.expires }
}

/// The calendar clock, which can be set.
final class WallClock: Sendable {
    static let boot: Int64 = 7

    private let time: Mutex<WallTime>

    init(_ time: WallTime) { self.time = Mutex(time) }

    var now: ClockReading { ClockReading(wall: time.withLock { $0 }, elapsed: .now(), boot: Self.boot) }

    /// What it would have shown so many seconds ago, or in another boot then.
    func reading(secondsAgo seconds: Int64, boot: Int64 = boot) -> ClockReading {
        ClockReading(wall: now.wall.advanced(by: -seconds), lead: now.lead, boot: boot)
    }

    func set(onBy seconds: Int64) { time.withLock { $0 = $0.advanced(by: seconds) } }
}

extension LoopThread<Keeping> {
    /// A keeper on a thread of its own.
    static func keeping(_ store: any LeaseStore, clock: WallClock = WallClock(1_000_000), log: LogRecorder = LogRecorder()) throws
        -> Self
    {
        let logger = log.logger
        return try Self { loop in Keeping(try LeaseKeeper(store, loop: loop, log: logger) { clock.now }) }
    }
}
