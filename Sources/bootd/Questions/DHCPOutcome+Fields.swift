internal import Catalog
internal import Contract
internal import DHCP
internal import Logging
internal import NetworkValues
internal import Plan
internal import Trails

// What entries of the journal say of an outcome.

extension DHCPOutcome {
    func fields(_ supervisor: Supervisor) -> Logger.Metadata {
        let given = decision.reply?.yiaddr ?? .any
        let asked = query.probed?.address ?? query.requested ?? query.clientAddress
        var fields = supervisor.fields(
            of: query.hardware, host: plan.host, address: given == .any ? asked : given, stage: .dhcp)
        if let network = plan.network { fields["network"] = "\(network.name)" }
        fields["kind"] = "\(query.message.rawValue)"
        fields["interface"] = "\(query.interface)"
        fields["client"] = "\(query.client.rawValue)"
        if let architecture = query.architecture { fields["architecture"] = "\(architecture)" }
        fields["reason"] = "\((decision.reasons + plan.reasons).map(\.description).joined(separator: "; "))"
        return fields
    }
}

extension Reason {
    var isOtherServer: Bool { if case .otherServer = self { true } else { false } }
    var isExhausted: Bool { if case .exhausted = self { true } else { false } }
    var isNoBOOTP: Bool { if case .noBOOTP = self { true } else { false } }
    var isReturn: Bool { if case .comesBack = self { true } else { false } }

    /// Whether silence is what should follow, and nobody looks for its cause.
    var isExpected: Bool {
        switch self {
        case .leasedByAnother, .checking: true
        default: false
        }
    }
}
