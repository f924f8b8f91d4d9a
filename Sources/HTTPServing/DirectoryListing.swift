/// A page with the names in a directory, as Go's file server writes it.
public struct DirectoryListing: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public let name: String
        public let isDirectory: Bool

        public init(name: String, isDirectory: Bool) {
            self.name = name
            self.isDirectory = isDirectory
        }
    }

    private let entries: [Entry]

    /// Takes the entries in any order; they are listed by the octets of their names.
    public init(_ entries: [Entry]) {
        self.entries = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    public var response: Response {
        Response(.ok, mediaType: MediaType.html, body: Array(html.utf8))
    }

    /// One link to a line.
    public var html: String {
        var page = "<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n"
        for entry in entries {
            let slash = entry.isDirectory ? "/" : ""
            page +=
                "<a href=\"\(PercentEncoding.segment(entry.name))\(slash)\">\(Self.escape(entry.name))\(slash)</a>\n"
        }
        return page + "</pre>\n"
    }

    private static func escape(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&#34;"
            case "'": text += "&#39;"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
