import NetworkValues

/// What must hold inside one network.
struct NetworkCheck {
    let subnet: IPv4Subnet
    let ranges: [Marked<IPv4Range>]
    let gateway: Marked<IPv4Address>?

    func report(to fields: inout Fields) {
        for range in ranges { check(range, &fields) }
        checkOverlaps(&fields)
        if let gateway, !subnet.isHostAddress(gateway.value) {
            fields.report("\(gateway.value) is not \(hostAddress)", of: "gateway", at: gateway.mark)
        }
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
}
