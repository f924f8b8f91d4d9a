internal import CLinux
internal import Glibc
public import NetworkValues

/// Who is at the other end of a Unix socket, as the kernel knows it.
public struct PeerCredentials: Hashable, Sendable {
    public let user: UInt32
    public let group: UInt32
    public let process: Int32
}

/// Stream sockets: the control sockets of bootd, and TCP listeners.
public enum StreamSocket {
    /// Listens on a Unix socket at `path`, in place of one that is left there.
    public static func listen(path: String, mode: UInt32) throws(SystemError) -> Descriptor {
        try Descriptor(owning: checked(unsafe clinux_listen_unix(path, mode), "listen on \(path)"))
    }

    /// Listens on a TCP port.
    public static func listen(on local: Endpoint) throws(SystemError) -> Descriptor {
        var endpoint = clinux_endpoint(local)
        return try Descriptor(owning: checked(unsafe clinux_open_stream_listener(&endpoint), "listen on TCP \(local)"))
    }

    /// Connects to a Unix socket; the descriptor blocks.
    public static func connect(path: String) throws(SystemError) -> Descriptor {
        try Descriptor(owning: checked(unsafe clinux_connect_unix(path), "connect to \(path)"))
    }

    /// Connects to a TCP port within so many milliseconds; the descriptor does not block.
    public static func connect(to peer: Endpoint, milliseconds: Int32) throws(SystemError) -> Descriptor {
        var endpoint = clinux_endpoint(peer)
        let connection = try Descriptor(owning: checked(unsafe clinux_open_stream(&endpoint), "connect to \(peer)"))
        guard try wait(for: connection.raw, POLLOUT, milliseconds: milliseconds) else {
            throw SystemError(ETIMEDOUT, "connect to \(peer)")
        }
        _ = try checked(clinux_connect_result(connection.raw), "connect to \(peer)")
        return connection
    }

    /// Takes the next connection, which does not block; nil when there is none now.
    public static func accept(on listener: Int32) throws(SystemError) -> Descriptor? {
        do throws(SystemError) {
            return try Descriptor(owning: checked(clinux_accept(listener), "accept a connection"))
        } catch {
            if error.isTransient || error.code == ECONNABORTED { return nil }
            throw error
        }
    }

    public static func setNonBlocking(_ descriptor: borrowing Descriptor) {
        _ = fcntl(descriptor.raw, F_SETFL, fcntl(descriptor.raw, F_GETFL) | O_NONBLOCK)
    }
}

extension Descriptor {
    /// The process that connected to this end of a Unix socket.
    public borrowing func peerCredentials() throws(SystemError) -> PeerCredentials {
        var (user, group, process): (UInt32, UInt32, Int32) = (0, 0, 0)
        _ = try checked(unsafe clinux_peer(raw, &user, &group, &process), "ask who is connected")
        return PeerCredentials(user: user, group: group, process: process)
    }
}
