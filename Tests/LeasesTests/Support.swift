import Leases
public import NetworkValues

/// The same numbers for the same seed, on every machine (SplitMix64, Steele and others 2014).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension WallTime: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int64) { self.init(seconds: value) }
}

/// The address 10.0.0.0 + number.
func address(_ number: Int) -> IPv4Address { IPv4Address(rawValue: 0x0A00_0000 + UInt32(number)) }

func machine(_ number: Int) -> MACAddress { MACAddress(rawValue: 0x5254_0000_0000 + UInt64(number)) }

func key(_ number: Int) -> LeaseKey { .hardware(machine(number)) }

func range(_ first: Int, _ last: Int) -> IPv4Range {
    guard let range = IPv4Range(first: address(first), last: address(last)) else {
        preconditionFailure("the ends of the range \(first) - \(last) are the wrong way round")
    }
    return range
}

/// A lease of machine number `machine` at `address(number)`.
func lease(
    _ number: Int, of owner: Int, _ state: LeaseState = .bound, network: String = "lab", from start: WallTime = 0,
    until expires: WallTime, isRecyclable: Bool = false
) -> Lease {
    Lease(
        address: address(number), key: key(owner), hardware: machine(owner), network: network, state: state,
        start: start, expires: expires, isRecyclable: isRecyclable)
}

/// A book with one network, `lab`, whose pool is 10.0.0.1 to 10.0.0.`size`.
func book(size: Int, excluding excluded: [Int] = [], _ leases: Lease...) -> LeaseBook {
    var book = LeaseBook(leases)
    book.configure(pools: [Pool(network: "lab", ranges: [range(1, size)], excluded: Set(excluded.map(address)))])
    return book
}
