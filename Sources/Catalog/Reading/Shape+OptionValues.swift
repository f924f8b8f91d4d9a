import DHCP
import NetworkValues

extension Shape where Value == DHCPOptionValue {
    /// The value of an option of this type.
    static func value(of type: DHCPOptionType) -> Self { unbounded(type).bounded }

    private static func unbounded(_ type: DHCPOptionType) -> Self {
        switch type {
        case .ip: Shape<IPv4Address>.anyAddress.map { .addresses([$0]) }
        case .ips: list(of: .anyAddress, DHCPOptionValue.addresses)
        case .ipPairs: list(of: .addressPair, DHCPOptionValue.addressPairs)
        case .i8: Shape<Int8>.number.map(DHCPOptionValue.int8)
        case .u8: Shape<UInt8>.number.map(DHCPOptionValue.uint8)
        case .u16: Shape<UInt16>.number.map { .uint16s([$0]) }
        case .u16s: list(of: .number, DHCPOptionValue.uint16s)
        case .u32: Shape<UInt32>.number.map(DHCPOptionValue.uint32)
        case .i32: Shape<Int32>.number.map(DHCPOptionValue.int32)
        case .bool: Shape<Bool>.truth.map(DHCPOptionValue.truth)
        case .text: Shape<String>.text.map(DHCPOptionValue.text)
        case .hex: Shape<[UInt8]>.octets.map(DHCPOptionValue.octets)
        case .domains: list(of: .domainName, DHCPOptionValue.domains)
        case .routes: list(of: .route, DHCPOptionValue.routes)
        }
    }

    /// The options within iPXE's own, by name.
    static var ipxe: Self {
        Shape.section { fields in
            let options = DHCPOptionDefinition.ipxe.compactMap { definition -> DHCPOptionValue.SubOption? in
                let value = fields.optional(definition.name, .value(of: definition.type))
                guard let octets = value?.octets else { return nil }
                if octets.count > 255, let mark = fields.marks[definition.name] {
                    fields.report("is longer than the 255 bytes that it can have", of: definition.name, at: mark)
                }
                return .init(definition.code.rawValue, octets)
            }
            return .subOptions(options)
        }.bounded
    }

    /// A value that cannot be read for want of a type.
    static var unread: Self { Shape(expected: "a value") { _, _ in nil } }

    /// Not longer than any client takes.
    private var bounded: Self {
        let longest = 1024
        return Shape(expected: expected) { node, reading in
            guard let value = read(node, &reading) else { return nil }
            let count = value.octets.count
            if count <= longest { return value }
            reading.report("takes \(count) bytes; no more than \(longest) fit into a message", at: node.mark)
            return nil
        }
    }

    /// One value or a list of them, but not an empty list.
    private static func list<Element>(
        of element: Shape<Element>, _ value: @escaping ([Element]) -> DHCPOptionValue
    ) -> Self {
        let elements = Shape<[Marked<Element>]>.oneOrMore(element)
        return Shape(expected: elements.expected) { node, reading in
            if case .sequence(let items) = node.content, items.isEmpty { reading.report("is empty", at: node.mark) }
            guard let found = elements.read(node, &reading), !found.isEmpty else { return nil }
            return value(found.map(\.value))
        }
    }
}

extension Shape where Value: FixedWidthInteger {
    fileprivate static var number: Self {
        .scalar("a number from \(Value.min) to \(Value.max)") { text in
            text.utf8.first == UInt8(ascii: "+") ? nil : Value(text)
        }
    }
}

extension Shape where Value == IPv4Address {
    /// Whatever address, also of a group or a mask.
    fileprivate static var anyAddress: Self {
        .scalar("an IPv4 address, such as 10.75.0.1") { IPv4Address($0) }
    }
}

extension Shape where Value == IPv4AddressPair {
    fileprivate static var addressPair: Self {
        .scalar("two addresses, such as 10.76.0.9 10.75.0.254") { text in
            let addresses = text.split(separator: " ").map { IPv4Address($0) }
            guard addresses.count == 2, let first = addresses[0], let second = addresses[1] else { return nil }
            return IPv4AddressPair(first, second)
        }
    }
}

extension Shape where Value == DomainName {
    fileprivate static var domainName: Self {
        .scalar("a domain name, such as lab.example.org") { DomainName($0) }
    }
}

extension Shape where Value == [UInt8] {
    /// Octets, with colons or without; there may be none.
    fileprivate static var octets: Self {
        .scalar("octets in pairs of digits, such as 01:02:ff") { Hex.decode(colonText: $0) ?? Hex.decode($0) }
    }
}
