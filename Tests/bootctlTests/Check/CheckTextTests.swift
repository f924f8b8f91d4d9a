import JSON
import Testing

@testable import bootctl

private func text(_ spoil: (inout Facts) -> Void) -> CheckText {
    var facts = wellFacts
    spoil(&facts)
    return CheckText(doctor: Doctor(facts: facts))
}

@Test func whenAllIsWellOneLineSaysWhatWasLookedAt() {
    let well = text { _ in }
    #expect(
        well.lines == [
            "All is well. Looked at: the configuration (generation 3), 1 network, the ports, the units, http://10.75.0.1:8080, "
                + "the disk, the firewall."
        ])
    #expect(well.status == 0)
    #expect(well.json == ["findings": [], "unseen": []])
}

@Test func whatWasNotLookedAtIsSaid() {
    let partly = text {
        $0.firewall = .unseen
        $0.unseen = ["the firewall (only root may)", "x"]
    }
    #expect(partly.lines.last == "Not looked at: the firewall (only root may); x.")
    #expect(partly.lines.first?.contains("the disk.") == true)
    #expect(partly.json["unseen"] == ["the firewall (only root may)", "x"])
}

@Test func eachFindingSaysWhatWhereAndWhatToDo() {
    let ill = text {
        $0.interfaces = [InterfaceFact(name: "br0", addresses: lan.addresses, hasCarrier: false)]
        $0.visits = [WebVisit(url: "http://10.75.0.1:8080", failure: "Connection refused")]
    }
    #expect(
        ill.lines == [
            "problem: HTTP: http://10.75.0.1:8080, where machines are sent, does not answer: Connection refused",
            "    do:    journalctl -u bootd-http.service",
            "",
            "warning: network cloud: interface br0 has no carrier",
            "    where: /etc/bootd/bootd.yaml:2:3",
            "    do:    look at its cable, or at the ports of the bridge: ip link",
            "",
            "1 problem, 1 warning",
        ])
    #expect(ill.status == 1)
    #expect(
        ill.json["findings"]?.arrayValue?.last == [
            "severity": "warning", "subject": "network cloud", "message": "interface br0 has no carrier",
            "remedy": "look at its cable, or at the ports of the bridge: ip link", "source": "/etc/bootd/bootd.yaml:2:3",
        ])
}

@Test func warningsAloneAreNoFailure() {
    #expect(text { $0.interfaces = [InterfaceFact(name: "br0", addresses: lan.addresses, hasCarrier: false)] }.status == 0)
}

/// On whatever machine this is.
@Test func withoutASupervisorTheRestIsLookedAt() throws {
    let outcome = run(["check"])
    #expect(outcome.status == 1)
    #expect(
        outcome.output.hasPrefix(
            "problem: bootd: cannot connect to /nonexistent/control.socket: No such file or directory\n    do:    Start bootd"))
    let json = try JSONValue(parsing: Array(run(["check", "--json"]).output.utf8))
    let first = json["findings"]?.arrayValue?.first
    #expect(first?["severity"] == "problem")
    #expect(first?["subject"] == "bootd")
    #expect(json["unseen"]?.arrayValue != nil)
}
