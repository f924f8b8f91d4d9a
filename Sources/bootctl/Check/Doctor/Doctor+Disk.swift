internal import LinuxIO

// Whether leases can be written, for some time to come.

extension Doctor {
    private static let mebibyte: UInt64 = 1 << 20

    var disk: [Finding] {
        guard let disk = facts.disk else { return [] }
        let status = disk.status
        if status.isReadOnly {
            return [
                .problem(
                    "disk", "the file system of \(disk.path) is read-only, so that no lease can be given",
                    do: "see why: journalctl -k; then: mount -o remount,rw $(findmnt -nT \(disk.path) -o TARGET)")
            ]
        }
        if status.available < Self.mebibyte || status.files > 0 && status.availableFiles == 0 {
            return [.problem("disk", "the file system of \(disk.path) is full, so that no lease can be given", do: remedy(disk))]
        }
        // A twentieth of a large disk is plenty.
        let isSmall = status.available < 64 * Self.mebibyte
        let isLow = status.available < status.size / 20 && status.available < 10_240 * Self.mebibyte
        if isSmall || isLow {
            let left = "\(status.available / Self.mebibyte) MiB of \(status.size / Self.mebibyte)"
            return [.warning("disk", "the file system of \(disk.path) is nearly full: \(left) are left", do: remedy(disk))]
        }
        if status.files > 0, status.availableFiles < status.files / 20 {
            let left = "\(status.availableFiles) files of \(status.files)"
            let message = "the file system of \(disk.path) holds nearly all files that it can: \(left) are left"
            return [.warning("disk", message, do: remedy(disk))]
        }
        return []
    }

    private func remedy(_ disk: DiskFact) -> String {
        "free some space: du -xh --max-depth=2 $(findmnt -nT \(disk.path) -o TARGET)"
    }
}
