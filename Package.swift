// swift-tools-version: 6.2
import PackageDescription

// One folder under Sources is one target; the layers are checked by Tests/ArchitectureTests.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
let lifetimes = strict + [.enableExperimentalFeature("Lifetimes")]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], _ settings: [SwiftSetting] = strict) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}
func process(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: strict)
}
func system(_ name: String, _ pkgConfig: String, _ apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }

// What is driven with anything that a network may send: by Tests/FuzzTests with what was found, by contrib/fuzz with more.
let fuzzed: [Target.Dependency] = [
    "NetworkValues", "JSON", "DHCP", "TFTP", "HTTPServing", "Varlink", "Catalog", "Leases", "Plan", "Contract",
]

let package = Package(
    name: "bootd",
    products: [
        .executable(name: "bootd", targets: ["bootd"]),
        .executable(name: "bootd-dhcp", targets: ["bootd-dhcp"]),
        .executable(name: "bootd-tftp", targets: ["bootd-tftp"]),
        .executable(name: "bootd-http", targets: ["bootd-http"]),
        .executable(name: "bootctl", targets: ["bootctl"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // C
        system("CSystemd", "libsystemd", "libsystemd-dev"),
        system("CJSONC", "json-c", "libjson-c-dev"),
        .target(name: "CLinux"),

        // values
        library("NetworkValues", [], lifetimes),

        // platform
        library("JSON", ["CJSONC"], lifetimes),
        library("LinuxIO", ["NetworkValues", "CLinux"]),
        library("Systemd", ["CSystemd", "LinuxIO", "NetworkValues", log]),
        library("Store", ["NetworkValues", grdb]),

        // protocols
        library("DHCP", ["NetworkValues"]),
        library("TFTP", ["NetworkValues"]),
        library("HTTPServing", ["NetworkValues"]),
        library("Varlink", ["NetworkValues", "JSON"], lifetimes),

        // domain
        library("Templates", ["JSON"]),
        library("Catalog", ["NetworkValues", "DHCP", "JSON", "Templates", yams]),
        library("Leases", ["NetworkValues"]),
        library("Plan", ["NetworkValues", "DHCP", "TFTP", "JSON", "Templates", "Catalog", "Leases"]),
        library("Trails", ["NetworkValues"]),

        // contract
        library("Contract", ["NetworkValues", "JSON", "Varlink"]),

        // processes
        library("WorkerRuntime", ["NetworkValues", "JSON", "LinuxIO", "Systemd", "Varlink", "Contract", log]),
        process(
            "bootd",
            [
                "NetworkValues", "JSON", "LinuxIO", "Systemd", "Store", "Varlink", "Contract", "Catalog", "Leases", "Plan",
                "Trails", "DHCP", "HTTPServing", arguments, log,
            ]),
        process(
            "bootd-dhcp", ["NetworkValues", "LinuxIO", "Systemd", "DHCP", "Contract", "WorkerRuntime", log]),
        process(
            "bootd-tftp", ["NetworkValues", "LinuxIO", "Systemd", "TFTP", "Contract", "WorkerRuntime", log]),
        process(
            "bootd-http",
            ["NetworkValues", "JSON", "LinuxIO", "Systemd", "HTTPServing", "Varlink", "Contract", "WorkerRuntime", log] + nio),
        process("bootctl", ["NetworkValues", "JSON", "LinuxIO", "Varlink", "Contract", arguments]),

        // tests
        tests("NetworkValues", ["NetworkValues"]),
        tests("JSON", ["JSON"]),
        tests("DHCP", ["DHCP", "NetworkValues"]),
        tests("TFTP", ["TFTP", "NetworkValues"]),
        tests("HTTPServing", ["HTTPServing", "NetworkValues"]),
        tests("Templates", ["Templates", "JSON"]),
        tests("Catalog", ["Catalog", "NetworkValues", "JSON", "DHCP", "Templates"]),
        tests("Leases", ["Leases", "NetworkValues"]),
        tests("Store", ["Store", "NetworkValues", grdb]),
        tests("Trails", ["Trails", "NetworkValues"]),
        tests("Plan", ["Plan", "Catalog", "DHCP", "JSON", "Leases", "NetworkValues"]),
        tests("bootd-dhcp", ["bootd-dhcp", "NetworkValues", "LinuxIO", "Systemd", "DHCP", "Contract", log]),
        tests(
            "bootd-http",
            ["bootd-http", "NetworkValues", "JSON", "LinuxIO", "HTTPServing", "Varlink", "Contract", log] + nio),
        tests(
            "bootd",
            [
                "bootd", "NetworkValues", "JSON", "LinuxIO", "Systemd", "Store", "Varlink", "Contract", "Catalog", "Leases",
                "Trails", log,
            ]),
        tests("Varlink", ["JSON", "Varlink"]),
        tests("bootctl", ["bootctl", "NetworkValues", "JSON", "LinuxIO", "Varlink", "Contract", arguments]),
        .testTarget(name: "ArchitectureTests", exclude: ["Fixtures"], swiftSettings: strict),
        tests("Contract", ["Contract", "JSON", "NetworkValues", "Varlink"]),
        tests("LinuxIO", ["LinuxIO", "NetworkValues"]),
        tests("Systemd", ["Systemd", "LinuxIO", "NetworkValues", log]),
        tests("WorkerRuntime", ["WorkerRuntime", "Contract", "JSON", "LinuxIO", "NetworkValues", "Systemd", "Varlink", log]),
        .testTarget(
            name: "FuzzTests", dependencies: fuzzed + ["bootd", "bootd-dhcp"], exclude: ["Driver", "Seeds", "Findings"],
            swiftSettings: strict),
    ]
)

// contrib/fuzz builds this: libFuzzer's driver with the pure layers, and of the processes what translates between them.
if Context.environment["BOOTD_FUZZ"] != nil {
    let parts: Set = [
        "CJSONC", "NetworkValues", "JSON", "DHCP", "TFTP", "HTTPServing", "Varlink", "Templates", "Catalog", "Leases", "Plan",
        "Contract",
    ]
    package.products = []
    package.targets.removeAll { !parts.contains($0.name) }
    package.targets += [
        .target(
            name: "bootd", dependencies: fuzzed, sources: ["Questions/DHCPQuery+Plan.swift"], swiftSettings: strict),
        .target(
            name: "bootd-dhcp", dependencies: fuzzed, sources: ["DHCPQuery+Message.swift", "Arrival.swift"],
            swiftSettings: strict),
        .executableTarget(
            name: "fuzz", dependencies: fuzzed + ["bootd", "bootd-dhcp"], path: "Tests/FuzzTests",
            exclude: ["Replay", "Seeds", "Findings"],
            swiftSettings: strict + [.enableExperimentalFeature("Extern")]),
    ]
}
