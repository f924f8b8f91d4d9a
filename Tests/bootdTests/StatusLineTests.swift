import Catalog
import Store
import Testing

@testable import bootd

struct StatusLineTests {
    private static func line(
        _ networks: Int, _ hosts: Int, _ leases: Int, generation: Int = 1, refused: [Problem] = [], failure: StoreError? = nil
    ) -> String {
        StatusLine(
            networks: networks, hosts: hosts, leases: leases, generation: generation, refused: refused, failure: failure
        ).text
    }

    private static func problem(_ line: Int) -> Problem {
        Problem(mark: Mark(file: "/etc/bootd/bootd.yaml", line: line, column: 3), message: "unknown key \"rnge\"")
    }

    @Test func itCounts() {
        #expect(Self.line(1, 1, 1) == "1 network, 1 host, 1 lease; configuration 1")
        #expect(Self.line(2, 0, 3, generation: 7) == "2 networks, 0 hosts, 3 leases; configuration 7")
    }

    @Test func withoutANetworkNobodyIsAnswered() {
        #expect(Self.line(0, 2, 0) == "no network is configured, nobody is answered; configuration 1")
    }

    @Test func aRefusedConfigurationIsNamedByItsFirstProblem() {
        let one =
            "1 network, 0 hosts, 0 leases; configuration 2 goes on, for the one on disk is refused: "
            + "/etc/bootd/bootd.yaml:4:3: unknown key \"rnge\""
        #expect(Self.line(1, 0, 0, generation: 2, refused: [Self.problem(4)]) == one)
        #expect(Self.line(1, 0, 0, generation: 2, refused: [4, 5, 6].map(Self.problem)) == one + " (and 2 more)")
    }

    @Test func aDiskThatRefusesComesFirst() {
        let text = Self.line(1, 0, 0, failure: .full(path: "/var/lib/bootd/state/bootd.db"))
        #expect(text.hasPrefix("no lease is given, for none can be written: There is no space left for /var/lib/bootd/state"))
        #expect(text.hasSuffix("; 1 network, 0 hosts, 0 leases; configuration 1"))
    }
}
