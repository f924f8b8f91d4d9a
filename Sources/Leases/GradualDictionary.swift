/// A key that says which part of a `GradualDictionary` is its own.
protocol PartKey: Hashable {
    /// A number that differs from key to key, and is cheaper than a hash.
    var part: UInt64 { get }
}

/// A dictionary that grows in small steps.
///
/// Swift's moves all that it holds when it doubles: with 25,000 leases every machine waited 10 ms for that. This one is made
/// of 64, which keys are spread over at random, so that they do not double together.
struct GradualDictionary<Key: PartKey & Sendable, Value: Sendable>: Sendable {
    private static var partCount: Int { 64 }

    private(set) var parts = [[Key: Value]](repeating: [:], count: partCount)

    var count: Int { parts.reduce(0) { $0 + $1.count } }

    var keys: some Sequence<Key> { parts.lazy.flatMap(\.keys) }

    var values: some Sequence<Value> { parts.lazy.flatMap(\.values) }

    func count(where isCounted: (Value) -> Bool) -> Int {
        parts.reduce(0) { count, part in part.values.reduce(count) { isCounted($1) ? $0 + 1 : $0 } }
    }

    subscript(key: Key) -> Value? {
        get { parts[Self.place(key)][key] }
        _modify { yield &parts[Self.place(key)][key] }
    }

    subscript(key: Key, default value: @autoclosure () -> Value) -> Value {
        get { parts[Self.place(key)][key, default: value()] }
        _modify { yield &parts[Self.place(key)][key, default: value()] }
    }

    /// Makes room for about so many entries.
    mutating func reserveCapacity(_ count: Int) {
        for place in parts.indices { parts[place].reserveCapacity(count / Self.partCount) }
    }

    func mapValues(_ transform: (Value) -> Value) -> Self {
        var mapped = self
        mapped.parts = parts.map { $0.mapValues(transform) }
        return mapped
    }

    /// Addresses follow each other; mixed, they no longer fill the parts in turn (MurmurHash3's finalizer).
    private static func place(_ key: Key) -> Int {
        var number = key.part
        number = (number ^ number >> 33) &* 0xFF51_AFD7_ED55_8CCD
        number = (number ^ number >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return Int((number ^ number >> 33) % UInt64(partCount))
    }
}

extension GradualDictionary: Equatable where Value: Equatable {}
