public import LinuxIO

/// A stream socket on the event loop: octets in by a handler, octets out as fast as the kernel takes them.
public final class StreamChannel {
    /// Octets that arrived.
    public var onBytes: (Span<UInt8>) -> Void = { _ in }
    /// The other end has closed, or the stream failed; called once, and nothing after it.
    public var onClose: (SystemError?) -> Void = { _ in }
    /// What may go out now, and how much of it went.
    public var output: () -> [UInt8] = { [] }
    public var didSend: (Int) -> Void = { _ in }

    private let descriptor: Descriptor
    private let loop: EventLoop
    private(set) var source: EventSource?
    private var isReading = true
    private var isWaitingToWrite = false

    /// Takes over a descriptor that does not block.
    public init(adopting descriptor: consuming Descriptor, on loop: EventLoop) throws(SystemError) {
        self.descriptor = descriptor
        self.loop = loop
        source = try loop.add(self.descriptor.raw, [.readable]) { [weak self] events in self?.ready(events) }
    }

    deinit {
        source?.remove()
    }

    public var isOpen: Bool { source != nil }

    /// Sends what `output` has; what the kernel does not take now goes when it can.
    public func flush() {
        guard isOpen, !isWaitingToWrite else { return }
        while true {
            let octets = output()
            guard !octets.isEmpty else { return }
            do throws(SystemError) {
                let count = try descriptor.write(octets)
                didSend(count)
                if count == octets.count { continue }
            } catch {
                guard error.isTransient else { return close(error) }
            }
            return waitToWrite(true)
        }
    }

    /// Stops taking octets while the other end sends faster than it reads; `resume` goes on.
    public func pause() { setReading(false) }
    public func resume() { setReading(true) }

    /// Closes without a word to `onClose`.
    public func close() {
        source?.remove()
        source = nil
        descriptor.shutdown()
    }

    private func close(_ error: SystemError?) {
        guard isOpen else { return }
        close()
        onClose(error)
    }

    private func ready(_ events: IOEvents) {
        if events.contains(.writable) {
            waitToWrite(false)
            flush()
        }
        // Nobody reads there any more; without this a paused channel would hear of it again and again.
        if !isReading, !events.isDisjoint(with: [.hangUp, .failed]) { return close(nil) }
        if !events.isDisjoint(with: [.readable, .hangUp, .failed]) { read() }
    }

    private func read() {
        // A bounded number of rounds, so that one fast sender does not starve the rest.
        for _ in 0..<4 where isOpen && isReading {
            let count: Int
            do throws(SystemError) {
                count = try descriptor.read(into: &loop.buffer)
            } catch {
                return error.isTransient ? () : close(error)
            }
            if count == 0 { return close(nil) }
            let isFull = count == loop.buffer.count
            let buffer = loop.buffer
            onBytes(buffer.span.extracting(..<count))
            if !isFull { return }
        }
    }

    private func setReading(_ reading: Bool) {
        guard isReading != reading else { return }
        isReading = reading
        updateEvents()
    }

    private func waitToWrite(_ waiting: Bool) {
        guard isWaitingToWrite != waiting else { return }
        isWaitingToWrite = waiting
        updateEvents()
    }

    private func updateEvents() {
        var events: IOEvents = []
        if isReading { events.insert(.readable) }
        if isWaitingToWrite { events.insert(.writable) }
        source?.wait(for: events)
    }
}
