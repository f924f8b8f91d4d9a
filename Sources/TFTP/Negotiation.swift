/// How far the server goes along with a client's options (RFC 2347).
public struct Negotiation: Hashable, Sendable {
    /// Largest block, in octets: what reaches the client in one frame.
    public let blockSize: Int
    /// Longest window, in blocks; RFC 7440 section 5 saw little gain in longer ones.
    public let windowSize: Int
    /// Most octets in a window, so that one client's burst does not fill the queues that all share.
    public let windowOctets: Int

    public init(blockSize: Int = 1468, windowSize: Int = 64, windowOctets: Int = 512 * 1024) {
        self.blockSize = TransferOptions.blockSizes.nearest(to: blockSize)
        self.windowSize = TransferOptions.windowSizes.nearest(to: windowSize)
        self.windowOctets = max(windowOctets, 1)
    }

    /// The largest block that a path carries without fragments: its MTU less IP, UDP and TFTP headers.
    public static func blockSize(pathMTU: Int, isIPv6: Bool) -> Int {
        max(pathMTU, 0) - (isIPv6 ? 40 : 20) - 8 - DataHeader.length
    }

    /// What the server agrees to: never more than was asked, and no option that was not asked for.
    ///
    /// An option whose value makes no sense is left out of the OACK. When nothing is agreed, there is no OACK.
    /// - Throws: the ERROR that refuses the request, because its mode is not served.
    public func answer(_ request: TFTPRequest, fileSize: UInt64) throws(TFTPError) -> TransferOptions {
        guard request.mode == .octet else {
            throw TFTPError(.illegalOperation, "Only transfers in mode octet are served")
        }
        let blockSize = request[.blockSize]?.number.flatMap(agreed(blockSize:))
        let windowSize = request[.windowSize]?.number.flatMap { asked in
            agreed(windowSize: asked, blockSize: blockSize ?? TransferOptions.standard.blockSize)
        }
        let timeout = request[.timeout]?.number.flatMap { (1...255).contains($0) ? $0 : nil }
        let size = request[.transferSize]?.number.map { _ in fileSize }

        var options = TransferOptions()
        if let blockSize { options.blockSize = blockSize }
        if let windowSize { options.windowSize = windowSize }
        options.timeout = timeout.map { $0 * 1_000_000 }
        options.acknowledged = request.options.compactMap { option in
            let value: UInt64? =
                switch option.kind {
                case .blockSize: blockSize.map(UInt64.init)
                case .windowSize: windowSize.map(UInt64.init)
                case .timeout: timeout
                case .transferSize: size
                case nil: nil
                }
            return value.map { TFTPOption(option.name, "\($0)") }
        }
        return options
    }

    /// RFC 2348 allows 8 to 65464; what is larger is cut, as a client that can take more can take less.
    private func agreed(blockSize asked: UInt64) -> Int? {
        asked < TransferOptions.blockSizes.lowerBound ? nil : Int(min(asked, UInt64(blockSize)))
    }

    private func agreed(windowSize asked: UInt64, blockSize: Int) -> Int? {
        let limit = min(windowSize, max(1, windowOctets / blockSize))
        return asked < 1 ? nil : Int(min(asked, UInt64(limit)))
    }
}
