import NetworkValues
import Store
import Synchronization

/// A store in memory, which counts its commits.
final class FixedStore: LeaseStore {
    private struct Contents {
        var records: [IPv4Address: LeaseRecord] = [:]
        var lastWrite: ClockReading?
        var recovered: WallTime?
        var commits = 0
    }

    private let contents: Mutex<Contents>

    init(_ records: [LeaseRecord] = [], lastWrite: ClockReading? = nil, recovered: WallTime? = nil) {
        let byAddress = Dictionary(records.map { ($0.address, $0) }) { $1 }
        contents = Mutex(Contents(records: byAddress, lastWrite: lastWrite, recovered: recovered))
    }

    var commits: Int { contents.withLock { $0.commits } }

    func record(at address: IPv4Address) -> LeaseRecord? { contents.withLock { $0.records[address] } }

    func load() -> [LeaseRecord] { contents.withLock { Array($0.records.values) } }

    func lastWrite() -> ClockReading? { contents.withLock { $0.lastWrite } }

    func recovered() -> WallTime? { contents.withLock { $0.recovered } }

    func commit(_ changes: [LeaseRecordChange], by clock: ClockReading) {
        contents.withLock { contents in
            for change in changes {
                switch change {
                case .put(let record): contents.records[record.address] = record
                case .remove(let address): contents.records[address] = nil
                case .recovered(let time): contents.recovered = time
                }
            }
            contents.lastWrite = clock
            contents.commits += 1
        }
    }
}
