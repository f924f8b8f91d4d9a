import TFTP

/// A datagram on port 69: refused, or its name lies below the root and its options can be met.
func readTFTPPacket(_ octets: [UInt8]) throws(Broken) {
    guard let packet = try? TFTPPacket(decoding: octets.span) else { return }
    switch packet {
    case .data, .acknowledgement:
        try require(octets.starts(with: packet.encoded), "\(packet) written again is another")
    case .readRequest(let request), .writeRequest(let request):
        try require(TFTPPacket.isRequest(octets.span), "a request that is not seen as one")
        try requireServable(request)
    case .error, .optionAcknowledgement:
        try require(!TFTPPacket.isRequest(octets.span), "seen as a request")
    }
}

private func requireServable(_ request: TFTPRequest) throws(Broken) {
    if let name = try? RequestName(request.fileName) {
        try require((1...2).contains(name.candidates.count), "\(name.candidates.count) candidates")
        for candidate in name.candidates {
            let parts = candidate.split(separator: "/", omittingEmptySubsequences: false)
            try require(!parts.contains { ["", ".", ".."].contains($0) }, "\(candidate.debugDescription) leaves its root")
            try require(!candidate.utf8.contains { $0 < 0x20 }, "\(candidate.debugDescription) has a control character")
        }
    }
    guard let options = try? Negotiation().answer(request, fileSize: 1 << 40) else { return }
    try require((8...65464).contains(options.blockSize), "blocks of \(options.blockSize)")
    try require((1...65535).contains(options.windowSize), "windows of \(options.windowSize)")
    try require(options.acknowledged.count <= request.options.count, "more is agreed than was asked")
}
