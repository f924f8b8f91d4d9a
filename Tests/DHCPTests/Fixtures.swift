/// A packet as a client of that kind sends it.
struct Fixture: Sendable, CustomStringConvertible {
    let description: String
    let octets: [UInt8]

    static let all = [
        intelDiscover, intelRequest, edk2PXEDiscover, edk2HTTPDiscover, ipxeDiscover, udhcpcDiscover, dhclientRenewal,
        relayedRequest, edk2BootServerRequest,
    ]

    /// Intel's Boot Agent: always 548 octets, broadcast, and ever the same options in the same order.
    static let intelDiscover = Fixture(
        description: "Intel ROM, DISCOVER",
        octets: hex(
            """
            01 01 06 00                 # op, htype, hlen, hops
            72a202e3 0004 8000          # xid (of the MAC), secs, flags
            00*16                       # ciaddr, yiaddr, siaddr, giaddr
            3c0771a202e3 00*10          # chaddr
            00*64 00*128                # sname, file
            63825363
            35 01 01                    # DISCOVER
            37 24 01 02 03 04 05 06 0b 0c 0d 0f 10 11 12 16 17 1c 28 29 2a 2b
               32 33 36 3a 3b 3c 42 43 80 81 82 83 84 85 86 87
            39 02 04ec                  # 1260
            61 11 00 30313233 3435 3637 38393a3b3c3d3e3f
            5d 02 0000                  # BIOS
            5e 03 010201                # UNDI 2.1
            3c 20 505845436c69656e743a417263683a30303030303a554e44493a303032303031
            ff 00*194
            """))

    /// klibc's ipconfig, which many initial RAM disks have: it leaves out the vendor area, and takes one of options.
    static let ipconfigBOOTP = Fixture(
        description: "ipconfig, BOOTP",
        octets: hex(
            """
            01 01 06 00
            aff47618 0000 0000
            00*16
            525400000005 00*10
            00*64 00*128                # and nothing behind them
            """))

    static let intelRequest = Fixture(
        description: "Intel ROM, REQUEST",
        octets: hex(
            """
            01 01 06 00
            72a202e3 0004 8000
            00*16
            3c0771a202e3 00*10
            00*64 00*128
            63825363
            35 01 03                    # REQUEST
            32 04 0a4b000b              # requested address 10.75.0.11
            36 04 0a4b0001              # server identifier 10.75.0.1
            37 24 01 02 03 04 05 06 0b 0c 0d 0f 10 11 12 16 17 1c 28 29 2a 2b
               32 33 36 3a 3b 3c 42 43 80 81 82 83 84 85 86 87
            39 02 04ec
            61 11 00 30313233 3435 3637 38393a3b3c3d3e3f
            5d 02 0000
            5e 03 010201
            3c 20 505845436c69656e743a417263683a30303030303a554e44493a303032303031
            ff 00*182
            """))

    /// EDK2's PXE client, as OVMF has it: 347 octets, nothing behind END.
    static let edk2PXEDiscover = Fixture(
        description: "EDK2 PXE, DISCOVER",
        octets: hex(
            """
            01 01 06 00
            a1b2c3d4 0000 8000
            00*16
            525400000001 00*10
            00*64 00*128
            63825363
            35 01 01
            39 02 05c0                  # 1472
            37 23 01 02 03 04 05 06 0c 0d 0f 11 12 16 17 1c 28 29 2a 2b
               32 33 36 3a 3b 3c 42 43 61 80 81 82 83 84 85 86 87
            61 11 00 78563412 3412 7856 9abcdef011223344
            5e 03 010300
            5d 02 0007                  # x64 UEFI
            3c 20 505845436c69656e743a417263683a30303030373a554e44493a303033303030
            ff
            """))

    /// EDK2's PXE client to a boot server, port 4011, after its menu.
    static let edk2BootServerRequest = Fixture(
        description: "EDK2 PXE, boot server REQUEST",
        octets: hex(
            """
            01 01 06 00
            872a89c5 0000 0000
            0a4b000b 00*12              # ciaddr
            525400000001 00*10
            00*64 00*128
            63825363
            2b 07 4704 8000 0000 ff     # boot item 0x8000, layer 0
            35 01 03
            37 23 01 02 03 04 05 06 0c 0d 0f 11 12 16 17 1c 28 29 2a 2b
               32 33 36 3a 3b 3c 42 43 61 80 81 82 83 84 85 86 87
            39 02 05c0
            3c 20 505845436c69656e743a417263683a30303030373a554e44493a303033303030
            5d 02 0007
            5e 03 010300
            61 11 00 9d87d57c f596 3558 9f9198345f168eef
            ff
            """))

    /// EDK2's HTTP Boot: one octet of its list is never written.
    static let edk2HTTPDiscover = Fixture(
        description: "EDK2 HTTP Boot, DISCOVER",
        octets: hex(
            """
            01 01 06 00
            0badcafe 0000 8000
            00*16
            525400000001 00*10
            00*64 00*128
            63825363
            35 01 01
            39 02 05c0
            37 1b 01 02 03 04 05 06 0c 0d 0f 11 12 16 17 1c 28 29 2a 2b 32 33 36 3a 3b 3c ea 42 43
            61 11 00 78563412 3412 7856 9abcdef011223344
            5e 03 010300
            5d 02 0010                  # x64 UEFI HTTP
            3c 21 48545450436c69656e743a417263683a30303031363a554e44493a303033303031
            ff
            """))

    static let ipxeDiscover = Fixture(
        description: "iPXE, DISCOVER",
        octets: hex(
            """
            01 01 06 00
            b9e1a17a 0004 0000
            00*16
            525400000001 00*10
            00*64 00*128
            63825363
            35 01 01
            39 02 05c0
            5d 02 0000
            5e 03 010201
            3c 20 505845436c69656e743a417263683a30303030303a554e44493a303032303031
            4d 04 69505845              # iPXE, without the length of RFC 3004
            37 17 01 03 06 07 0c 0f 11 1a 2b 3c 42 43 77 80 81 82 83 84 85 86 87 af cb
            af 2a b1 05 011af41000      # bus: PCI, virtio-net
            eb 03 011501                # iPXE 1.21.1
            17 01 01 15 01 01 13 01 01 11 01 01 12 01 01 19 01 01 10 01 02 18 01 01 23 01 01 21 01 01
            3d 07 01525400000001
            61 11 00 78563412 3412 7856 9abcdef011223344
            ff
            """))

    static let udhcpcDiscover = Fixture(
        description: "udhcpc, DISCOVER",
        octets: hex(
            """
            01 01 06 00
            3d1d0000 0000 0000
            00*16
            525400000001 00*10
            00*64 00*128
            63825363
            35 01 01
            3d 07 01525400000001
            39 02 0240                  # 576
            37 07 01 03 06 0c 0f 1c 2a
            3c 0c 756468637020312e33352e30
            ff 00*14
            """))

    static let dhclientRenewal = Fixture(
        description: "dhclient, REQUEST (renewing)",
        octets: hex(
            """
            01 01 06 00
            51c3a9e1 0000 0000
            0a4b000b 00*12              # ciaddr
            525400000001 00*10
            00*64 00*128
            63825363
            35 01 03
            0c 05 6e6f646531            # node1
            37 0d 01 1c 02 03 0f 06 77 0c 2c 2f 1a 79 2a
            ff 00*34
            """))

    static let relayedRequest = Fixture(
        description: "REQUEST through a relay, with option 82",
        octets: hex(
            """
            01 01 06 01
            01020304 0001 0000
            00*12 0a4c0001              # giaddr 10.76.0.1
            525400000001 00*10
            00*64 00*128
            63825363
            35 01 03
            32 04 0a4c000b
            36 04 0a4b0001
            3d 07 01525400000001
            52 1d                       # relay agent information
            01 08 65746830 2f302f31     # circuit-id eth0/0/1
            02 06 525400aabbcc          # remote-id
            05 04 0a4c0200              # link selection
            0b 03 0a4c01                # an override that is too short
            ff 00*1
            """))
}
