/// A big value that is kept once: whoever holds it holds one reference, and not each of its parts.
public struct Shared<Value: Hashable & Sendable>: Hashable, Sendable {
    @usableFromInline final class Box: Sendable {
        @usableFromInline let value: Value

        init(_ value: Value) {
            self.value = value
        }
    }

    @usableFromInline let box: Box

    public init(_ value: Value) {
        box = Box(value)
    }

    @inlinable public var value: Value { box.value }

    public static func == (one: Self, other: Self) -> Bool {
        one.box === other.box || one.value == other.value
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(value)
    }
}
