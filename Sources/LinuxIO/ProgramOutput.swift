internal import CLinux
internal import Glibc
internal import NetworkValues

/// What a program printed until it ended.
public struct ProgramOutput: Hashable, Sendable {
    public let end: ProcessEnd
    public let output: String
    public let errors: String

    public init(end: ProcessEnd, output: String, errors: String) {
        self.end = end
        self.output = output
        self.errors = errors
    }

    public var isSuccess: Bool { end == .exited(0) }
}

extension Processes {
    /// Runs a program, found by PATH, to its end. One that takes longer is killed (ETIMEDOUT), whether it prints or not, and
    /// so is one that prints more than 16 MiB (EFBIG).
    public static func output(of program: String, _ arguments: [String], milliseconds: Int) throws(SystemError) -> ProgramOutput {
        let output = try Pipe()
        let errors = try Pipe()
        let process = try start(program, arguments, output: output.entrance.raw, errors: errors.entrance.raw)
        var reading = PipeReading(deadline: BootTime.now().advanced(byMicroseconds: UInt64(clamping: milliseconds) &* 1000))
        do throws(SystemError) {
            let ending = try Descriptor(owning: checked(clinux_open_pidfd(process), "watch"))
            let streams = try reading.all(output.close(), errors.close(), until: ending)
            return ProgramOutput(end: waitForEnd(process), output: streams.output, errors: streams.errors)
        } catch {
            kill(process)
            _ = waitForEnd(process)
            throw SystemError(error.code, "run \(program)")
        }
    }

    private static func start(_ program: String, _ arguments: [String], output: Int32, errors: Int32) throws(SystemError) -> Int32
    {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors, 2)
        let words: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var process: pid_t = 0
        let failure = unsafe posix_spawnp(&process, program, &actions, nil, words, environ)
        guard failure == 0 else { throw SystemError(failure, "run \(program)") }
        return process
    }

    private static func waitForEnd(_ process: Int32) -> ProcessEnd {
        var status: Int32 = 0
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
    }
}

/// What is written at the entrance comes out at the exit.
private struct Pipe: ~Copyable {
    let exit: Descriptor
    let entrance: Descriptor

    init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        _ = try checked(unsafe clinux_open_pipe(&ends), "make a pipe")
        exit = Descriptor(owning: ends[0])
        entrance = Descriptor(owning: ends[1])
    }

    /// Closes the entrance, so that the exit ends when the program does.
    consuming func close() -> Descriptor { exit }
}

/// Reads two pipes to their ends and waits for the end of who writes there, up to a moment.
private struct PipeReading {
    let deadline: BootTime
    private var budget = 16 << 20

    init(deadline: BootTime) {
        self.deadline = deadline
    }

    mutating func all(
        _ output: consuming Descriptor, _ errors: consuming Descriptor, until end: borrowing Descriptor
    ) throws(SystemError) -> (output: String, errors: String) {
        var texts: (output: [UInt8], errors: [UInt8]) = ([], [])
        var polls = [output.raw, errors.raw, end.raw].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while polls.contains(where: { $0.fd >= 0 }) {
            let now = BootTime.now()
            guard now < deadline else { throw SystemError(ETIMEDOUT, "read") }
            let milliseconds = Int32(clamping: deadline.microseconds(since: now) / 1000 + 1)
            guard unsafe poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { continue }
            if polls[0].revents != 0, try !append(output, to: &texts.output) { polls[0].fd = -1 }
            if polls[1].revents != 0, try !append(errors, to: &texts.errors) { polls[1].fd = -1 }
            if polls[2].revents != 0 { polls[2].fd = -1 }
        }
        return (String(decoding: texts.output, as: UTF8.self), String(decoding: texts.errors, as: UTF8.self))
    }

    /// Takes what is there; false at the end.
    private mutating func append(_ pipe: borrowing Descriptor, to text: inout [UInt8]) throws(SystemError) -> Bool {
        let part = try pipe.read(upTo: 1 << 16)
        budget -= part.count
        guard budget >= 0 else { throw SystemError(EFBIG, "read") }
        text += part
        return !part.isEmpty
    }
}
