import HTTPServing
import NetworkValues

/// The value of the Date header, written once a second.
struct DateField {
    private var time = WallTime(seconds: 0)
    private var text = HTTPDate.text(WallTime(seconds: 0))

    mutating func text(at now: WallTime) -> String {
        if now != time {
            time = now
            text = HTTPDate.text(now)
        }
        return text
    }
}
