/// Every kind of event that an administrator may want to find: the MESSAGE_ID of its entries, which the catalogue
/// explains (`journalctl -x`, units/bootd.catalog).
public enum EventID: String, CaseIterable, Sendable {
    /// A machine got an address.
    case leaseGiven = "60888d100b874a0ea0b16f38756f3bde"
    /// A machine found its address in use.
    case addressDeclined = "a1731b61ecc646b5972f5906104e23d2"
    /// A machine asked for an address that it may not have.
    case addressRefused = "00cc9e2ee3244149bf1c7f4721e640bb"
    /// A network has no address left.
    case addressesExhausted = "f05fca93ac45456ea584509390819206"
    /// A client asks where no network is configured.
    case noNetwork = "7b533d19ae9b4de199ec8b5ea5ae6c14"
    /// A configuration took effect.
    case configurationLoaded = "18440e9c51f647679e326382d2a96148"
    /// A configuration was refused.
    case configurationRefused = "d7d23042f9bb4935a4daac51bebd4e38"
    /// A process of bootd cannot run before an administrator has mended something.
    case cannotRun = "bb8c4f21602e4370bf4c43280a9298cb"
    /// Leases cannot be written to disk.
    case stateNotWritable = "63c17db37ed9423f85db04f7ebb163a2"
    /// Leases can be written to disk again.
    case stateWritable = "74fe4f4333dd462aa4208cb068a000ad"
    /// A document was made for a machine.
    case documentServed = "e9a3f7bc0acc4eb38abafff5adf06167"
    /// A machine asked for a document that it does not get.
    case documentRefused = "1711197df5aa449dba0fa6e7d9b3feb8"
    /// A file was sent to a machine.
    case fileSent = "f23d12495ee24cbea4d76d7ff1df4c17"
    /// A file could not be sent to a machine.
    case fileNotSent = "3cf833b12a17417592f23363dd3c358b"
    /// A worker process ended.
    case workerStopped = "4beec42837fb4a5e91642c631f0305d4"
    /// The HTTP worker listens on another port than URLs carry.
    case portMismatch = "5e7e27706ce3429c90d53dc11d7576c2"
    /// A worker cannot reach the supervisor.
    case supervisorUnreachable = "f3d3e71507814b5490bfed349ad1a2fd"
    /// A reply to a machine could not be sent.
    case replyNotSent = "c4adbd20855245dba1a13ac33eb8be93"
    /// The kernel refuses a connection, a socket or a packet, for want of descriptors or memory.
    case kernelRefused = "6a3bd8a41c8f4c358ae7b8943805232a"
    /// The calendar clock was set.
    case clockSet = "2788091a1f82421ba0114445ceacab8f"
    /// A damaged or newer database was set aside.
    case databaseSetAside = "59e4166b5673401585911965ebeecf76"
    /// A machine chose another DHCP server.
    case otherServerChosen = "0c898bff6459444b850d1246ed7a52e8"
    /// Another DHCP server answers machines on a network of ours.
    case otherServerSeen = "c29c6d85eb554a3cb0086a49500abf88"
    /// Another program of this host takes messages that are for us.
    case portShared = "58d2ba60a5af4f069f12ec34cb55d564"
    /// A check found an address in use before it was offered.
    case addressInUse = "4d4fd4e37e134c5b8d152cd5fcbaf6a2"
    /// So many addresses are set aside that the oldest is given again.
    case tooManySetAside = "acd03d5ba7a4494a95b22706b8e90541"
    /// A machine loads the same loader again and again.
    case machineCircles = "6e5b737112594b14a5a6ce3c329432bc"
    /// More unknown machines ask than are answered.
    case strangersLimited = "47b302aa0688413180873348b4cc1de5"
}
