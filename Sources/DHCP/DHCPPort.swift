/// The UDP ports of DHCP and of PXE's boot servers.
public enum DHCPPort {
    /// Where servers and relays listen.
    public static let server: UInt16 = 67
    /// Where clients listen.
    public static let client: UInt16 = 68
    /// Where a PXE boot server or a proxy listens (PXE 2.1 section 2.2).
    public static let bootServer: UInt16 = 4011
}
