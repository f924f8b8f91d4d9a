"""An IPv6 router that has nothing to say.

iPXE asks for an IPv6 router whenever it asks for an IPv4 address, and waits for both: 13 to 16 seconds if nobody
answers, and twice in a boot. On the lab's bridge somebody answers: no router, no prefix, no DHCPv6 (RFC 4861
section 4.2).

Usage: router.py INTERFACE
"""

import ctypes
import os
import signal
import socket
import struct
import sys

PR_SET_PDEATHSIG = 1
ICMP6_FILTER = 1
ROUTER_SOLICITATION = 133
ROUTER_ADVERTISEMENT = 134


def end_with_creator() -> None:
    """Its holder ends what is in the namespace when the creator dies; whoever comes in later must see to itself."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1:
        sys.exit()


def main(interface: str) -> None:
    end_with_creator()
    index = socket.if_nametoindex(interface)
    icmp = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    # The filter names the types to drop, a bit each.
    passed = 0xFFFFFFFF ^ (1 << ROUTER_SOLICITATION % 32)
    words = [0xFFFFFFFF] * 8
    words[ROUTER_SOLICITATION // 32] = passed
    icmp.setsockopt(socket.IPPROTO_ICMPV6, ICMP6_FILTER, struct.pack("8I", *words))
    icmp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
    icmp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
    group = socket.inet_pton(socket.AF_INET6, "ff02::2") + struct.pack("@I", index)
    icmp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group)
    # type, code, check (the kernel's), hop limit, flags, lifetime, reachable time, retransmission time
    advertisement = struct.pack("!BBHBBHII", ROUTER_ADVERTISEMENT, 0, 0, 64, 0, 0, 0, 0)
    while True:
        icmp.recv(2048)
        try:
            icmp.sendto(advertisement, ("ff02::1", 0, 0, index))
        except OSError as error:
            # Until our link-local address is confirmed there is none to send from; the question comes again.
            print(f"router: {error}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
