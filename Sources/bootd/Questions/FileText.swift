internal import Contract
internal import Plan

/// How the trail tells of a document.
enum DocumentText {
    static func name(_ kind: MachineDocument) -> String {
        switch kind {
        case .bootScript: "boot script"
        case .ipxe: "iPXE script"
        case .ignition: "Ignition"
        case .grub: "GRUB configuration"
        case .cloud: "cloud-config"
        case .generic: "generic document"
        case .metadata: "metadata"
        case .home: "home"
        }
    }
}

/// How the trail tells of a file.
enum TransferText {
    static func word(_ transfer: Transfer) -> String {
        transfer.outcome == .complete ? "sent" : transfer.outcome.rawValue
    }

    static func of(_ transfer: Transfer) -> String {
        let milliseconds = "\(transfer.microseconds / 1000) ms"
        let detail = transfer.detail.map { ": \($0)" } ?? ""
        switch transfer.outcome {
        case .complete:
            let resent = transfer.resent > 0 ? ", \(transfer.resent) blocks sent again" : ""
            return "\(transfer.name) sent, \(transfer.octets) octets in \(milliseconds)\(resent)"
        case .sizeProbe: return "\(transfer.name): its size was asked for"
        case .aborted: return "\(transfer.name) broken off by the client after \(transfer.octets) octets\(detail)"
        case .timedOut: return "\(transfer.name) given up after \(transfer.octets) octets: the client fell silent"
        case .refused: return "\(transfer.name) not sent\(detail)"
        }
    }
}
