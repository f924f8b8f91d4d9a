import DHCP
import NetworkValues

extension NetworkFacts {
    /// The options that keys of a network give a value, in the order of the codes.
    static let keyedOptions: [(code: DHCPOptionCode, key: String)] = [
        (.router, "gateway"), (.domainNameServer, "dns"), (.domainName, "domain"), (.captivePortal, "captive_portal"),
        (.classlessStaticRoute, "routes"),
    ]

    /// Its options in all: what its keys say, and what its section `options` does.
    var allOptions: ConfiguredOptions {
        var options = ConfiguredOptions()
        for (code, key) in Self.keyedOptions {
            guard let value = value(of: code) else { continue }
            options.set(ConfiguredOption(code, value, at: marks[key] ?? mark))
        }
        return options.overridden(by: self.options)
    }

    private func value(of code: DHCPOptionCode) -> DHCPOptionValue? {
        switch code {
        case .router: gateway.map { .addresses([$0]) }
        case .domainNameServer: dns.isEmpty ? nil : .addresses(dns)
        case .domainName: domain.map(DHCPOptionValue.text)
        case .captivePortal: captivePortal.map(DHCPOptionValue.text)
        case .classlessStaticRoute: routes.isEmpty ? nil : .routes(routes + defaultRoute)
        default: nil
        }
    }

    /// A client that takes option 121 ignores the routers of option 3 (RFC 3442).
    private var defaultRoute: [ClasslessRoute] {
        guard let gateway, let everywhere = IPv4Subnet(containing: .any, prefixLength: 0) else { return [] }
        return routes.contains(where: \.isDefault) ? [] : [ClasslessRoute(to: everywhere, via: gateway)]
    }
}
