internal import Contract

// The supervisor: whether it answers, and what it knows to be wrong.

extension Doctor {
    var supervisor: [Finding] {
        switch facts.supervisor {
        case .answers(let report):
            // The disk is named with what to do.
            return isFull ? [] : report.notices.map { .problem("bootd", $0, do: log(of: "bootd.service")) }
        case .isSilent(let why, let remedy, _, let isReached):
            let isExplained = isReached && (hasCauses || unit("bootd.service").map { $0.isFailed || $0.isRestarting } == true)
            return (isExplained ? [] : [.problem("bootd", why, do: remedy)]) + refusals
        }
    }

    /// Whether it is seen why the supervisor does not start, so that it need not be said that it does not.
    var hasCauses: Bool { facts.report == nil && !(refusals.isEmpty && ownFiles.isEmpty) }

    private var refusals: [Finding] {
        guard case .isSilent(_, _, let refusals, _) = facts.supervisor else { return [] }
        let unusable = unusableFiles
        return refusals.map { Self.refusal($0) }.filter { finding in
            !unusable.contains { finding.source?.hasPrefix("\($0):") == true }
        }
    }

    var configuration: [Finding] {
        guard let report = facts.report else { return [] }
        let reload = "mend it, then: \(Program.name) reload"
        let unusable = unusableFiles
        let problems = report.problems.filter { !unusable.contains($0.file) }.map {
            Finding.problem(
                "configuration", "the next reload or start will be refused: \($0.message)", do: reload,
                at: "\($0.file):\($0.line):\($0.column)")
        }
        if !report.problems.isEmpty { return problems }
        if !report.isCurrent {
            return [
                .warning(
                    "configuration",
                    "the files have changed since generation \(report.generation) was read, which is still in force",
                    do: "\(Program.name) reload", at: report.configuration)
            ]
        }
        guard report.networks.isEmpty else { return [] }
        return [
            .warning(
                "configuration", "no network is configured, so nobody is answered",
                do: "name one under 'networks:', then: \(Program.name) reload", at: report.configuration)
        ]
    }

    /// A line of `bootd --check`: `FILE:LINE:COLUMN: what is wrong`.
    private static func refusal(_ line: String) -> Finding {
        let match = line.firstMatch(of: #/^(.+?:\d+:\d+): (.*)$/#)
        return .problem(
            "configuration", "bootd cannot start: \(match.map { String($0.2) } ?? line)",
            do: "mend it, then: systemctl start bootd.target", at: match.map { String($0.1) })
    }
}
