import Glibc
import LinuxIO

/// A directory of the test's own, removed with all that is in it.
struct Scratch: ~Copyable {
    let path = "/tmp/bootd-http-\(String(UInt64.random(in: 0...(.max)), radix: 36))"

    init() {
        unsafe mkdir(path, 0o755)
        directory("assets")
    }

    deinit {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        for name in (try? Files.names(in: path)) ?? [] {
            if name.hasSuffix("/") { remove("\(path)/\(name.dropLast())") } else { unsafe unlink("\(path)/\(name)") }
        }
        unsafe rmdir(path)
    }

    func directory(_ name: String) { unsafe mkdir("\(path)/\(name)", 0o755) }

    func link(_ name: String, to target: String) { unsafe _ = symlink(target, "\(path)/\(name)") }

    func pipe(_ name: String) { unsafe mkfifo("\(path)/\(name)", 0o644) }

    /// Writes the file anew: another one takes its name.
    func write(_ name: String, _ octets: [UInt8]) {
        let fd = unsafe open("\(path)/\(name).new", O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        defer { close(fd) }
        var written = 0
        while written < octets.count {
            let count = unsafe octets[written...].withUnsafeBytes { unsafe Glibc.write(fd, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            written += count
        }
        unsafe _ = rename("\(path)/\(name).new", "\(path)/\(name)")
    }

    func write(_ name: String, _ text: String) { write(name, Array(text.utf8)) }

    /// Writes a file that is large and takes no room.
    func write(_ name: String, zeros count: Int) {
        write(name, "")
        truncate(name, to: count)
    }

    func truncate(_ name: String, to length: Int) { unsafe _ = Glibc.truncate("\(path)/\(name)", length) }
}

/// Octets that no two parts of a file have in common.
func pattern(_ count: Int) -> [UInt8] {
    var state: UInt64 = 1
    var octets = [UInt8](repeating: 0, count: count)
    for index in octets.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        octets[index] = UInt8(truncatingIfNeeded: state >> 56)
    }
    return octets
}
