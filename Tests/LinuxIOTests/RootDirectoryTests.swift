import Glibc
import LinuxIO
import Testing

/// A root with a file and links in it, and a secret beside it.
private func withRoot(_ body: (_ root: borrowing RootDirectory, _ outside: String) throws -> Void) throws {
    try withScratch { path in
        try write("secret", to: path + "/secret")
        try Files.makeDirectory(path + "/root/directory/inner", mode: 0o755)
        try write("inside", to: path + "/root/file")
        try write("secret?", to: path + "/root/directory/secret")
        let links = [
            ("out", "../secret"), ("farOut", "../../../../../../../../secret"), ("absolute", path + "/secret"), ("home", "/file"),
            ("up", ".."), ("directory/up", "../file"), ("here", "."), ("loop", "loop"), ("dangling", "nowhere"),
        ]
        for (name, target) in links { try #require(unsafe symlink(target, path + "/root/" + name) == 0) }
        try #require(unsafe mkfifo(path + "/root/fifo", 0o644) == 0)
        try body(try RootDirectory(path + "/root"), path)
    }
}

@Test(arguments: [
    ("file", "inside"), ("/file", "inside"), ("//file", "inside"), ("./file", "inside"), ("directory/../file", "inside"),
    ("../file", "inside"), ("../../../../file", "inside"), ("directory/inner/../../file", "inside"), ("home", "inside"),
    ("directory/up", "inside"), ("up/file", "inside"), ("here/here/file", "inside"), ("up/up/up/directory/secret", "secret?"),
])
func aNameLeadsToAFileBelowTheRoot(name: String, content: String) throws {
    try withRoot { root, _ in
        let found = try readAll(root.open(name))
        #expect(found == content)
    }
}

@Test(arguments: [
    "../secret", "/../secret", "directory/../../secret", "out", "farOut", "absolute", "up/secret", "up/../secret", "here/../out",
])
func noNameLeadsOutOfTheRoot(name: String) throws {
    try withRoot { root, _ in
        let error = #expect(throws: SystemError.self) { _ = try root.open(name) }
        #expect(error?.isNotFound == true)
    }
}

@Test func thePathOfAFileOutsideIsAPathBelowTheRoot() throws {
    try withRoot { root, outside in
        #expect(throws: SystemError.self) { _ = try root.open(outside + "/secret") }
    }
}

@Test(arguments: [
    ("file\0", EINVAL), ("\0", EINVAL), ("file\0/../../secret", EINVAL), ("loop", ELOOP), ("dangling", ENOENT),
    ("file/x", ENOTDIR),
    (String(repeating: "x", count: 256), ENAMETOOLONG), (String(repeating: "x/", count: 4096), ENAMETOOLONG),
])
func aNameThatLeadsNowhereIsAnError(name: String, code: Int32) throws {
    try withRoot { root, _ in
        let error = #expect(throws: SystemError.self) { _ = try root.open(name) }
        #expect(error?.code == code)
    }
}

/// Links of /proc that lead anywhere without naming it.
@Test(arguments: ["self/root/etc/hostname", "self/cwd", "self/exe", "self/fd/0"]) func magicLinksAreNotFollowed(name: String)
    throws
{
    let root = try RootDirectory("/proc")
    let error = #expect(throws: SystemError.self) { _ = try root.open(name) }
    #expect(error?.code == ELOOP)
    // An ordinary link of the same place is.
    let status = try readAll(root.open("self/status"))
    #expect(status.contains("Name:"))
}

@Test func aPipeInTheRootDoesNotHoldUsUp() throws {
    try withRoot { root, _ in
        let status = try root.open("fifo").status()
        #expect(!status.isRegular)
        #expect(!status.isDirectory)
    }
}

@Test func aRootStaysTheDirectoryThatItWas() throws {
    try withRoot { root, outside in
        try #require(unsafe rename(outside + "/root", outside + "/moved") == 0)
        try Files.makeDirectory(outside + "/root", mode: 0o755)
        try write("another", to: outside + "/root/file")
        let found = try readAll(root.open("file"))
        #expect(found == "inside")
    }
}

@Test func theStatusTellsWhatIsOpen() throws {
    try withRoot { root, outside in
        try #require(unsafe chmod(outside + "/root/file", 0o640) == 0)
        let file = try root.open("file").status()
        #expect((file.isRegular, file.isDirectory, file.isReadableByOthers, file.size) == (true, false, false, 6))
        #expect(file.modifiedSeconds > 1_500_000_000)
        let directory = try root.open("").status()
        #expect((directory.isRegular, directory.isDirectory, directory.isReadableByOthers) == (false, true, true))
        #expect(file.inode != directory.inode)
    }
}

@Test func aDirectoryIsListedInOrderAsOftenAsIsAsked() throws {
    try withRoot { root, _ in
        let directory = try root.open("directory")
        for _ in 0..<2 { #expect(try directory.directoryNames() == ["inner/", "secret", "up"]) }
        #expect(throws: SystemError(ENOTDIR, "list the directory")) { _ = try root.open("file").directoryNames() }
    }
}

@Test func aRootThatIsNoDirectoryIsAnErrorThatNamesIt() throws {
    try withRoot { _, outside in
        #expect(throws: SystemError(ENOTDIR, "open the directory \(outside)/secret")) {
            _ = try RootDirectory(outside + "/secret")
        }
        #expect(throws: SystemError(ENOENT, "open the directory \(outside)/none")) { _ = try RootDirectory(outside + "/none") }
    }
}
