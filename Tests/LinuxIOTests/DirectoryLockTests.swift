import LinuxIO
import Testing

@Suite struct DirectoryLockTests {
    @Test func aDirectoryIsOnesAloneUntilTheLockGoes() throws {
        try withScratch { path in
            let lock = try DirectoryLock(path)
            #expect(lock != nil)
            #expect(try DirectoryLock(path) == nil)
            withExtendedLifetime(lock) {}
        }
    }

    @Test func aDirectoryIsFreeAgainAfterTheLock() throws {
        try withScratch { path in
            for _ in 0..<3 {
                let lock = try DirectoryLock(path)
                #expect(lock != nil)
            }
        }
    }

    @Test func whatIsNoDirectoryIsAnError() {
        #expect(throws: SystemError.self) { try DirectoryLock("/nowhere/at/all") }
    }
}
