import DHCP
import NetworkValues

/// A packet as packet sockets and raw sockets see it: ARP, an echo reply, another server's datagram.
func readLinkPacket(_ octets: [UInt8]) throws(Broken) {
    if let packet = ARPPacket(decoding: octets.span) {
        try require(octets.starts(with: packet.octets), "ARP written again is another")
        try require(packet.claimed != .any, "nobody uses 0.0.0.0")
    }
    if let (_, echo) = ICMPEcho.reply(in: octets.span) {
        try require(echo.request.count == 8, "an echo request of no good length")
    }
    if let datagram = IPv4UDPFrame.received(octets.span) {
        try require(octets.indices.contains(datagram.payload.lowerBound - 1), "the payload begins outside of the packet")
        try require(datagram.payload.upperBound <= octets.count, "the payload ends outside of the packet")
    }
    if let other = OtherServer(packet: octets.span) {
        try require(other.server != .any && other.address != .any, "a server that is nobody")
    }
}
