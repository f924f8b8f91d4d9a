import JSON
import Testing
import Varlink

private let service = VarlinkService(
    version: "1.2.3", interfaces: [VarlinkInterface(name: "io.bootd.Test", description: "interface io.bootd.Test\n")])

/// The answer to a call; nil when the service leaves it to others.
private func answer(_ json: String) throws -> ReplyFacts? {
    let call = try VarlinkCall(parsing: Array(json.utf8), with: JSONParser())
    var output: [UInt8] = []
    guard try service.answer(call, to: &output) else {
        #expect(output.isEmpty)
        return nil
    }
    #expect(output.last == 0)
    return try ReplyFacts(parsing: output.dropLast())
}

@Test func aServiceTellsWhoItIs() throws {
    let reply = try #require(try answer(#"{"method":"org.varlink.service.GetInfo"}"#))
    #expect(
        reply.parameters == [
            "vendor": "bootd", "product": "bootd", "version": "1.2.3", "url": "https://varlink.org",
            "interfaces": ["org.varlink.service", "io.bootd.Test"],
        ])
}

@Test(arguments: [
    ("io.bootd.Test", "interface io.bootd.Test\n"), ("org.varlink.service", VarlinkService.interface.description),
])
func aServiceDescribesItsInterfaces(name: String, description: String) throws {
    let call = #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"\#(name)"}}"#
    #expect(try answer(call) == ReplyFacts(["description": .string(description)]))
}

@Test func anInterfaceThatIsNotThereHasNoDescription() {
    #expect(throws: VarlinkFailure.interfaceNotFound("io.other")) {
        try answer(#"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"io.other"}}"#)
    }
}

@Test(arguments: ["{}", "null", #"{"interface":7}"#, #"{"interface":null}"#])
func aDescriptionOfNothingInParticularIsRefused(parameters: String) {
    #expect(throws: VarlinkFailure.invalidParameter("interface")) {
        try answer(#"{"method":"org.varlink.service.GetInterfaceDescription","parameters":\#(parameters)}"#)
    }
}

@Test(arguments: ["io.bootd.Test.Do", "org.varlink.service.Other", "GetInfo", ""])
func callsOfOtherMethodsAreLeftToOthers(method: String) throws {
    #expect(try answer(#"{"method":"\#(method)"}"#) == nil)
}

@Test(arguments: [
    ("io.bootd.Test.Missing", VarlinkFailure.methodNotFound("io.bootd.Test.Missing")),
    ("org.varlink.service.Missing", .methodNotFound("org.varlink.service.Missing")),
    ("io.other.Method", .interfaceNotFound("io.other")),
    ("NoInterface", .interfaceNotFound("")),
    ("", .interfaceNotFound("")),
    ("...", .interfaceNotFound("")),
])
func whatNobodyServesIsNamedAsAMethodOrAnInterface(method: String, expected: VarlinkFailure) {
    #expect(service.unknown(method) == expected)
}
