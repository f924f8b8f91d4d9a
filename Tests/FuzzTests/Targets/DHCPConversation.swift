/// Datagrams on ports 67 and 4011, one after the other, to one server: decoded, decided, encoded.
func readDHCPConversation(_ octets: [UInt8]) throws(Broken) {
    var server = try FuzzedServer()
    for (circumstances, packet) in Circumstances.packets(in: octets).prefix(32) {
        try server.take(Array(packet), circumstances)
    }
}
