import NetworkValues
import TFTP
import Testing

struct ClientTests {
    struct Row: Sendable {
        let request: [UInt8]
        let name: String
        /// Names and values in turn.
        let acknowledged: String
    }

    static let rows = [
        Row(
            request: Clients.edk2SizeRequest, name: "ipxe.efi",
            acknowledged: "tsize 1000000 blksize 1468 windowsize 4"),
        Row(request: Clients.edk2Request, name: "ipxe.efi", acknowledged: "blksize 1468 windowsize 4"),
        Row(request: Clients.ipxeRequest, name: "autoexec.ipxe", acknowledged: "blksize 1432 tsize 1000000"),
        Row(
            request: Clients.pxelinuxRequest, name: "pxelinux.cfg/default",
            acknowledged: "tsize 1000000 blksize 1408"),
        Row(request: Clients.grubRequest, name: "grub/grub.cfg", acknowledged: "blksize 1024 tsize 1000000"),
        Row(request: Clients.curlRequest, name: "boot/vmlinuz", acknowledged: "tsize 1000000 blksize 512 timeout 1"),
        Row(
            request: Clients.atftpRequest, name: "boot/vmlinuz",
            acknowledged: "tsize 1000000 timeout 2 blksize 1428 windowsize 16"),
        Row(request: Clients.tftpHPARequest, name: "boot/vmlinuz", acknowledged: ""),
        Row(request: Clients.busyboxRequest, name: "boot/vmlinuz", acknowledged: "blksize 1468 tsize 1000000"),
    ]

    @Test(arguments: rows)
    func realRequestIsUnderstoodAndAnswered(_ row: Row) throws {
        let packet = try decode(row.request)
        guard case .readRequest(let request) = packet else {
            Issue.record("no read request")
            return
        }
        #expect(packet.encoded == row.request)
        #expect(try RequestName(request.fileName).candidates == [row.name])
        let options = try Negotiation().answer(request, fileSize: 1_000_000)
        let acknowledged = options.acknowledged.map { "\($0.name) \($0.value)" }.joined(separator: " ")
        #expect(acknowledged == row.acknowledged)
    }

    @Test func optionAcknowledgementHasTheOctetsThatFirmwareExpects() throws {
        guard case .readRequest(let request) = try decode(Clients.edk2SizeRequest) else { return }
        let options = try Negotiation(blockSize: 1400).answer(request, fileSize: 987_136)
        let expected = hex(
            // OACK
            "00 06",
            // tsize 987136
            "74 73 69 7a 65 00  39 38 37 31 33 36 00",
            // blksize 1400
            "62 6c 6b 73 69 7a 65 00  31 34 30 30 00",
            // windowsize 4
            "77 69 6e 64 6f 77 73 69 7a 65 00  34 00",
        )
        #expect(TFTPPacket.optionAcknowledgement(options.acknowledged).encoded == expected)
    }

    @Test func edk2AbortIsAnErrorWithItsMessage() throws {
        #expect(try decode(Clients.edk2Abort) == .error(TFTPError(.optionsRefused, "User aborted the transfer")))
    }
}
