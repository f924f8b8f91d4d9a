internal import JSON

/// A unit of systemd's, as `systemctl show` tells it.
struct UnitFact: Hashable {
    let name: String
    /// `loaded`, `not-found`, `masked`, ...
    let load: String
    /// `active`, `inactive`, `failed`, ...
    let active: String
    /// The same more closely: `running`, `auto-restart`, ...
    var sub = ""
    /// `enabled`, `disabled`, `static`, ...
    let file: String
    /// What a socket unit listens on: `0.0.0.0:67`.
    let listens: [String]
    /// Why it failed: `resources`, ...
    let result: String
    /// What it says of itself.
    var statusText = ""
    /// How often it was started again since it was last asked for.
    var restarts = 0

    var isActive: Bool { active == "active" }
    var isFailed: Bool { active == "failed" }
    /// It ends again and again.
    var isRestarting: Bool { sub == "auto-restart" || active == "activating" && restarts > 0 }
    var isMissing: Bool { load == "not-found" }
    var isMasked: Bool { load == "masked" }

    static let properties = [
        "Id", "LoadState", "ActiveState", "UnitFileState", "Listen", "Result", "SubState", "StatusText", "NRestarts",
    ]

    /// Reads what `systemctl show UNIT... --property=...` prints: a block for each unit, with an empty line between them.
    static func parse(_ text: String) -> [UnitFact] {
        text.split(separator: "\n", omittingEmptySubsequences: false).split { $0.isEmpty }.compactMap { block in
            var values: [Substring: [String]] = [:]
            for line in block {
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2 { values[parts[0], default: []].append(String(parts[1])) }
            }
            guard let name = values["Id"]?.first, values["LoadState"]?.first?.isEmpty == false,
                values["ActiveState"]?.first?.isEmpty == false
            else { return nil }
            func value(_ name: Substring) -> String { values[name]?.first ?? "" }
            return UnitFact(
                name: name, load: value("LoadState"), active: value("ActiveState"), sub: value("SubState"),
                file: value("UnitFileState"),
                listens: (values["Listen"] ?? []).map { String($0.prefix { $0 != " " }) }, result: value("Result"),
                statusText: value("StatusText"), restarts: Int(value("NRestarts")) ?? 0)
        }
    }

    /// Which socket unit waits on which address, from `systemctl list-sockets --output=json`.
    static func sockets(_ json: JSONValue) -> [(listen: String, unit: String)] {
        (json.arrayValue ?? []).compactMap { row in
            guard let listen = row["listen"]?.stringValue, let unit = row["unit"]?.stringValue else { return nil }
            return (listen, unit)
        }
    }
}
