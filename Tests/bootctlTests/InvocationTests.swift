import Testing

@testable import bootctl

/// All verbs of systemd-boot's tool (bootctl(1), systemd 252 to 258).
private let foreignVerbs = [
    "status", "reboot-to-firmware", "list", "set-default", "set-oneshot", "set-timeout", "set-timeout-oneshot",
    "set-sysfail",
    "set-preferred", "unlink", "cleanup", "install", "update", "remove", "is-installed", "random-seed",
    "systemd-efi-options",
    "kernel-identify", "kernel-inspect",
]

private func invocation(_ line: String) -> Invocation {
    Invocation(line.split(separator: " ").map { String($0) }, verbs: BootctlCommand.verbNames)
}

@Test(arguments: foreignVerbs)
func aVerbOfSystemdBootIsHandedOver(verb: String) {
    for line in [
        verb, "--json \(verb)", "--socket /x \(verb)", "--no-pager \(verb)", "\(verb) --json", "\(verb) hosts",
    ] {
        #expect(invocation(line) == .foreign(verb))
    }
}

@Test func noVerbOfOursIsOneOfSystemdBoots() {
    #expect(BootctlCommand.verbNames.isDisjoint(with: foreignVerbs))
}

@Test(arguments: ["hosts", "leases", "release", "trail", "info", "reload", "help"])
func aVerbOfOursIsOurs(verb: String) {
    let lines = [
        verb, "--json \(verb)", "--socket /x \(verb)", "--socket=/x --json \(verb)", "\(verb) --foreign",
        "\(verb) status",
        "--foreign \(verb)", "-- \(verb)",
    ]
    for line in lines { #expect(invocation(line) == .ours) }
}

@Test(arguments: [
    "", "--help", "-h", "--version", "--json", "--socket", "--socket status", "--socket=/x", "--help --json", "--",
    "--generate-completion-script bash",
])
func withoutAVerbOurOptionsAreOurs(line: String) {
    #expect(invocation(line) == .ours)
}

/// What is called by packages' scripts is among these.
@Test(arguments: [
    ("--print-esp-path", "--print-esp-path"), ("-p", "-p"), ("-x", "-x"), ("--print-boot-path", "--print-boot-path"),
    ("-RR", "-RR"),
    ("--help --print-esp-path", "--print-esp-path"), ("--json=short", "--json=short"), ("--json=pretty list", "list"),
    ("--json pretty list", "pretty"), ("--esp-path=/efi is-installed", "is-installed"),
    ("--esp-path /efi is-installed", "/efi"),
    ("--graceful --no-variables update", "update"), ("--socket /x --quiet", "--quiet"),
    ("-- --print-esp-path", "--print-esp-path"),
    ("host", "host"), ("Hosts", "Hosts"), ("-", "-"), ("--socket hosts status", "status"),
])
func whatIsNotOursIsHandedOver(line: String, word: String) {
    #expect(invocation(line) == .foreign(word))
}

@Test func anEmptyWordIsHandedOver() {
    #expect(Invocation([""], verbs: BootctlCommand.verbNames) == .foreign(""))
}
