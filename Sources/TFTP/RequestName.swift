/// The file name of a request as paths below the served root.
///
/// Firmware sends absolute names, doubled slashes, backslashes, and names with rubbish behind them, when DHCP's file
/// name did not end with NUL. So a name may be worth two looks: as it is, then without the rubbish. A path never begins
/// with a slash, holds no empty, `.` or `..` part, no control character, and is never empty; that it does not leave the
/// root by a link is for whoever opens it.
public struct RequestName: Hashable, Sendable {
    /// Why no path is made of a name.
    public enum Refusal: Error, Hashable, Sendable {
        case empty
        /// Leads out of the root by `..`.
        case outsideRoot
        /// Is no UTF-8, or has control characters, and not only at its end.
        case notText
    }

    /// The paths to try, in this order: one or two.
    public let candidates: [String]

    public init(_ octets: [UInt8]) throws(Refusal) {
        let trimmed = octets.withoutRubbish
        guard !trimmed.isEmpty else { throw octets.isEmpty ? .empty : .notText }
        let stripped = try Self.path(trimmed)
        guard trimmed.count < octets.count, let whole = try? Self.path(octets), whole != stripped else {
            candidates = [stripped]
            return
        }
        candidates = [whole, stripped]
    }

    /// The name as it may be shown to people and put into a log.
    public static func printable(_ octets: [UInt8]) -> String { String(printing: octets) }

    private static func path(_ octets: some Collection<UInt8>) throws(Refusal) -> String {
        guard !octets.contains(where: \.isControl), let text = String(validating: octets, as: UTF8.self) else {
            throw .notText
        }
        var parts: [Substring.UTF8View] = []
        for part in text.utf8.split(whereSeparator: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
            switch String(Substring(part)) {
            case ".": continue
            case "..":
                guard parts.popLast() != nil else { throw .outsideRoot }
            default: parts.append(part)
            }
        }
        guard !parts.isEmpty else { throw .empty }
        return parts.map { String(Substring($0)) }.joined(separator: "/")
    }
}

extension [UInt8] {
    /// The octets before the first that is in no text, less blanks and octets beyond ASCII at the end of those.
    fileprivate var withoutRubbish: ArraySlice<UInt8> {
        var text = prefix { !$0.isControl && $0 != 0xFF }
        while let last = text.last, last >= 0x80 || last == UInt8(ascii: " ") { text.removeLast() }
        return text
    }
}

extension UInt8 {
    fileprivate var isControl: Bool { self < 0x20 || self == 0x7F }
}
