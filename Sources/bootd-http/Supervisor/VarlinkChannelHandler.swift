import NIOCore

/// Octets of a connection to the supervisor, handed on as they come.
final class VarlinkChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let onBytes: ([UInt8]) -> Void
    private let onClose: (String) -> Void
    private var problem = "the supervisor closed the connection"

    init(onBytes: @escaping ([UInt8]) -> Void, onClose: @escaping (String) -> Void) {
        self.onBytes = onBytes
        self.onClose = onClose
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        onBytes(Array(Self.unwrapInboundIn(data).readableBytesView))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        problem = "\(error)"
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        onClose(problem)
    }
}
