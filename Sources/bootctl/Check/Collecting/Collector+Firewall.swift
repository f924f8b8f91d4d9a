internal import JSON
internal import LinuxIO

// What filters: firewalld or ufw where one of them rules and tells its rules, else nftables itself.

extension Collector {
    mutating func lookAtFirewall() {
        let interfaces = Doctor(facts: facts).servingInterfaces.map(\.name)
        facts.firewall = firewalld(interfaces) ?? ufw() ?? nftables() ?? .unseen
        guard !facts.firewall.isSeen else { return }
        note(unseen: Processes.userID == 0 ? "the firewall (nft is not installed, or fails)" : "the firewall (only root may)")
    }

    /// Asks a program that rules, and says so when it does not answer; only root is told.
    private mutating func ask(_ program: String, _ arguments: String...) -> String? {
        do throws(SystemError) {
            let answer = try Processes.output(of: program, arguments, milliseconds: 10_000)
            if answer.isSuccess { return answer.output }
            noteFailure([program] + arguments, FirewallFailure(answer).description)
        } catch {
            if !error.isNotFound { noteFailure([program] + arguments, error.reason) }
        }
        return nil
    }

    private mutating func noteFailure(_ command: [String], _ reason: String) {
        guard Processes.userID == 0 else { return }
        note(unseen: "what \(command.joined(separator: " ")) tells of the firewall (\(reason))")
    }

    private mutating func firewalld(_ interfaces: [String]) -> Firewall? {
        guard let state = Self.run("firewall-cmd", "--state"), state.isSuccess else { return nil }
        guard let standard = ask("firewall-cmd", "--get-default-zone") else { return nil }
        var interfacesOf: [String: [String]] = [:]
        for interface in interfaces {
            let zone = Self.run("firewall-cmd", "--get-zone-of-interface=\(interface)")
            let name = zone?.isSuccess == true ? zone?.output : standard
            interfacesOf[String((name ?? "").prefix { $0 != "\n" }), default: []].append(interface)
        }
        var zones: [FirewalldZone] = []
        for (name, interfaces) in interfacesOf.sorted(by: { $0.key < $1.key }) {
            guard let info = ask("firewall-cmd", "--info-zone=\(name)") else { return nil }
            zones.append(FirewalldZone(name: name, interfaces: interfaces, info: info))
        }
        return .firewalld(zones)
    }

    private mutating func ufw() -> Firewall? {
        ask("ufw", "status", "verbose").flatMap { Ufw($0) }.map { .ufw($0) }
    }

    private mutating func nftables() -> Firewall? {
        guard let ruleset = ask("nft", "-j", "list", "ruleset"), let json = try? JSONValue(parsing: Array(ruleset.utf8)) else {
            return nil
        }
        return .nftables(json)
    }
}

/// How a program ended that should have told its rules.
struct FirewallFailure: CustomStringConvertible {
    let description: String

    init(_ answer: ProgramOutput) {
        let line = answer.errors.split(separator: "\n").first.map { ": \($0)" } ?? ""
        description = "\(answer.end)\(line)"
    }
}
