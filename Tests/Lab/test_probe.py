"""What the DHCP worker looks at by itself: who uses an address, who else serves DHCP, and who else has its port."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from lab import dhcp
from lab.namespace import Lab, Namespace
from lab.worker import Worker

RELAY = "10.75.255.254"
FREE, TAKEN, PROMPT = "10.75.0.50", "10.75.0.60", "10.75.0.70"
MILLISECONDS = 400

ETH_P_ARP = 0x0806
PROBE = bytes.fromhex("0001080006040001")


def offer(address: str) -> dict:
    options = bytes([53, 1, dhcp.OFFER, 54, 4]) + socket.inet_aton(dhcp.SERVER)
    return {"reply": {"message": "offer", "address": address, "optionsHex": options.hex()}}


def checking(address: str) -> Callable[[dict], dict]:
    """Return a supervisor that has an address checked, and offers it, in use or not; PROMPT to machine 9 at once."""

    def answer(query: dict) -> dict:
        if query["hardware"] == dhcp.mac(9):
            return offer(PROMPT)
        if "probed" in query:
            return offer(query["probed"]["address"])
        kind = "icmp" if "relay" in query else "arp"
        return {"probe": {"kind": kind, "address": address, "milliseconds": MILLISECONDS}}

    return answer


def silence(query: dict) -> dict:
    return {}


class Machine(dhcp.Client):
    """A machine on the link without an address of its own."""

    def __init__(self, namespace: Namespace) -> None:
        super().__init__(namespace, "0.0.0.0", port=68, relay=False)

    def ask(self, transaction: int, number: int = 1) -> None:
        self.send_octets(dhcp.message(dhcp.DISCOVER, dhcp.mac(number), transaction, broadcast=True))


@pytest.fixture
def machine(namespace: Lab) -> Iterator[Machine]:
    with Machine(namespace.client(address="10.75.3.1/16")) as machine:
        yield machine


@contextmanager
def arp_seen(namespace: Namespace) -> Iterator[list[bytes]]:
    """The ARP packets that reach eth0 of a namespace while `with` lasts; the list is filled at its end."""
    seen: list[bytes] = []
    with namespace.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ARP)) as tap:
        yield seen
        tap.settimeout(0.3)
        try:
            while True:
                seen.append(tap.recv(64)[:28])
        except TimeoutError:
            return


def probes(packets: list[bytes], address: str) -> list[bytes]:
    """Return the packets that ask for an address in nobody's name (RFC 5227)."""
    return [
        packet
        for packet in packets
        if packet.startswith(PROBE) and packet[14:18] == bytes(4) and packet[24:28] == socket.inet_aton(address)
    ]


def test_a_free_address_is_asked_for_twice_and_offered(namespace: Lab, machine: Machine) -> None:
    witness = namespace.client(address="10.75.3.2/16")
    with Worker(namespace, checking(FREE)) as worker, arp_seen(witness) as seen:
        began = time.monotonic()
        machine.ask(1)
        reply = machine.wait(1)
        assert reply is not None, worker.log
        assert (reply.kind, reply.address) == (dhcp.OFFER, FREE)
        assert reply.arrived - began >= MILLISECONDS / 1000
        assert [query.get("probed") for query in worker.questions] == [None, {"address": FREE, "inUse": False}]
        assert worker.questions[1] | {"probed": None} == worker.questions[0] | {"probed": None}
    assert len(probes(seen, FREE)) == 2
    # Nobody is told that the server has the address.
    assert not [packet for packet in seen if packet[14:18] == socket.inet_aton(FREE)]


def test_whoever_has_the_address_is_heard(namespace: Lab, machine: Machine) -> None:
    namespace.client(address=f"{TAKEN}/16")
    with Worker(namespace, checking(TAKEN)) as worker:
        machine.ask(1)
        assert machine.wait(1) is not None, worker.log
        assert worker.questions[1]["probed"] == {"address": TAKEN, "inUse": True}


def test_nobody_else_waits(namespace: Lab, machine: Machine) -> None:
    with Worker(namespace, checking(FREE)) as worker:
        machine.ask(1)
        worker.wait_until(lambda: worker.questions, "the first is asked about")
        machine.ask(2, number=9)
        prompt, checked = machine.wait(2), machine.wait(1)
        assert prompt is not None and checked is not None, worker.log
        assert (prompt.address, checked.address) == (PROMPT, FREE)
        assert prompt.arrived < checked.arrived
        assert [query["hardware"] for query in worker.questions] == [dhcp.mac(1), dhcp.mac(9), dhcp.mac(1)]


def test_who_asks_again_is_answered_once_and_last(namespace: Lab, machine: Machine) -> None:
    witness = namespace.client(address="10.75.3.2/16")
    with Worker(namespace, checking(FREE)) as worker, arp_seen(witness) as seen:
        machine.ask(1)
        worker.wait_until(lambda: worker.questions, "the first is asked about")
        time.sleep(0.05)
        machine.ask(2)
        reply = machine.wait(2)
        assert reply is not None, worker.log
        assert reply.address == FREE
        assert [query.get("probed") for query in worker.questions] == [None, {"address": FREE, "inUse": False}]
        assert machine.wait(1, timeout=0.2) is None
    assert len(probes(seen, FREE)) == 2


@pytest.mark.parametrize(("address", "in_use"), [(FREE, False), (TAKEN, True)])
def test_behind_a_relay_the_address_itself_is_asked(namespace: Lab, address: str, in_use: bool) -> None:
    namespace.client(address=f"{TAKEN}/16")
    relay = namespace.client(address=f"{RELAY}/16")
    with dhcp.Client(relay, RELAY) as rack, Worker(namespace, checking(address)) as worker:
        assert rack.discover(dhcp.mac(1)).address == address
        assert worker.questions[1]["probed"] == {"address": address, "inUse": in_use}


def packet_sockets(namespace: Namespace, protocol: int) -> int:
    """Return how many packet sockets a namespace has for a protocol: proc(5)."""
    lines = namespace.run("cat", "/proc/net/packet").stdout.splitlines()[1:]
    return sum(int(line.split()[3], 16) == protocol for line in lines)


def test_arp_is_listened_to_only_when_it_is_needed(namespace: Lab, machine: Machine) -> None:
    def listeners() -> int:
        return packet_sockets(namespace, ETH_P_ARP)

    with Worker(namespace, checking(FREE)) as worker:
        assert listeners() == 0
        machine.ask(1)
        worker.wait_until(listeners, "it listens")
        assert machine.wait(1) is not None, worker.log
        worker.wait_until(lambda: not listeners(), "it listens no more")


def test_without_packet_sockets_addresses_are_offered_as_they_are(namespace: Lab, machine: Machine) -> None:
    confined = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all", "--no-new-privs"]
    with Worker(namespace, checking(FREE), prefix=confined) as worker:
        machine.ask(1)
        assert machine.wait(1) is not None, worker.log
        assert worker.questions[1]["probed"] == {"address": FREE, "inUse": False}
        assert "an address is given without a look at who uses it" in worker.log


def test_the_one_capability_of_its_unit_suffices(namespace: Lab, machine: Machine) -> None:
    namespace.client(address=f"{TAKEN}/16")
    sets = [f"--{name}=-all,+net_raw" for name in ("bounding-set", "inh-caps", "ambient-caps")]
    confined = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", *sets]
    with Worker(namespace, checking(TAKEN), prefix=confined) as worker:
        machine.ask(1)
        assert machine.wait(1) is not None, worker.log
        assert worker.questions[1]["probed"]["inUse"]
        assert worker.of("Attach")[0]["otherSockets"] == []


def test_another_server_on_the_link_is_told_once(namespace: Lab) -> None:
    other = namespace.client(address="10.75.0.9/16")
    with Worker(namespace, silence) as worker, other.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        server.bind(("0.0.0.0", 67))

        def say(kind: int, name: str, address: str) -> None:
            server.sendto(dhcp.answer(kind, name, dhcp.mac(1), 1, address), ("10.75.255.255", 68))

        say(dhcp.NAK, "10.75.0.9", "10.75.0.80")
        say(dhcp.OFFER, dhcp.SERVER, "10.75.0.81")
        for last in (82, 83):
            say(dhcp.OFFER, "10.75.0.9", f"10.75.0.{last}")
        say(dhcp.ACK, "10.75.0.10", "10.75.0.84")
        worker.wait_until(lambda: len(worker.reported("otherServers")) == 2, "both are told")
        seen = [server for servers in worker.reported("otherServers") for server in servers]
        assert seen == [
            {"server": "10.75.0.9", "interface": "br0", "address": "10.75.0.82"},
            {"server": "10.75.0.10", "interface": "br0", "address": "10.75.0.84"},
        ]


def test_another_program_on_the_port_is_told_when_it_comes_and_goes(namespace: Lab) -> None:
    def program(address: str, device: str | None = None) -> socket.socket:
        other = namespace.socket()
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if device:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode() + b"\0")
        other.bind((address, 67))
        return other

    def change(address: str) -> None:
        """Make it look again, for an interface has another address."""
        namespace.ip(f"address add {address}/24 dev br0")

    with program("0.0.0.0", "br0"), Worker(namespace, silence) as worker:
        assert worker.of("Attach")[0]["otherSockets"] == [{"port": 67, "address": "0.0.0.0", "interface": "br0"}]
        with program("127.0.0.1"), program("10.75.0.1"):
            change("192.0.2.1")
            told = worker.wait_until(lambda: worker.reported("otherSockets"), "the change is told")
            assert told[-1] == [
                {"port": 67, "address": "0.0.0.0", "interface": "br0"},
                {"port": 67, "address": "10.75.0.1"},
            ]
        change("192.0.2.2")
        worker.wait_until(lambda: len(worker.reported("otherSockets")) == 2, "the end is told")
        assert worker.reported("otherSockets")[-1] == [{"port": 67, "address": "0.0.0.0", "interface": "br0"}]


def test_it_does_not_take_itself_for_another(namespace: Lab) -> None:
    with Worker(namespace, silence) as worker:
        assert worker.of("Attach")[0]["otherSockets"] == []


def test_a_client_from_before_dhcp_and_one_in_a_hurry_are_known(namespace: Lab, machine: Machine) -> None:
    with Worker(namespace, silence) as worker:
        bootp = bytearray(dhcp.message(dhcp.DISCOVER, dhcp.mac(1), 1, broadcast=True))
        del bootp[240:243]
        machine.send_octets(bytes(bootp))
        subnet = socket.inet_aton("10.75.4.0")
        machine.send_octets(dhcp.message(dhcp.DISCOVER, dhcp.mac(2), 2, {80: b"", 118: subnet}))
        worker.wait_until(lambda: len(worker.questions) == 2, "both are asked about")
        first, second = sorted(worker.questions, key=lambda query: query["hardware"])
        assert (first["message"], first.get("rapidCommit"), first.get("subnet")) == ("bootp", None, None)
        assert (second["message"], second["rapidCommit"], second["subnet"]) == ("discover", True, "10.75.4.0")
