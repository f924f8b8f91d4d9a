/// A map that forgets: of at most `limit` entries at least the last half of them is there.
public struct RecentMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    @usableFromInline let limit: Int
    @usableFromInline var young: [Key: Value] = [:]
    @usableFromInline var old: [Key: Value] = [:]

    @inlinable
    public init(limit: Int) {
        self.limit = limit
    }

    @inlinable
    public subscript(key: Key) -> Value? {
        get { young[key] ?? old[key] }
        set {
            old[key] = nil
            if newValue != nil, young[key] == nil, young.count >= limit / 2 {
                old = young
                young = [:]
            }
            young[key] = newValue
        }
    }
}
