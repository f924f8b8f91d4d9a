import Foundation
import NetworkValues
import Store

/// A directory of its own for each test, removed with its contents when the last reference goes.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "bootd-store-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func read(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

    func write(_ data: Data, as name: String) throws { try data.write(to: url(name)) }

    func holds(_ name: String) -> Bool { FileManager.default.fileExists(atPath: url(name).path) }

    private func url(_ name: String) -> URL { URL(fileURLWithPath: path).appendingPathComponent(name) }
}

func address(_ number: Int) -> IPv4Address { IPv4Address(rawValue: 0x0A00_0000 + UInt32(number)) }

func record(_ number: Int, _ state: LeaseRecord.State = .bound, until expires: Int64 = 1000) -> LeaseRecord {
    let hardware = MACAddress(rawValue: 0x5254_0000_0000 + UInt64(number))
    return LeaseRecord(
        address: address(number), keyKind: .hardware, key: hardware.octets, hardware: hardware,
        network: "lab", state: state, start: WallTime(seconds: 10), expires: WallTime(seconds: expires))
}

/// A clock that shows `seconds`.
func clock(_ seconds: Int64) -> ClockReading { ClockReading(wall: WallTime(seconds: seconds), lead: seconds - 3, boot: -7) }

func puts(_ numbers: some Sequence<Int>) -> [LeaseRecordChange] { numbers.map { .put(record($0)) } }

extension LeaseStore {
    /// Everything that is written down, by address.
    func sortedRecords() throws -> [LeaseRecord] { try load().sorted { $0.address < $1.address } }
}
