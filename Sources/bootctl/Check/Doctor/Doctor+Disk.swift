internal import Contract
internal import LinuxIO

// Whether leases can be written, for some time to come.

extension Doctor {
    private static let mebibyte: UInt64 = 1 << 20

    var disk: [Finding] {
        if let path = facts.missingState {
            let message = "there is no \(path) any more: whatever lease bootd gives is forgotten when it ends"
            return [.problem("disk", message, do: checkedUnits == nil ? "start bootd again" : "systemctl restart bootd.service")]
        }
        guard let disk = facts.disk else { return [] }
        let status = disk.status
        if status.isReadOnly {
            return [
                .problem(
                    "disk", "the file system of \(disk.path) is read-only, so that no lease can be given",
                    do: "see why: journalctl -k; then: mount -o remount,rw $(findmnt -nT \(disk.path) -o TARGET)")
            ]
        }
        if isFull {
            return [.problem("disk", "the file system of \(disk.path) is full, so that no lease can be given", do: remedy(disk))]
        }
        // A twentieth of a large disk is plenty.
        let isSmall = status.available < 64 * Self.mebibyte
        let isLow = status.available < status.size / 20 && status.available < 10_240 * Self.mebibyte
        if isSmall || isLow {
            let (size, unit) = status.available < Self.mebibyte ? (UInt64(1024), "KiB") : (Self.mebibyte, "MiB")
            let left = "\(status.available / size) \(unit) of \(status.size / size)"
            return [.warning("disk", "the file system of \(disk.path) is nearly full: \(left) are left", do: remedy(disk))]
        }
        if status.files > 0, status.availableFiles < status.files / 20 {
            let left = "\(status.availableFiles) files of \(status.files)"
            let message = "the file system of \(disk.path) holds nearly all files that it can: \(left) are left"
            return [.warning("disk", message, do: remedy(disk))]
        }
        return []
    }

    /// Whether no lease can be written for want of space: what is left may do for some time, as long as nothing says it does
    /// not.
    var isFull: Bool {
        guard let status = facts.disk?.status, !status.isReadOnly else { return false }
        let isLow = status.available < Self.mebibyte || status.files > 0 && status.availableFiles == 0
        return isLow && facts.report?.notices.isEmpty == false
    }

    private func remedy(_ disk: DiskFact) -> String {
        "free some space: du -xh --max-depth=2 $(findmnt -nT \(disk.path) -o TARGET)"
    }
}
