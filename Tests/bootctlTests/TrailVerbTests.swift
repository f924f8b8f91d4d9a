import Testing

@testable import bootctl

private func event(_ microseconds: Int, _ text: String) -> String {
    """
    {"microseconds":\(microseconds),"machine":"52:54:00:00:00:01","host":"node1","boot":1,"stage":"dhcp","event":"offer",\
    "text":"\(text)"}
    """
}

private let pages = [
    "{\"parameters\":{\"events\":[\(event(1_000_000, "one"))]},\"continues\":true}",
    "{\"parameters\":{\"events\":[\(event(1_250_000, "two"))]},\"continues\":true}",
]
private let last = #"{"parameters":{"events":[]}}"#

@Test func aTrailIsToldWhole() throws {
    let supervisor = try FakeSupervisor(replies: pages + [last])
    #expect(
        run(["trail", "node1"], socket: supervisor.socket)
            == Outcome(
                output: """
                    52:54:00:00:00:01 node1, boot 1, 2026-11-23 12:00:01
                      +0.00 s  dhcp  one
                      +0.25 s  dhcp  two

                    """))
    #expect(supervisor.call == #"{"method":"io.bootd.Control.Trail","parameters":{"machine":"node1"},"more":true}"#)
}

@Test func aTrailIsOneObjectOrOneALine() throws {
    let whole = try FakeSupervisor(replies: pages + [last])
    #expect(
        run(["trail", "--json"], socket: whole.socket)
            == Outcome(output: "{\"events\":[\(event(1_000_000, "one")),\(event(1_250_000, "two"))]}\n"))
    let followed = try FakeSupervisor(replies: pages + [last])
    #expect(
        run(["trail", "--follow", "--json"], socket: followed.socket)
            == Outcome(output: "\(event(1_000_000, "one"))\n\(event(1_250_000, "two"))\n"))
    #expect(followed.call == #"{"method":"io.bootd.Control.Trail","parameters":{"follow":true},"more":true}"#)
}

@Test func whatWasFollowedIsPrintedThoughTheSupervisorEnds() throws {
    let supervisor = try FakeSupervisor(replies: pages)
    let outcome = run(["trail", "--follow"], socket: supervisor.socket)
    #expect(outcome.status == 3)
    #expect(outcome.output.hasSuffix("  +0.00 s  dhcp  one\n  +0.25 s  dhcp  two\n"))
    #expect(outcome.errors.hasPrefix("bootctl: bootd, at \(supervisor.socket), ended the connection\n"))
}

@Test func aMachineThatWasNeverSeenIsSaidToBe() throws {
    let supervisor = try FakeSupervisor(replies: [last])
    #expect(run(["trail", "node9"], socket: supervisor.socket) == Outcome(output: "Nothing has been seen of node9.\n"))
}
