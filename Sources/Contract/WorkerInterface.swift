public import Varlink

/// What the workers ask the supervisor, on `worker.socket`. The Swift types beside this file say the same; a test holds
/// them together. Octets that need not be text are lower-case hex in fields named `...Hex`.
public enum WorkerInterface {
    public static let name = "io.bootd.Worker"

    public static let attach: StaticString = "io.bootd.Worker.Attach"
    public static let answerDHCP: StaticString = "io.bootd.Worker.AnswerDHCP"
    public static let resolveFile: StaticString = "io.bootd.Worker.ResolveFile"
    public static let render: StaticString = "io.bootd.Worker.Render"
    public static let report: StaticString = "io.bootd.Worker.Report"

    public static let description = VarlinkInterface(
        name: name,
        description: """
            # The questions that bootd's workers ask the supervisor. Workers translate, the supervisor decides.
            interface io.bootd.Worker

            type Socket (name: string, address: string)

            type Interface (name: string, index: int, addresses: []string)

            # A socket of another program on a port of ours, perhaps bound to one interface.
            type OtherSocket (port: int, address: string, interface: ?string)

            # A directory that candidates name; paths from the network are opened beneath it.
            type Root (name: string, path: string)

            # A worker answers only clients in the subnets served; it may exit when it was idle for so long.
            type Settings (
              roots: []Root,
              served: []string,
              idleSeconds: int,
              maximumTransfers: int,
              maximumTransfersPerClient: int
            )

            # The first call of a worker, on a connection of its own: the settings now, and again after every reload.
            method Attach(
              role: (dhcp, tftp, http),
              version: string,
              process: int,
              sockets: []Socket,
              interfaces: []Interface,
              otherSockets: ?[]OtherSocket
            ) -> (generation: int, settings: Settings)

            # What a conflict check found: whether somebody answered for the address.
            type Probed (address: string, inUse: bool)

            # One DHCP message (RFC 2131), as decoded. Without a port it came to 67 and not to 4011, the one for PXE; without
            # a client the client is ordinary. The source is of clients with an address, the transaction of those that boot.
            type DHCPQuery (
              message: (discover, request, decline, release, inform, bootp),
              port: ?int,
              interface: string,
              local: string,
              source: ?string,
              transaction: ?int,
              hardware: string,
              clientAddress: ?string,
              relay: ?string,
              requested: ?string,
              subnet: ?string,
              server: ?string,
              client: ?(ordinary, pxe, http, ipxe),
              architecture: ?string,
              uuid: ?string,
              hostname: ?string,
              leaseSeconds: ?int,
              rapidCommit: ?bool,
              clientIDHex: ?string,
              relayAgentHex: ?string,
              parametersHex: ?string,
              ipxeFeaturesHex: ?string,
              bootType: ?int,
              bootLayer: ?int,
              probed: ?Probed
            )

            # What to send. The options are code, length, value, one after the other; a value over 255 octets takes several.
            type DHCPReply (
              message: (offer, ack, nak),
              address: ?string,
              nextServer: ?string,
              serverName: ?string,
              file: ?string,
              optionsHex: string
            )

            # See whether somebody uses the address before it is given, on the query's interface or behind its relay; then ask
            # again with what was found. A worker that has too much to see answers nothing, and the client asks again.
            type Probe (kind: (arp, icmp), address: string, milliseconds: int)

            # A reply, or a probe to make first, or neither: silence. An ACK comes only after its lease is on disk.
            method AnswerDHCP(query: DHCPQuery) -> (reply: ?DHCPReply, probe: ?Probe)

            # One way to answer a request for a file: a file below a root, or text, or an error for the client.
            type Candidate (root: ?string, path: ?string, content: ?string, error: ?string)

            # Where to look for a file that a client asked for, best first; the worker takes the first that it can open.
            method ResolveFile(nameHex: string, client: string, local: string, interface: string)
              -> (candidates: []Candidate, machine: ?string)

            # One document for one machine, which the query's labels (or its lease) tell.
            method Render(
              document: (home, bootScript, ipxe, grub, ignition, cloud, generic, metadata),
              query: string,
              client: string,
              local: string
            ) -> (mediaType: string, body: ?string, bodyHex: ?string, machine: ?string)

            # A file that was sent, or not.
            type Transfer (
              protocol: (tftp, http),
              name: string,
              client: string,
              outcome: (complete, sizeProbe, aborted, timedOut, refused),
              octets: int,
              resent: int,
              microseconds: int,
              detail: ?string
            )

            # A DHCP server that is not ours, seen on an interface; and what it gave a client.
            type OtherServer (server: string, interface: string, address: ?string)

            # What happened, for the trail; the interfaces and the sockets of others, when they have changed; other servers, each
            # at most once a minute.
            method Report(
              transfers: []Transfer, interfaces: ?[]Interface, otherSockets: ?[]OtherSocket, otherServers: ?[]OtherServer
            ) -> ()

            # Nothing matches this machine, or what it gets has no such document. The reason is for people.
            error NothingToServe (reason: string, machine: ?string, host: ?string)

            # A document that should be there cannot be made.
            error CannotRender (reason: string, machine: ?string, host: ?string)

            # The lease could not be written to disk, so there is no reply.
            error StateNotWritable (reason: string)

            """)
}
