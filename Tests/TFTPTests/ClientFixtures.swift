/// What real clients send, octet by octet.
enum Clients {
    /// EDK2 (OVMF 2022.11), first request: it only wants the size.
    static let edk2SizeRequest = hex(
        // RRQ
        "00 01",
        // ipxe.efi
        "69 70 78 65 2e 65 66 69 00",
        // octet
        "6f 63 74 65 74 00",
        // tsize 0
        "74 73 69 7a 65 00  30 00",
        // blksize 1468
        "62 6c 6b 73 69 7a 65 00  31 34 36 38 00",
        // windowsize 4
        "77 69 6e 64 6f 77 73 69 7a 65 00  34 00",
    )

    /// EDK2 (OVMF 2022.11), second request, from another port.
    static let edk2Request = hex(
        // RRQ
        "00 01",
        // ipxe.efi
        "69 70 78 65 2e 65 66 69 00",
        // octet
        "6f 63 74 65 74 00",
        // blksize 1468
        "62 6c 6b 73 69 7a 65 00  31 34 36 38 00",
        // windowsize 4
        "77 69 6e 64 6f 77 73 69 7a 65 00  34 00",
    )

    /// iPXE.
    static let ipxeRequest = hex(
        // RRQ
        "00 01",
        // autoexec.ipxe
        "61 75 74 6f 65 78 65 63 2e 69 70 78 65 00",
        // octet
        "6f 63 74 65 74 00",
        // blksize 1432
        "62 6c 6b 73 69 7a 65 00  31 34 33 32 00",
        // tsize 0
        "74 73 69 7a 65 00  30 00",
    )

    /// PXELINUX, which does not start without tsize.
    static let pxelinuxRequest = hex(
        // RRQ
        "00 01",
        // pxelinux.cfg/default
        "70 78 65 6c 69 6e 75 78 2e 63 66 67 2f 64 65 66 61 75 6c 74 00",
        // octet
        "6f 63 74 65 74 00",
        // tsize 0
        "74 73 69 7a 65 00  30 00",
        // blksize 1408
        "62 6c 6b 73 69 7a 65 00  31 34 30 38 00",
    )

    /// GRUB (net/tftp.c).
    static let grubRequest = hex(
        // RRQ
        "00 01",
        // /grub/grub.cfg
        "2f 67 72 75 62 2f 67 72 75 62 2e 63 66 67 00",
        // octet
        "6f 63 74 65 74 00",
        // blksize 1024
        "62 6c 6b 73 69 7a 65 00  31 30 32 34 00",
        // tsize 0
        "74 73 69 7a 65 00  30 00",
    )

    /// curl 7.88.
    static let curlRequest = hex(
        // RRQ
        "00 01",
        // boot/vmlinuz
        "62 6f 6f 74 2f 76 6d 6c 69 6e 75 7a 00",
        // octet
        "6f 63 74 65 74 00",
        // tsize 0
        "74 73 69 7a 65 00  30 00",
        // blksize 512
        "62 6c 6b 73 69 7a 65 00  35 31 32 00",
        // timeout 1
        "74 69 6d 65 6f 75 74 00  31 00",
    )

    /// atftp 0.8.0 with every option that it has.
    static let atftpRequest = hex(
        // RRQ
        "00 01",
        // boot/vmlinuz
        "62 6f 6f 74 2f 76 6d 6c 69 6e 75 7a 00",
        // octet
        "6f 63 74 65 74 00",
        // tsize 0
        "74 73 69 7a 65 00  30 00",
        // timeout 2
        "74 69 6d 65 6f 75 74 00  32 00",
        // blksize 1428
        "62 6c 6b 73 69 7a 65 00  31 34 32 38 00",
        // windowsize 16
        "77 69 6e 64 6f 77 73 69 7a 65 00  31 36 00",
    )

    /// tftp-hpa 5.2 in binary mode: no options.
    static let tftpHPARequest = hex(
        // RRQ
        "00 01",
        // boot/vmlinuz
        "62 6f 6f 74 2f 76 6d 6c 69 6e 75 7a 00",
        // octet
        "6f 63 74 65 74 00",
    )

    /// busybox 1.35.
    static let busyboxRequest = hex(
        // RRQ
        "00 01",
        // boot/vmlinuz
        "62 6f 6f 74 2f 76 6d 6c 69 6e 75 7a 00",
        // octet
        "6f 63 74 65 74 00",
        // blksize 1468
        "62 6c 6b 73 69 7a 65 00  31 34 36 38 00",
        // tsize 0
        "74 73 69 7a 65 00  30 00",
    )

    /// EDK2, when the OACK has told it the size.
    static let edk2Abort = hex(
        // ERROR
        "00 05",
        // code 8
        "00 08",
        // User aborted the transfer
        "55 73 65 72 20 61 62 6f 72 74 65 64 20 74 68 65 20 74 72 61 6e 73 66 65 72 00",
    )

    /// Any client, for block 1.
    static let acknowledgement = hex(
        // ACK
        "00 04",
        // block 1
        "00 01",
    )

    static let requests = [
        edk2SizeRequest, edk2Request, ipxeRequest, pxelinuxRequest, grubRequest, curlRequest, atftpRequest,
        tftpHPARequest, busyboxRequest,
    ]
}
