public import Varlink

/// What administrators ask the supervisor, on `control.socket`.
public enum ControlInterface {
    public static let name = "io.bootd.Control"

    public static let info: StaticString = "io.bootd.Control.Info"
    public static let hosts: StaticString = "io.bootd.Control.Hosts"
    public static let leases: StaticString = "io.bootd.Control.Leases"
    public static let release: StaticString = "io.bootd.Control.Release"
    public static let reload: StaticString = "io.bootd.Control.Reload"
    public static let check: StaticString = "io.bootd.Control.Check"
    public static let trail: StaticString = "io.bootd.Control.Trail"

    /// How many rows one reply of a list holds at most.
    public static let pageSize = 500

    public static let description = VarlinkInterface(
        name: name,
        description: """
            # The control of bootd. Times are seconds since 1970 (UTC) unless their name says otherwise.
            interface io.bootd.Control

            # A network as it is served; it has no interface while none of ours has an address in it.
            type Network (
              name: string, subnet: string, interface: ?string, server: ?string, addresses: int, leased: int, source: string
            )

            type Worker (role: (dhcp, tftp, http), version: string, process: int, since: int, sockets: []string)

            # The server as it is now; problems are sentences for people.
            method Info() -> (
              version: string,
              process: int,
              started: int,
              configuration: string,
              state: string,
              generation: int,
              networks: []Network,
              workers: []Worker,
              problems: []string
            )

            # A machine that the administrator has named. The source is where: file:line:column.
            type Host (
              name: string,
              mac: ?string,
              uuid: ?string,
              clientIDHex: ?string,
              circuitIDHex: ?string,
              remoteIDHex: ?string,
              addresses: []string,
              network: ?string,
              profile: ?string,
              metadata: ?object,
              lease: ?string,
              source: string
            )

            # A list: with more, pages of at most 500 rows; without, the first page or ExpectedMore when there are others.
            method Hosts() -> (hosts: []Host)

            type Lease (
              address: string,
              hardware: string,
              host: ?string,
              hostname: ?string,
              network: string,
              state: (offered, bound, released, declined, expired, probing, inUse),
              start: int,
              expires: int,
              clientIDHex: ?string
            )

            # A list like Hosts, by address.
            method Leases(network: ?string) -> (leases: []Lease)

            # Ends what keeps an address from others: a lease is given back, and anything else about the address is forgotten.
            # The answer comes when the disk has it; the lease is as it was before. The machine is not told.
            method Release(address: string) -> (lease: Lease)

            type Problem (file: string, line: int, column: int, message: string)

            # Reads the configuration again; a refused one changes nothing.
            method Reload() -> (generation: int, networks: int, hosts: int, profiles: int)

            type CheckedNetwork (name: string, subnet: string, source: string)

            # A file that machines are told to fetch from us, below what TFTP or HTTP serves. A default has no source.
            type CheckedFile (
              use: (loader, kernel, initrd), name: string, role: (dhcp, tftp, http), path: string, source: ?string
            )

            # What has to fit outside of the server for it to work, for "bootctl check" to look at. It reads the
            # configuration as Reload would, and uses nothing of it: the problems are why it would be refused, and it is
            # current when it says what is in force.
            method Check() -> (
              configuration: string,
              generation: int,
              isCurrent: bool,
              isStandalone: bool,
              state: string,
              server: ?string,
              httpPort: int,
              httpPortSource: ?string,
              tftp: string,
              assets: string,
              networks: []CheckedNetwork,
              files: []CheckedFile,
              workers: []Worker,
              problems: []Problem,
              notices: []string
            )

            # One step of a machine's boot. The time is in microseconds since 1970.
            type Event (
              microseconds: int, machine: string, host: ?string, boot: int, stage: (dhcp, tftp, http), event: string, text: string
            )

            # The steps of one machine's boots (a MAC or a host's name), or of all, oldest first; with follow also those to come.
            method Trail(machine: ?string, follow: ?bool) -> (events: []Event)

            # The configuration is refused; every problem is listed.
            error ConfigurationInvalid (problems: []Problem)

            # There is no such host, machine, network or lease.
            error NotFound (name: string)

            # The change could not be written to disk, and was taken back.
            error StateNotWritable (reason: string)

            """)
}
