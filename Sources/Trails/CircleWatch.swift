public import NetworkValues

/// Notices machines that circle: firmware that loads the same loader again and again, which never gets any further.
public struct CircleWatch: Sendable {
    private struct Circle {
        let loader: String
        var starts: [BootTime] = []
        var transaction = 0
        var isTold = false
    }

    /// So many starts within so many microseconds are a circle.
    public static let starts = 5
    public static let window: UInt64 = 600_000_000

    private var circles: [MACAddress: Circle] = [:]
    private let machineLimit: Int

    /// No more than so many machines are watched at a time.
    public init(machineLimit: Int = 1024) {
        self.machineLimit = machineLimit
    }

    /// The machine's firmware is told to load `loader`. Answers whether it circles, once.
    ///
    /// What it repeats within one `transaction` is one start.
    public mutating func loads(_ machine: MACAddress, _ loader: String, transaction: Int, at now: BootTime) -> Bool {
        if circles[machine] == nil, !makeRoom(at: now) { return false }
        var circle = circles[machine] ?? Circle(loader: loader)
        if circle.loader != loader { circle = Circle(loader: loader) }
        guard circle.starts.isEmpty || circle.transaction != transaction else { return false }
        circle.transaction = transaction
        circle.starts = circle.starts.filter { now.microseconds(since: $0) < Self.window }.suffix(Self.starts - 1) + [now]
        let isNews = circle.starts.count >= Self.starts && !circle.isTold
        circle.isTold = circle.isTold || isNews
        circles[machine] = circle
        return isNews
    }

    /// What the machine loaded works: it asks again as something else, or asks for `file`, which is another one.
    public mutating func getsFurther(_ machine: MACAddress, with file: String? = nil) {
        guard let circle = circles[machine] else { return }
        if let file, Self.name(file) == Self.name(circle.loader) { return }
        circles[machine] = nil
    }

    private static func name(_ location: String) -> Substring {
        location.split(separator: "/").last ?? ""
    }

    private mutating func makeRoom(at now: BootTime) -> Bool {
        guard circles.count >= machineLimit else { return true }
        circles = circles.filter { circle in
            circle.value.starts.last.map { now.microseconds(since: $0) < Self.window } ?? false
        }
        return circles.count < machineLimit
    }
}
