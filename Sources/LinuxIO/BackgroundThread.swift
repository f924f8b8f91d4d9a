internal import Glibc

/// A thread for what waits for the disk.
public enum BackgroundThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread that runs `body` and ends with it.
    public static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        var thread = pthread_t()
        let userdata = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
        let result = unsafe pthread_create(
            &thread, nil,
            { userdata in
                guard let userdata = unsafe userdata else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(userdata).takeRetainedValue().run()
                return nil
            }, userdata)
        guard result == 0 else {
            unsafe Unmanaged<Body>.fromOpaque(userdata).release()
            throw SystemError(result, "start a thread")
        }
        _ = pthread_detach(thread)
    }

    /// Ends the process after so many microseconds, whatever its other threads wait for.
    public static func endProcess(after microseconds: UInt64, status: Int32) throws(SystemError) {
        try start {
            sleep(microseconds: microseconds)
            _exit(status)
        }
    }

    /// Rests this thread for so many microseconds.
    public static func sleep(microseconds: UInt64) {
        _ = usleep(UInt32(clamping: microseconds))
    }
}
