internal import JSON

/// Tells what the doctor found.
struct CheckText {
    let doctor: Doctor
    private let findings: [Finding]

    init(doctor: Doctor) {
        self.doctor = doctor
        findings = doctor.findings
    }

    var status: Int32 { findings.contains { $0.severity == .problem } ? 1 : 0 }

    var json: JSONValue {
        ["findings": .array(findings.map(\.json)), "unseen": .array(doctor.facts.unseen.map { .string($0) })]
    }

    var lines: [String] {
        let unseen = doctor.facts.unseen.isEmpty ? [] : ["Not looked at: \(doctor.facts.unseen.joined(separator: "; "))."]
        guard !findings.isEmpty else { return ["All is well. Looked at: \(doctor.scope.joined(separator: ", "))."] + unseen }
        return findings.flatMap { lines($0) + [""] } + [summary] + unseen
    }

    private func lines(_ finding: Finding) -> [String] {
        let head = "\(finding.severity.rawValue): \(finding.subject): \(finding.message)"
        let place = finding.source.map { ["    where: \($0)"] } ?? []
        return [head] + place + ["    do:    \(finding.remedy)"]
    }

    private var summary: String {
        let counts = [(Finding.Severity.problem, "problem"), (.warning, "warning")].compactMap { severity, name -> String? in
            let count = findings.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(name)\(count == 1 ? "" : "s")"
        }
        return counts.joined(separator: ", ")
    }
}
