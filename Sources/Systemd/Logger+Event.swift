public import Logging

extension Logger {
    /// Logs an event of a known kind: `message` is constant, what varies is in `fields`.
    public func event(
        _ id: EventID, _ level: Level, _ message: Message, _ fields: Metadata = [:],
        file: String = #fileID, function: String = #function, line: UInt = #line
    ) {
        log(
            level: level, message, metadata: fields.merging(["MESSAGE_ID": "\(id.rawValue)"]) { first, _ in first },
            file: file, function: function, line: line)
    }
}
