import Contract
import JSON
import Testing
import Varlink

@Test(arguments: [
    WorkerFailure.nothingToServe(reason: "no profile", machine: "52:54:00:00:00:01", host: "node1"),
    .nothingToServe(reason: "", machine: nil, host: nil),
    .cannotRender(reason: "node.ign:3: no such key", machine: nil, host: "node1"),
    .stateNotWritable(reason: "No space left on device"),
])
func aWorkersFailureTravels(failure: WorkerFailure) {
    #expect(WorkerFailure(failure.failure) == failure)
    #expect(ControlFailure(failure.failure) == nil)
}

@Test(arguments: [
    ControlFailure.configurationInvalid([]), .notFound("node9"),
    .stateNotWritable(reason: "No space left on device"),
    .configurationInvalid([
        ProblemRow(file: "/etc/bootd/bootd.yaml", line: 3, column: 5, message: "unknown key"),
        ProblemRow(file: "conf.d/a.yaml", line: 1, column: 1, message: "é"),
    ]),
])
func anAdministratorsFailureTravels(failure: ControlFailure) {
    #expect(ControlFailure(failure.failure) == failure)
    #expect(WorkerFailure(failure.failure) == nil)
}

@Test(arguments: ["org.varlink.service.PermissionDenied", "io.bootd.Worker.Unheard", "io.bootd.Control.Unheard", ""])
func aFailureOfAnotherInterfaceIsNone(name: String) {
    #expect(WorkerFailure(VarlinkFailure(name)) == nil)
    #expect(ControlFailure(VarlinkFailure(name)) == nil)
}

@Test func aFailureWithStrangeParametersIsStillThatFailure() {
    let strange: JSONValue = ["reason": 7, "machine": [1], "problems": [1, "x", ["line": "three"]], "name": nil]
    #expect(WorkerFailure(VarlinkFailure("io.bootd.Worker.StateNotWritable", strange)) == .stateNotWritable(reason: ""))
    #expect(ControlFailure(VarlinkFailure("io.bootd.Control.NotFound", strange)) == .notFound(""))
    let nowhere = ProblemRow(file: "", line: 0, column: 0, message: "")
    #expect(
        ControlFailure(VarlinkFailure("io.bootd.Control.ConfigurationInvalid", strange))
            == .configurationInvalid([nowhere, nowhere, nowhere]))
}
