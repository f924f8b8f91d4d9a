internal import CLinux

/// Sockets of other processes.
public enum ForeignSocket {
    /// The interface that descriptor `descriptor` of a process is bound to; nil when it is bound to none, or when we may not
    /// ask.
    public static func device(process: Int32, descriptor: Int32) -> String? {
        var name = [CChar](repeating: 0, count: 16)
        guard unsafe clinux_socket_device(process, descriptor, &name) == 0 else { return nil }
        let octets = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return octets.isEmpty ? nil : String(decoding: octets, as: UTF8.self)
    }
}
