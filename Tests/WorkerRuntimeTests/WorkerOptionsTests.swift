import Testing

@testable import WorkerRuntime

@Test(
    arguments: [
        ([], "/run/bootd/worker.socket"), (["--runtime", "/tmp/x"], "/tmp/x/worker.socket"),
        (["--runtime=/tmp/x"], "/tmp/x/worker.socket"),
        (["--runtime=/a=b"], "/a=b/worker.socket"), (["--runtime", "/a", "--runtime", "/b"], "/b/worker.socket"),
        (["--runtime", "--help"], "--help/worker.socket"),
    ] as [([String], String)])
func aWorkerFindsTheSupervisor(arguments: [String], socket: String) throws {
    #expect(try WorkerOptions(["bootd-dhcp"] + arguments).workerSocket == socket)
}

@Test(arguments: [
    (["--help"], WorkerOptions.Exit.help), (["-h"], .help), (["--runtime", "/x", "--help"], .help), (["--version"], .version),
    (["--runtime"], .usage("--runtime needs a directory")), (["--runtime", ""], .usage("--runtime needs a directory")),
    (["--runtime="], .usage("--runtime needs a directory")), (["--runtim"], .usage("unknown argument '--runtim'")),
    (["--runtime-dir=/x"], .usage("unknown argument '--runtime-dir=/x'")),
    (["/run/bootd"], .usage("unknown argument '/run/bootd'")),
    ([""], .usage("unknown argument ''")), (["--", "--help"], .usage("unknown argument '--'")),
])
func aWorkerDoesNotServe(arguments: [String], exit: WorkerOptions.Exit) {
    #expect(throws: exit) { try WorkerOptions(["bootd-dhcp"] + arguments) }
}

@Test func aProgramWithoutEvenANameServes() throws {
    #expect(try WorkerOptions([]).runtime == "/run/bootd")
}

@Test func theHelpNamesTheProgramAndItsOption() {
    #expect(WorkerOptions.help("bootd-tftp").hasPrefix("usage: bootd-tftp [--runtime DIR]\n"))
}
