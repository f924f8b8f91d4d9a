import Contract
import Testing
import Varlink

@Test func theReaderReadsEveryConstructOfTheLanguage() throws {
    let interface = try Interface(
        """
        # A comment
        interface org.example-1.Test # and another
        type Color (red, green)
        type Row (a_b: int, color: ?Color, deep: [](x: float), map: [string][]string, any: object)
        method Do(rows: []Row) -> ()
        error Wrong (yes: bool)
        """)
    #expect(interface.name == "org.example-1.Test")
    #expect(interface.types["Color"] == .words(["red", "green"]))
    #expect(
        interface.types["Row"]
            == .structure([
                .init(name: "a_b", type: .int), .init(name: "color", type: .optional(.named("Color"))),
                .init(name: "deep", type: .array(.structure([.init(name: "x", type: .float)]))),
                .init(name: "map", type: .dictionary(.array(.string))), .init(name: "any", type: .object),
            ]))
    #expect(interface.methods["Do"]?.call == [.init(name: "rows", type: .array(.named("Row")))])
    #expect(interface.methods["Do"]?.reply == [])
    #expect(interface.errors["Wrong"] == [.init(name: "yes", type: .bool)])
}

@Test(arguments: [
    "", "interface Test", "interface a.b\ntype lower ()", "interface a.b\ntype T (a: any)\nerror E (t: T)",
    "interface a.b\nmethod M()", "interface a.b\nmethod M() -> (a: int,)", "interface a.b\nmethod M() -> (a: Missing)",
    "interface a.b\nmethod M() -> (a: ??int)", "interface a.b\nmethod M() -> (a: int, a: int)",
    "interface a.b\nerror E ()\nerror E ()",
    "interface a.b\ntype Idle ()", "interface a.b\nmethod M() -> (a__b: int)", "interface a.b\nmethod M() -> (a, b: int)",
    "interface a.b\nmethod M(a, b) -> ()", "interface a.b\nerror E (a: int", "interface a.b\nfunction F ()",
])
func aDescriptionThatIsWrongIsRefused(description: String) {
    #expect(throws: Interface.Invalid.self) { try Interface(description) }
}

@Test(arguments: [ControlInterface.description, WorkerInterface.description, VarlinkService.interface])
func everyDescriptionIsValidAndNamesItself(description: VarlinkInterface) throws {
    #expect(try Interface(description.description).name == description.name)
}

@Test func theMethodsThatAreCalledAreTheMethodsThatAreDescribed() throws {
    func described(_ description: VarlinkInterface) throws -> Set<String> {
        Set(try Interface(description.description).methods.keys.map { "\(description.name).\($0)" })
    }
    let control = [
        ControlInterface.info, ControlInterface.hosts, ControlInterface.leases, ControlInterface.release,
        ControlInterface.reload, ControlInterface.check, ControlInterface.trail,
    ]
    let worker = [
        WorkerInterface.attach, WorkerInterface.answerDHCP, WorkerInterface.resolveFile, WorkerInterface.render,
        WorkerInterface.report,
    ]
    #expect(try described(ControlInterface.description) == Set(control.map { "\($0)" }))
    #expect(try described(WorkerInterface.description) == Set(worker.map { "\($0)" }))
}

/// A word that newer Varlink knows and older readers do not.
@Test(arguments: [ControlInterface.description, WorkerInterface.description])
func noDescriptionSaysAny(description: VarlinkInterface) {
    #expect(!description.description.split(separator: "\n").contains { $0.prefix { $0 != "#" }.contains(#/\bany\b/#) })
}
