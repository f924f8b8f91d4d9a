import NetworkValues
import Testing
import Trails

struct CircleWatchTests {
    private let machine = MACAddress(rawValue: 0x5254_0000_0001)

    private func seconds(_ seconds: Int) -> BootTime { BootTime(microseconds: UInt64(seconds) * 1_000_000) }

    /// What the watch answers to starts at these seconds, each a transaction of its own.
    private func answers(_ times: [Int], _ watch: inout CircleWatch, loader: String = "undionly.kpxe") -> [Bool] {
        times.map { watch.loads(machine, loader, transaction: $0, at: seconds($0)) }
    }

    @Test func theFifthStartIsToldAndNoLaterOne() {
        var watch = CircleWatch()
        let told = answers([0, 60, 120, 180, 240, 300, 360, 1000, 1060, 1120, 1180, 1240], &watch)
        #expect(told.firstIndex(of: true) == 4)
        #expect(told.filter { $0 }.count == 1)
    }

    @Test func startsThatLieFarApartAreNoCircle() {
        var watch = CircleWatch()
        #expect(!answers([0, 150, 300, 450, 600, 750, 900], &watch).contains(true))
    }

    @Test func whatIsRepeatedInOneTransactionIsOneStart() {
        var watch = CircleWatch()
        let told = (0..<20).map { watch.loads(machine, "ipxe.efi", transaction: 7, at: seconds($0)) }
        #expect(!told.contains(true))
    }

    @Test func aMachineThatGetsFurtherBeginsAnew() {
        var watch = CircleWatch()
        #expect(!answers([0, 1, 2, 3], &watch).contains(true))
        watch.getsFurther(machine)
        #expect(!answers([4, 5, 6, 7], &watch).contains(true))
        #expect(answers([8], &watch) == [true])
        watch.getsFurther(machine)
        #expect(answers([9, 10, 11, 12, 13], &watch).last == true)
    }

    @Test(arguments: [
        ("undionly.kpxe", true), ("/undionly.kpxe", true), ("boot/undionly.kpxe", true), ("grub.cfg", false), ("", false),
    ])
    func fetchingTheLoaderItselfIsNotGettingFurther(file: String, circles: Bool) {
        var watch = CircleWatch()
        _ = answers([0, 1, 2, 3], &watch)
        watch.getsFurther(machine, with: file)
        #expect(answers([4], &watch) == [circles])
    }

    @Test func anotherLoaderIsAnotherStory() {
        var watch = CircleWatch()
        _ = answers([0, 1, 2, 3], &watch)
        #expect(answers([4, 5, 6, 7, 8], &watch, loader: "ipxe.efi") == [false, false, false, false, true])
    }

    @Test func strangersDoNotGrowTheWatch() {
        var watch = CircleWatch(machineLimit: 2)
        for number in 1...100 {
            _ = watch.loads(MACAddress(rawValue: UInt64(number)), "x", transaction: 0, at: seconds(0))
        }
        let first = (1...4).map { watch.loads(MACAddress(rawValue: 1), "x", transaction: $0, at: seconds($0)) }
        #expect(first == [false, false, false, true])
        let late = (1...5).map { watch.loads(MACAddress(rawValue: 50), "x", transaction: $0, at: seconds(1000 + $0)) }
        #expect(late.last == true)
    }
}
