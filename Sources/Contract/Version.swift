/// The version of this build; all processes of one installation have the same.
public let bootdVersion = "0.1.0"

/// Where the sockets are, unless `--runtime` says otherwise.
public enum DefaultPaths {
    public static let runtime = "/run/bootd"
    public static let state = "/var/lib/bootd/state"
    public static let configuration = "/etc/bootd/bootd.yaml"
    public static let controlSocket = "control.socket"
    public static let workerSocket = "worker.socket"
}
