internal import JSON
internal import LinuxIO
internal import NetworkValues

/// Where answers go, and what time it is there.
struct Console {
    let output: (String) throws(SystemError) -> Void
    let errors: (String) -> Void
    /// JSON is indented for people.
    let isTerminal: Bool
    let now: () -> WallTime
    let calendar: (WallTime) -> String

    /// Prints lines, with nothing in them that a terminal would obey.
    func print(_ lines: [String]) throws(Failure) {
        guard !lines.isEmpty else { return }
        try write(lines.map { VisibleText.of($0) + "\n" }.joined())
    }

    func complain(_ lines: [String]) {
        errors(lines.map { VisibleText.of($0) + "\n" }.joined())
    }

    func print(csv: CSV) throws(Failure) {
        try write(csv.text)
    }

    func print(json value: JSONValue) throws(Failure) {
        try write(value.text(pretty: isTerminal) + "\n")
    }

    /// Prints an object on one line, for streams.
    func print(jsonLine value: JSONValue) throws(Failure) {
        try write(value.text() + "\n")
    }

    private func write(_ text: String) throws(Failure) {
        do throws(SystemError) { try output(text) } catch { throw .notWritten(error) }
    }
}

extension Console {
    static var standard: Console {
        Console(
            output: { text throws(SystemError) in try StandardStream.output.write(text) },
            errors: { try? StandardStream.error.write($0) },
            isTerminal: StandardStream.output.isTerminal,
            now: { WallTime.now() },
            calendar: { moment in CalendarTime(moment).map { "\($0)" } ?? "\(moment.seconds) s after 1970" })
    }
}
