import Contract
import NetworkValues
import Testing

@testable import bootctl

private func trail() -> TrailText {
    TrailText { moment in "2026-11-23 12:00:0\(moment.seconds % 10)" }
}

@Test func stepsStandUnderTheirBoot() {
    var trail = trail()
    let events = [
        step(0, .dhcp, "PXE firmware (x64-uefi) is offered 10.75.0.11, to load ipxe.efi by TFTP"),
        step(40_000, .dhcp, "DHCP client is offered 10.75.0.2", of: machine2, host: nil),
        step(352_000, .tftp, "ipxe.efi: 1028 blocks"),
        step(112_340_000, .http, "/ignition"),
        step(300_000_000, .dhcp, "PXE firmware (x64-uefi) is offered 10.75.0.11", boot: 2),
    ]
    #expect(
        trail.lines(events) == [
            "52:54:00:00:00:01 node1, boot 1, 2026-11-23 12:00:01",
            "  +0.00 s  dhcp  PXE firmware (x64-uefi) is offered 10.75.0.11, to load ipxe.efi by TFTP",
            "  +0.35 s  tftp  ipxe.efi: 1028 blocks",
            "+112.34 s  http  /ignition",
            "",
            "52:54:00:00:00:02, boot 1, 2026-11-23 12:00:01",
            "  +0.00 s  dhcp  DHCP client is offered 10.75.0.2",
            "",
            "52:54:00:00:00:01 node1, boot 2, 2026-11-23 12:00:01",
            "  +0.00 s  dhcp  PXE firmware (x64-uefi) is offered 10.75.0.11",
        ])
}

@Test func aTrailThatGoesOnKeepsItsTitleAndItsStart() {
    var trail = trail()
    #expect(trail.lines([step(0, .dhcp, "one")]).count == 2)
    #expect(trail.lines([step(1_000_000, .tftp, "two")]) == ["  +1.00 s  tftp  two"])
    #expect(trail.lines([step(1_500_000, .dhcp, "other", of: machine2, host: nil)]).prefix(1) == [""])
    #expect(
        trail.lines([step(2_000_000, .http, "three")]) == [
            "", "52:54:00:00:00:01 node1, boot 1, 2026-11-23 12:00:01", "  +2.00 s  http  three",
        ])
    #expect(trail.lines([]).isEmpty)
}

@Test func aHostThatIsNamedLaterIsNamed() {
    var trail = trail()
    let events = [step(0, .dhcp, "one", host: nil), step(1, .dhcp, "two")]
    #expect(trail.lines(events).first == "52:54:00:00:00:01 node1, boot 1, 2026-11-23 12:00:01")
}

@Test func aClockThatWasSetBackIsNoMishap() {
    var trail = trail()
    #expect(trail.lines([step(0, .dhcp, "one"), step(-3_200_000, .dhcp, "two")]).last == "  -3.20 s  dhcp  two")
}
