extension [UInt8] {
    /// Appends a copy of what `octets` shows.
    @inlinable
    public mutating func append(copying octets: Span<UInt8>) {
        unsafe octets.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
