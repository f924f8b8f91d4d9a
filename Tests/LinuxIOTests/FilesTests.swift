import Glibc
import LinuxIO
import NetworkValues
import Testing

@Test(arguments: ["/a", "/a/", "/a/b/c", "/a/b/c/", "/a//b", "/a/b//"]) func aDirectoryIsMadeWithItsParents(name: String) throws {
    try withScratch { path in
        // Once more finds it there.
        for _ in 0..<2 { try Files.makeDirectory(path + name, mode: 0o700) }
        #expect(try RootDirectory(path + name).open("").status().isDirectory)
    }
}

@Test func aDirectoryBelowAFileCannotBeMade() throws {
    try withScratch { path in
        try write("", to: path + "/file")
        #expect(throws: SystemError(ENOTDIR, "make the directory \(path)/file/a")) {
            try Files.makeDirectory(path + "/file/a", mode: 0o700)
        }
    }
}

@Test func aFileIsReadToItsLimitAndNoFurther() throws {
    try withScratch { path in
        try write("0123456789", to: path + "/file")
        #expect(text(try Files.read(path + "/file")) == "0123456789")
        #expect(text(try Files.read(path + "/file", limit: 10)) == "0123456789")
        #expect(throws: SystemError(EFBIG, "read \(path)/file")) { _ = try Files.read(path + "/file", limit: 9) }
        #expect(throws: SystemError(ENOENT, "read \(path)/none")) { _ = try Files.read(path + "/none") }
        #expect(throws: SystemError(EISDIR, "read \(path)")) { _ = try Files.read(path) }
    }
}

@Test func aDirectoryIsListedInOrder() throws {
    try withScratch { path in
        for name in ["b.yaml", "a.yaml", "é.yaml"] { try write("", to: "\(path)/\(name)") }
        try Files.makeDirectory(path + "/c", mode: 0o755)
        #expect(try Files.names(in: path) == ["a.yaml", "b.yaml", "c/", "é.yaml"])
        #expect(throws: SystemError(ENOENT, "list \(path)/none")) { _ = try Files.names(in: path + "/none") }
    }
}

@Test func anErrorSaysWhatWasDoneAndWhatTheKernelSaid() {
    #expect("\(SystemError(ENOENT, "open /etc/bootd/bootd.yaml"))" == "open /etc/bootd/bootd.yaml: No such file or directory")
    #expect(SystemError.notFound("x").isNotFound)
    #expect(SystemError(ENOTDIR, "x").isNotFound)
    #expect(SystemError(EACCES, "x").isPermission && SystemError(EPERM, "x").isPermission)
    #expect(SystemError(EAGAIN, "x").isTransient && SystemError(EINTR, "x").isTransient)
    #expect(!SystemError(EIO, "x").isTransient && !SystemError(EIO, "x").isNotFound && !SystemError(EIO, "x").isPermission)
}

@Test func aProgramIsAFileThatMayBeRunWhateverItsName() throws {
    try withScratch { path in
        try #require(unsafe symlink("/bin/sh", path + "/link") == 0)
        try write("", to: path + "/text")
        #expect(FileIdentity(program: path + "/link") == FileIdentity(program: "/bin/sh"))
        #expect(FileIdentity(program: "/bin/sh") != nil)
        for name in [path, path + "/text", path + "/none"] { #expect(FileIdentity(program: name) == nil, "\(name)") }
        #expect(FileIdentity.ourselves != nil)
        #expect(Processes.executablePath.flatMap { FileIdentity(program: $0) } == FileIdentity.ourselves)
    }
}

@Test func theCalendarEndsBeforeTheCountOfSeconds() throws {
    for extreme in [Int64.max, .min] { #expect(CalendarTime(WallTime(seconds: extreme)) == nil) }
    // Noon of 2001-09-09 (UTC) is that day in every time zone but those 12 hours away.
    let time = try #require(CalendarTime(WallTime(seconds: 1_000_036_800)))
    #expect((time.year, time.month, time.second) == (2001, 9, 0))
    #expect("\(time)".wholeMatch(of: #/2001-09-\d\d \d\d:\d\d:00/#) != nil)
}

@Test func theClocksGoForward() {
    let boot = BootTime.now()
    #expect(BootTime.now() >= boot)
    let wall = WallTime.now()
    #expect(WallTime.nowMicroseconds() / 1_000_000 - wall.seconds <= 60)
    #expect(wall.seconds > 1_500_000_000)
}
