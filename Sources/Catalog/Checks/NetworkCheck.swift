import DHCP
import NetworkValues

/// What must hold inside one network.
struct NetworkCheck {
    let subnet: IPv4Subnet
    let ranges: [Marked<IPv4Range>]
    let exclusions: [Marked<IPv4Range>]
    let gateway: Marked<IPv4Address>?
    let routes: [Marked<ClasslessRoute>]

    func report(to fields: inout Fields) {
        for range in ranges { check(range, &fields) }
        checkOverlaps(&fields)
        checkExclusions(&fields)
        if let gateway, !subnet.isHostAddress(gateway.value) {
            fields.report("\(gateway.value) is not \(hostAddress)", of: "gateway", at: gateway.mark)
        }
        checkRoutes(&fields)
    }

    private var hostAddress: String { "an address for a machine in the subnet \(subnet)" }

    private func check(_ range: Marked<IPv4Range>, _ fields: inout Fields) {
        let (first, last) = (range.value.first, range.value.last)
        if !subnet.contains(first) || !subnet.contains(last) {
            fields.report("\(range.value) is outside the subnet \(subnet)", of: "range", at: range.mark)
            return
        }
        for (end, advice) in [(first, "begin"), (last, "end")] where !subnet.isHostAddress(end) {
            let meaning = end == subnet.base ? "the subnet's own address" : "the subnet's broadcast address"
            fields.report("\(range.value) must \(advice) elsewhere: \(end) is \(meaning)", of: "range", at: range.mark)
            return
        }
    }

    private func checkOverlaps(_ fields: inout Fields) {
        let sorted = ranges.sorted { $0.value.first < $1.value.first }
        guard var widest = sorted.first else { return }
        for range in sorted.dropFirst() {
            if range.value.overlaps(widest.value) {
                fields.report("\(range.value) overlaps \(widest.value)", of: "range", at: range.mark)
            }
            if range.value.last > widest.value.last { widest = range }
        }
    }

    private func checkExclusions(_ fields: inout Fields) {
        for hole in exclusions where !subnet.contains(hole.value.first) || !subnet.contains(hole.value.last) {
            fields.report("\(hole.value) is outside the subnet \(subnet)", of: "exclude", at: hole.mark)
        }
        guard let first = exclusions.first, !ranges.isEmpty else { return }
        let holes = exclusions.map(\.value)
        if ranges.allSatisfy({ $0.value.subtracting(holes).isEmpty }) {
            fields.report("leaves no address of the ranges", of: "exclude", at: fields.marks["exclude"] ?? first.mark)
        }
    }

    private func checkRoutes(_ fields: inout Fields) {
        var destinations: Set<IPv4Subnet> = []
        for route in routes {
            if !subnet.isHostAddress(route.value.router) {
                fields.report("\(route.value.router) is not \(hostAddress)", of: "routes", at: route.mark)
            }
            if !destinations.insert(route.value.destination).inserted {
                fields.report("there is a route to \(route.value.destination) already", of: "routes", at: route.mark)
            }
        }
    }
}
