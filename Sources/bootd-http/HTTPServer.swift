import Contract
import Glibc
import LinuxIO
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix

/// The server as the other threads see it.
///
/// Its clients are served by one thread of NIO's.
final class HTTPServer: Sendable {
    let activity = Activity()
    private let loop: any EventLoop
    private let service: NIOLoopBound<HTTPService>
    private let listeners: NIOLoopBoundBox<[any Channel]>

    /// Starts the thread; the supervisor is asked at the socket `supervisor`.
    init(supervisor: String, limits: HTTPLimits = HTTPLimits(), log: Logger) throws(SystemError) {
        let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        self.loop = loop
        listeners = .makeBoxSendingValue([], eventLoop: loop)
        let started = loop.submit { [activity] in
            let service = HTTPService(
                supervisorPath: supervisor, loop: loop, limits: limits, log: log, activity: activity)
            return NIOLoopBound(service, eventLoop: loop)
        }
        service = try Self.wait("start a thread for clients", started)
    }

    /// Takes over a socket that listens.
    func listen(on descriptor: Int32) throws(SystemError) {
        let bootstrap = ServerBootstrap(group: loop)
            // NIO calls listen(2) again; the kernel's own limit (net.core.somaxconn) cuts this.
            .serverChannelOption(.backlog, value: 4096)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.recvAllocator, value: Self.readAllocator)
            .childChannelInitializer { [service] channel in
                channel.eventLoop.makeCompletedFuture { try Self.adopt(channel, service.value) }
            }
        let listening = bootstrap.withBoundSocket(descriptor).map { [listeners] in listeners.value.append($0) }
        try Self.wait("serve the socket that was passed", listening)
    }

    private static let readAllocator = FixedSizeRecvByteBufferAllocator(capacity: HTTPLimits.readLength)

    private static func adopt(_ channel: any Channel, _ service: HTTPService) throws {
        guard let connection = service.admit(channel) else { throw ChannelError.ioOnClosedChannel }
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = HTTPLimits.headerLineLength
        limits.maxHeaderListSize = HTTPLimits.headerLength
        limits.maxHeaderFieldCount = HTTPLimits.headerCount
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
        try channel.pipeline.syncOperations.addHandlers(
            [HTTPResponseEncoder(), ByteToMessageHandler(decoder), connection])
    }

    /// Serves by these settings from now on.
    func apply(_ settings: WorkerSettings) {
        loop.execute { [service] in service.value.apply(settings) }
    }

    /// Has the clients' thread signal the counter, when it is no longer busy with what was before.
    func signal(_ counter: EventCounter) {
        loop.execute { counter.signal() }
    }

    /// Takes no more connections, finishes the answers that are under way, for so long at most, and calls `done`.
    func stop(within time: TimeAmount, then done: @escaping @Sendable () -> Void) {
        loop.execute { [service, listeners] in
            for listener in listeners.value { listener.close(promise: nil) }
            listeners.value = []
            service.value.stop(within: time, then: done)
        }
    }

    /// Waits for NIO's thread; not to be called on it.
    private static func wait<Value: Sendable>(
        _ operation: String, _ future: EventLoopFuture<Value>
    ) throws(SystemError) -> Value {
        do {
            return try future.wait()
        } catch {
            guard let error = error as? IOError else { throw SystemError(EIO, "\(operation): \(error)") }
            throw SystemError(error.errnoCode, operation)
        }
    }
}
