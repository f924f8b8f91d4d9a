internal import Contract
internal import DHCP
internal import NetworkValues
internal import Plan

/// How the trail tells what happened.
enum BootText {
    static func word(_ reply: DHCPReply.Kind, _ message: DHCPQueryKind) -> String {
        switch reply {
        case .offer: "offer"
        case .ack: message == .inform || message == .bootp ? message.rawValue : "ack"
        case .nak: "nak"
        }
    }

    static func reply(_ decision: DHCPDecision, _ reply: DHCPReply, _ plan: Plan) -> String {
        let client = plan.machine.speaksBOOTP ? "BOOTP client" : client(plan.machine.client)
        if let choice = decision.choice { return "\(client) chose \(choice.item.text)\(loading(choice.loader))" }
        let next = plan.menu == nil ? loading(plan.loader) : ", and shows its menu"
        switch reply.kind {
        case .offer where reply.yiaddr == .any: return "\(client) is answered beside the other server\(next)"
        case .offer: return "\(client) is offered \(reply.yiaddr)\(next)"
        case .ack where reply.yiaddr == .any: return "\(client) is answered\(next)"
        case .ack: return "\(client) has \(reply.yiaddr)\(next)"
        case .nak: return "\(client) is refused the address it asks for"
        }
    }

    private static func client(_ client: BootClient) -> String {
        let architecture = client.architecture.map { " (\($0))" } ?? ""
        switch client.kind {
        case .ordinary: return "DHCP client"
        case .pxe: return "PXE firmware\(architecture)"
        case .http: return "UEFI HTTP Boot\(architecture)"
        case .ipxe: return "iPXE\(architecture)"
        }
    }

    /// What firmware loads; nil for nothing.
    static func loader(_ loader: LoaderPlan) -> String? {
        switch loader {
        case .file(let name): name
        case .url(let url): url
        case .none: nil
        }
    }

    private static func loading(_ loader: LoaderPlan) -> String {
        switch loader {
        case .file(let name): ", to load \(name) by TFTP"
        case .url(let url): ", to load \(url)"
        case .none: ""
        }
    }
}
