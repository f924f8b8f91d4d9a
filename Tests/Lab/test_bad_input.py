"""Whatever comes in, each process goes on, says what is wrong, and serves the next one who asks well."""

import contextlib
import signal
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab import tftp, varlink, web
from lab.chance import mutated, seeded
from lab.dhcp import DISCOVER, INFORM, RELEASE, REQUEST, Client, mac, message
from lab.namespace import Lab, Namespace
from lab.server import ADDRESS, WORKERS, Server

CLIENT = "10.75.255.252"
FILE = bytes(range(256)) * 100
SECRET = b"nobody must read this"

GET_INFO = "org.varlink.service.GetInfo"
INVALID_PARAMETER = "org.varlink.service.InvalidParameter"
METHOD_NOT_FOUND = "org.varlink.service.MethodNotFound"
INTERFACE_NOT_FOUND = "org.varlink.service.InterfaceNotFound"


@pytest.fixture
def server(namespace: Lab) -> Iterator[Server]:
    """bootd, whose processes must be the same at the end. Beside the file that it serves lies one that it must not."""
    with Server(namespace, environment={"BOOTD_LOG": "debug"}) as server:
        for folder in (server.tftp, server.assets):
            (folder / "loader").write_bytes(FILE)
            (folder.parent / "secret").write_bytes(SECRET)
        processes = {name: server.pid(name) for name in ["bootd", *WORKERS]}
        yield server
        assert {name: server.pid(name) for name in processes} == processes, server.log[-4000:]


@pytest.fixture
def client(namespace: Lab) -> Namespace:
    """A computer that has an address already."""
    return namespace.client(address=f"{CLIENT}/16")


# The configuration

BROKEN = """\
networks:
  cloud:
    subnet: 10.75.0.0/16
    range: 10.99.0.2 - 10.99.0.9
    gatway: 10.75.0.1
hosts:
  one: {mac: 52:54:00:00:00:01, address: 10.75.0.11}
  two: {mac: 52:54:00:00:00:01, address: 10.75.300.1}
"""
# Where in BROKEN a problem is, and a word that it is told with.
PROBLEMS = [(4, 12, "range"), (5, 5, "gatway"), (8, 14, "52:54:00:00:00:01"), (8, 42, "10.75.300.1")]
DROP_IN = "profiles: {node: {kernel: /assets/vmlinuz, kernl: 1}}\n"


def expected_problems(server: Server) -> list[tuple[str, str]]:
    problems = [(f"{server.configuration}:{line}:{column}: ", word) for line, column, word in PROBLEMS]
    return problems + [(f"{server.configuration.parent}/conf.d/broken.yaml:1:44: ", "kernl")]


def break_configuration(server: Server) -> None:
    server.configure(BROKEN)
    (server.configuration.parent / "conf.d/broken.yaml").write_text(DROP_IN, "utf-8")


def assert_told(problems: list[tuple[str, str]], lines: list[str]) -> None:
    for place, word in problems:
        assert any(place in line and word in line.partition(place)[2] for line in lines), (place, word, lines)


def refused_start(server: Server, *arguments: object) -> list[str]:
    """Return what the server says as it refuses to start."""
    before = len(server.log)
    assert server.run("bootd", *server.arguments, *arguments).wait(20) == 1
    return server.log[before:].splitlines()


@pytest.mark.parametrize("argument", [[], ["--check"]], ids=["start", "check"])
def test_an_invalid_configuration_is_refused_at_the_start(namespace: Lab, argument: list[str]) -> None:
    with Server(namespace, standalone=False) as server:
        server.stop()
        break_configuration(server)
        said = refused_start(server, *argument)
        assert_told(expected_problems(server), said)
        assert len(said) == len(PROBLEMS) + 1


def aliases(levels: int) -> bytes:
    """Return metadata that a few aliases make ten times as large at each level."""
    lists = ["a0: &a0 [" + ", ".join(["x"] * 10) + "]"]
    lists += [f"a{level}: &a{level} [" + ", ".join([f"*a{level - 1}"] * 10) + "]" for level in range(1, levels)]
    return ("hosts:\n  n: {mac: 52:54:00:00:00:01, metadata: {" + ", ".join(lists) + "}}\n").encode()


@pytest.mark.parametrize(
    ("octets", "place"),
    [
        (b"networks: {cloud: [", ":2:1: "),
        (b"networks:\n\tcloud: 1\n", ":2:1: "),
        (b"\xff\xfe\x00\x01\x80", ":1:1: "),
        (b"networks: " + b"[" * 40 + b"]" * 40 + b"\n", ":1:42: lists and maps are nested deeper than 32 levels"),
        (aliases(9), ":2:346: the configuration has too many values"),
        (None, ":1:1: "),
    ],
    ids=["unfinished", "tab", "no text", "too deep", "aliases", "missing"],
)
def test_what_is_no_configuration_is_refused(namespace: Lab, octets: bytes | None, place: str) -> None:
    with Server(namespace, standalone=False) as server:
        server.stop()
        if octets is None:
            server.configuration.unlink()
        else:
            server.configuration.write_bytes(octets)
        assert any(f"{server.configuration}{place}" in line for line in refused_start(server))


def test_an_invalid_configuration_is_refused_at_a_reload_and_the_old_one_goes_on(server: Server, rack: Client) -> None:
    good = server.configuration.read_text("utf-8")
    break_configuration(server)
    refused = server.bootctl("reload", check=False)
    assert refused.returncode == 1
    assert_told(expected_problems(server), refused.stderr.splitlines())
    server.process.send_signal(signal.SIGHUP)
    server.wait_until(lambda: len(server.lines("configuration refused")) >= 2 * (len(PROBLEMS) + 1), "both are logged")
    assert_told(expected_problems(server), server.lines("configuration refused"))
    assert server.ask("info")["generation"] == 1
    assert [host["name"] for host in server.ask("hosts")["hosts"]] == ["node1"]
    assert rack.lease(mac(1)).startswith("10.75.")

    server.configure(good.replace("node1", "node2"))
    (server.configuration.parent / "conf.d/broken.yaml").unlink()
    server.bootctl("reload")
    assert server.ask("info")["generation"] == 2
    assert [host["name"] for host in server.ask("hosts")["hosts"]] == ["node2"]


# DHCP

PXE = {
    55: bytes([1, 3, 6, 12, 15, 43, 60, 66, 67, 97, 175]),
    57: struct.pack("!H", 1472),
    60: b"PXEClient:Arch:00007:UNDI:003016",
    93: b"\0\7",
    94: b"\1\3\x10",
    97: b"\0" + bytes(range(16)),
}
DISCOVERY = message(DISCOVER, mac(1), 7)


def header(at: int, octets: bytes) -> bytes:
    """Return a DISCOVER with these octets in its fixed part."""
    return DISCOVERY[:at] + octets + DISCOVERY[at + len(octets) :]


def options(octets: bytes) -> bytes:
    """Return a message with these octets for options."""
    return DISCOVERY[:240] + octets


BAD_DHCP = {
    "nothing": b"",
    "one octet": b"\1",
    "a header cut short": DISCOVERY[:235],
    "no cookie": DISCOVERY[:236],
    "another cookie": header(236, b"\x63\x82\x53\x64"),
    "a reply": header(0, b"\2"),
    "no operation": header(0, b"\xff"),
    "an address of no octets": header(2, b"\0"),
    "an address of 255 octets": header(2, b"\xff"),
    "another kind of hardware": header(1, b"\xff"),
    "no machine": header(28, bytes(6)),
    "everybody": header(28, b"\xff" * 6),
    "no options": options(b""),
    "no type": options(b"\xff"),
    "a type of no octets": options(b"\x35\0\xff"),
    "a type of two octets": options(b"\x35\2\1\1\xff"),
    "type 0": options(b"\x35\1\0\xff"),
    "type 255": options(b"\x35\1\xff\xff"),
    "an option longer than the packet": options(b"\x35\1\1\x0c\xff\x41"),
    "a code without a length": options(b"\x35\1\1\x0c"),
    "options without an end": options(b"\x35\1\1" + b"\x0c\1a" * 20 + b"\x3d\x80"),
    "a relay that is us": header(24, socket.inet_aton(ADDRESS)),
    "a relay that is everybody": header(24, b"\xff" * 4),
    "a relay where we serve nothing": header(24, socket.inet_aton("192.0.2.1")),
    "option 82 that lies": options(b"\x35\1\3\x52\4\1\xff\2\3\xff"),
    "a request for nothing": options(b"\x35\1\3\xff"),
    "a request for everybody": options(b"\x35\1\3\x32\4\xff\xff\xff\xff\xff"),
    "a decline of nothing": options(b"\x35\1\4\xff"),
    "a release of nothing": options(b"\x35\1\7\xff"),
}


def test_dhcp_that_is_short_or_lies_is_not_answered(server: Server, client: Namespace, rack: Client) -> None:
    with client.socket() as sender:
        sender.bind((CLIENT, 68))
        for octets in BAD_DHCP.values():
            sender.sendto(octets, (ADDRESS, 67))
        # What was sent before it has been dealt with when this is answered.
        rack.lease(mac(2))
        sender.settimeout(0.5)
        with pytest.raises(TimeoutError):
            sender.recv(2048)
    assert [lease["hardware"] for lease in server.ask("leases")["leases"]] == [mac(2)]


def test_random_dhcp_stops_nothing(server: Server, client: Namespace, rack: Client) -> None:
    chance = seeded()
    relayed = {"relay": CLIENT}
    seeds = [
        message(DISCOVER, mac(1), 1, {**PXE, 77: b"\4iPXE", 175: b"\xb1\5\1\x80\x86\x10\0\x13\1\1"}),
        message(DISCOVER, mac(1), 2, {**PXE, 82: b"\1\4eth0\2\6\0\1\2\3\4\5"}, **relayed),
        message(DISCOVER, mac(1), 3, {**PXE, 52: b"\3"}, **relayed),
        message(REQUEST, mac(1), 4, {**PXE, 50: b"\x0a\x4b\1\1", 54: socket.inet_aton(ADDRESS)}, **relayed),
        message(REQUEST, mac(1), 5, {12: b"name", 61: b"\1" + bytes(6)}, client=CLIENT),
        message(INFORM, mac(1), 6, PXE, client=CLIENT),
        message(RELEASE, mac(1), 7, {54: socket.inet_aton(ADDRESS)}, client=CLIENT),
    ]
    with client.socket() as sender:
        sender.bind((CLIENT, 67))
        for number in range(8000):
            sender.sendto(mutated(chance, seeds), (ADDRESS, 4011 if number % 8 == 0 else 67))
            if number % 500 == 0:
                # A good client among them, also so that no buffer overflows.
                rack.lease(mac(100 + number))
        sender.sendto(bytes(65000), (ADDRESS, 67))
    rack.lease(mac(2))
    assert len(server.lines("what came is no DHCP")) > 500


# TFTP

READ = struct.pack("!H", 1)
BAD_TFTP = {
    "nothing": b"",
    "one octet": b"\0",
    "no name": READ,
    "a name without an end": READ + b"loader",
    "a name that goes on after a NUL": READ + b"../secret\0loader\0octet\0",
    "a name that begins with a NUL": READ + b"\0../secret\0octet\0",
    "no mode": READ + b"loader\0",
    "a mode without an end": READ + b"loader\0octet",
    "an option without a value": READ + b"loader\0octet\0blksize\0",
    "operation 0": b"\0\0loader\0octet\0",
    "operation 255": b"\0\xffloader\0octet\0",
    "data out of the blue": b"\0\3\0\1" + bytes(512),
    "an acknowledgement out of the blue": b"\0\4\0\1",
}


def test_tftp_that_is_short_or_lies_gets_no_file(server: Server, client: Namespace) -> None:
    for octets in BAD_TFTP.values():
        with client.socket() as sender:
            sender.bind((CLIENT, 0))
            sender.sendto(octets, (ADDRESS, 69))
            sender.settimeout(0.1)
            with contextlib.suppress(TimeoutError):
                assert sender.recv(2048)[:2] == b"\0\5"
    assert tftp.read(client, "loader") == FILE


def test_random_tftp_stops_nothing(server: Server, client: Namespace) -> None:
    chance = seeded()
    seeds = [
        READ + b"loader\0octet\0",
        READ + b"loader\0octet\0tsize\0" + b"0\0blksize\0" + b"1468\0timeout\0" + b"3\0windowsize\0" + b"8\0",
        READ + b"loader\0netascii\0blksize\0" + b"99999999999999999999\0",
        b"\0\2upload\0octet\0",
        b"\0\4\0\1",
        b"\0\5\0\0what\0",
    ]
    with tftp.Transfer(client, b"loader") as transfer:
        received = transfer.block()
        for _ in range(200):
            # As if from many, for one who is being served is not heard again.
            with client.socket() as sender:
                for _ in range(5):
                    sender.sendto(mutated(chance, seeds), (ADDRESS, 69))
                    # The running transfer does not know the sender.
                    sender.sendto(mutated(chance, seeds), transfer.peer)
            if chance.random() < 0.1:
                received += transfer.block()
        assert received + transfer.rest() == FILE
    assert tftp.read(client, "loader") == FILE
    assert len(server.lines("what came is no TFTP")) > 100


# Paths


def lay_traps(folder: Path) -> None:
    """Put links into a served folder that lead out of it."""
    (folder / "inside").mkdir()
    (folder / "absolute").symlink_to(folder.parent / "secret")
    (folder / "relative").symlink_to("../secret")
    (folder / "inside/up").symlink_to("../../secret")
    (folder / "parent").symlink_to("..")
    (folder / "anywhere").symlink_to("/")
    (folder / "magic").symlink_to("/proc/self/root")


# %s stands for the absolute path of the folder that holds the secret.
ESCAPES = [
    b"../secret",
    b"/../secret",
    b"inside/../../secret",
    b"inside/../../../../../../../../../../../../../../../../%s/secret",
    b"%s/secret",
    b"//%s/secret",
    b"..\\secret",
    b"\\..\\secret",
    b"%%2e%%2e/secret",
    b"..%%2fsecret",
    b"%%2e%%2e%%2fsecret",
    b"%%252e%%252e/secret",
    b"%%c0%%ae%%c0%%ae/secret",
    b"..%%00/secret",
    b"../secret%%00loader",
    b"..;/secret",
    b"./.././secret",
    b"absolute",
    b"relative",
    b"inside/up",
    b"parent/secret",
    b"anywhere%s/secret",
    b"magic%s/secret",
    b"magic/etc/passwd",
]


def escapes(folder: Path) -> Iterator[bytes]:
    for escape in ESCAPES:
        yield escape.replace(b"%s", str(folder.parent).encode()).replace(b"%%", b"%")


def test_no_tftp_path_leaves_the_root(server: Server, client: Namespace) -> None:
    lay_traps(server.tftp)
    for name in escapes(server.tftp):
        with pytest.raises(tftp.Refused):
            raise AssertionError(f"{name!r} gave {tftp.read(client, name)[:80]!r}")
    assert tftp.read(client, "loader") == FILE


def test_no_http_path_leaves_the_root(server: Server, client: Namespace) -> None:
    lay_traps(server.assets)
    targets = [b"/assets/" + escape for escape in escapes(server.assets)]
    targets += [b"/../secret", b"/%2e%2e/secret", b"/assets/../secret\0", b"/assets/loader\0", b"/assets/loader%00"]
    targets += [b"/assets/anywhere/etc/passwd", b"http://boot/assets/../secret", b"../secret", b"*"]
    for target in targets:
        status, body = web.get(client, target)
        assert 400 <= status < 500, (target, status, body[:80])
        assert SECRET not in body and b"root:" not in body, target
    # A link upwards leads to the root, not beyond it; and this is the home page by another name.
    assert b"secret" not in web.get(client, b"/assets/parent/")[1]
    assert web.get(client, b"/assets/..") == web.get(client, b"/")
    assert web.get(client, b"/assets/loader") == (200, FILE)


# The control sockets


@pytest.fixture(params=["control", "worker"])
def path(request: pytest.FixtureRequest, server: Server) -> Path:
    """Each of the two sockets in turn."""
    return server.runtime / f"{request.param}.socket"


BAD_FRAMES = {
    "nothing": b"\0",
    "no JSON": b"hello\0",
    "JSON without an end": b'{"method":"org.varlink.service.GetInfo"\0',
    "two values": b'{"method":"a.b"}{"method":"a.b"}\0',
    "single quotes": b"{'method':'a.b'}\0",
    "a name twice": b'{"method":"a.b","method":"a.b"}\0',
    "no number": b'{"method":"a.b","parameters":{"x":NaN}}\0',
    "too large a number": b'{"method":"a.b","parameters":{"x":99999999999999999999}}\0',
    "no text": b'{"method":"\xff\xfe"}\0',
    "no object": b'["method"]\0',
    "no method": b"{}\0",
    "a method that is none": b'{"method":7}\0',
    "parameters that are none": b'{"method":"a.b","parameters":[]}\0',
    "too deep": b'{"method":"a.b","parameters":{"x":' + b"[" * 200 + b"]" * 200 + b"}}\0",
    "far too deep": b'{"method":"a.b","parameters":{"x":' + b"[" * 500_000 + b"\0",
    "too large": b"x" * ((1 << 20) + 1),
    "far too large": b"x" * (8 << 20),
}


def test_what_is_no_call_is_refused_and_ends_the_connection(server: Server, path: Path) -> None:
    for name, octets in BAD_FRAMES.items():
        with varlink.Connection(path) as connection:
            connection.send(octets)
            refusal = connection.receive()
            assert refusal is not None and refusal["error"] == INVALID_PARAMETER, name
            assert connection.receive() is None, name
    assert server.ask("info")["generation"] == 1


UNKNOWN = [
    ("control", "io.bootd.Control.Explode", METHOD_NOT_FOUND),
    ("control", "io.bootd.Worker.AnswerDHCP", INTERFACE_NOT_FOUND),
    ("control", "com.example.Other.Method", INTERFACE_NOT_FOUND),
    ("control", "Method", INTERFACE_NOT_FOUND),
    ("control", "", INTERFACE_NOT_FOUND),
    ("worker", "io.bootd.Worker.Explode", METHOD_NOT_FOUND),
    ("worker", "io.bootd.Control.Reload", INTERFACE_NOT_FOUND),
    ("worker", "io.bootd.Control.Leases", INTERFACE_NOT_FOUND),
]


def test_a_method_that_is_not_served_there_is_refused_by_name(server: Server) -> None:
    for socket_name, method, error in UNKNOWN:
        with varlink.Connection(server.runtime / f"{socket_name}.socket") as connection:
            assert connection.call(method)["error"] == error, method
            # The connection is as good as before.
            assert connection.call(GET_INFO)["parameters"]["product"] == "bootd"


WRONG_PARAMETERS = [
    ("control", "io.bootd.Control.Leases", {"network": 5}, {}, INVALID_PARAMETER),
    ("control", "io.bootd.Control.Leases", {"network": "nowhere"}, {}, "io.bootd.Control.NotFound"),
    ("control", "io.bootd.Control.Trail", {"machine": "nobody"}, {}, "io.bootd.Control.NotFound"),
    ("worker", "io.bootd.Worker.Attach", {}, {"more": True}, INVALID_PARAMETER),
    ("worker", "io.bootd.Worker.Attach", {}, {}, "org.varlink.service.ExpectedMore"),
    ("worker", "io.bootd.Worker.AnswerDHCP", {"query": {"message": "discover"}}, {}, INVALID_PARAMETER),
    ("worker", "io.bootd.Worker.ResolveFile", {"nameHex": "zz"}, {}, INVALID_PARAMETER),
    ("worker", "io.bootd.Worker.Render", {"document": "novel"}, {}, INVALID_PARAMETER),
]


def test_wrong_parameters_are_refused(server: Server) -> None:
    for socket_name, method, parameters, flags, error in WRONG_PARAMETERS:
        with varlink.Connection(server.runtime / f"{socket_name}.socket") as connection:
            assert connection.call(method, parameters, **flags)["error"] == error, (method, parameters)
            assert connection.call(GET_INFO)["parameters"]["product"] == "bootd"


def test_half_a_call_and_two_hundred_connections_keep_nobody_waiting(server: Server, path: Path, rack: Client) -> None:
    connections = [varlink.Connection(path) for _ in range(200)]
    for connection in connections[::2]:
        connection.send(b'{"method":"org.varlink.')
    for connection in connections[1::2]:
        assert connection.call(GET_INFO)["parameters"]["product"] == "bootd"
    assert server.ask("info")["generation"] == 1
    rack.lease(mac(1))
    for connection in connections[::2]:
        connection.send(b'service.GetInfo"}\0')
        assert connection.receive()["parameters"]["product"] == "bootd"
    for connection in connections:
        connection.close()


def test_too_many_connections_are_turned_away_until_others_end(server: Server, path: Path, rack: Client) -> None:
    if path.stem == "worker":
        # The workers have theirs already. On the other socket nobody can be in their way.
        rack.lease(mac(0))
    connections = [varlink.Connection(path) for _ in range(600)]
    answers = [connection.call(GET_INFO) for connection in connections]
    served = sum(answer is not None for answer in answers)
    assert 400 < served <= 512
    rack.lease(mac(1))
    for connection in connections:
        connection.close()
    server.wait_until(lambda: server.bootctl("info", check=False).returncode == 0, "it is served again")
    assert server.lines("too many connections")


def test_random_frames_stop_nothing(server: Server, path: Path, rack: Client) -> None:
    chance = seeded()
    where = {"client": CLIENT, "local": ADDRESS}
    calls = [
        ("org.varlink.service.GetInterfaceDescription", {"interface": "io.bootd.Worker"}),
        ("io.bootd.Control.Trail", {"machine": mac(1), "follow": True}),
        ("io.bootd.Control.Leases", {"network": "cloud"}),
        ("io.bootd.Worker.ResolveFile", {"nameHex": "6c6f61646572", "interface": "br0", **where}),
        ("io.bootd.Worker.Render", {"document": "ignition", "query": "mac=52-54-00-00-00-01", **where}),
        ("io.bootd.Worker.Report", {"transfers": [], "interfaces": None}),
    ]
    seeds = [varlink.frame(method, parameters, more=more) for method, parameters in calls for more in (False, True)]
    for _ in range(400):
        with varlink.Connection(path) as connection:
            connection.send(b"".join(mutated(chance, seeds) for _ in range(4)))
    assert server.roles() == {"dhcp", "tftp", "http"}
    rack.lease(mac(1))
