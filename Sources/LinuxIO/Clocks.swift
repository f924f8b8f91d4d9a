internal import Glibc
public import NetworkValues

extension BootTime {
    /// The clock that no one sets, which counts sleep too.
    public static func now() -> BootTime {
        var time = timespec()
        unsafe _ = clock_gettime(CLOCK_BOOTTIME, &time)
        return BootTime(microseconds: UInt64(clamping: time.tv_sec) &* 1_000_000 &+ UInt64(clamping: time.tv_nsec / 1000))
    }
}

extension WallTime {
    /// The calendar clock in microseconds since 1970.
    public static func nowMicroseconds() -> Int64 {
        var time = timespec()
        unsafe _ = clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec / 1000)
    }

    public static func now() -> WallTime {
        var time = timespec()
        unsafe _ = clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(seconds: Int64(time.tv_sec))
    }
}
