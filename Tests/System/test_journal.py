"""What bootd's processes write to the journal: true, complete, and nothing that a client could forge or that is secret."""

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

import pytest
from lab import dhcp, tftp, web
from lab.namespace import Lab, Namespace
from system import build
from system.journal import entries, explanations, export
from system.server import ADDRESS, CONFIGURATION, MAC, SERVICES, Server, lease, wait_for
from system.units import drop_in

HOSTILE = "x\nPRIORITY=0\nBOOTD_FORGED=1\nMESSAGE=owned\r\x1b[31mred\x07\u2028\u202eend"
HOST_NAME, VENDOR_CLASS, REQUESTED, SERVER = 12, 60, 50, 54
CALL = re.compile(r"\blog\b|\.(event|debug|notice|warning|error|critical)\(")
RELAY = "10.75.200.1"

HOSTS = f"""\
profiles:
  node: {{kernel: /assets/vmlinuz, args: [password=canary-argument], ignition: node.ign}}
  broken: {{kernel: /assets/vmlinuz, ignition: broken.ign}}
hosts:
  node1: {{mac: "{MAC}", profile: node, metadata: {{password: canary-metadata}}}}
  node2: {{mac: 52:54:00:00:00:02, profile: broken, metadata: {{password: canary-metadata}}}}
"""
IGNITION = '{"ignition": {"version": "3.3.0"}, "key": "canary-ignition {{.password}} {{.request.query.token}}"}'


@pytest.fixture
def talkative(network: Lab) -> Iterator[Server]:
    """A system that logs everything."""
    with Server() as server:
        server.connect(network)
        for service in SERVICES:
            drop_in(server, service, "[Service]\nEnvironment=BOOTD_LOG=debug\n")
        server.configure(CONFIGURATION + HOSTS)
        server.path("/var/lib/bootd/ignition/node.ign").write_text(IGNITION, "utf-8")
        server.path("/var/lib/bootd/ignition/broken.ign").write_text(IGNITION + "canary-rest", "utf-8")
        server.path("/var/lib/bootd/assets/vmlinuz").write_text("canary-asset", "utf-8")
        server.enable()
        yield server


def test_journal_tells_the_story_of_the_machine(server: Server, client: Namespace) -> None:
    lease(client)
    entries = wait_for(lambda: server.journal(f"BOOTD_MACHINE={MAC}"), "an entry with the machine's name")
    assert {entry["_SYSTEMD_UNIT"] for entry in entries} <= {"bootd.service", "bootd-dhcp.service"}
    assert {entry["SYSLOG_IDENTIFIER"] for entry in entries} <= {"bootd", "bootd-dhcp"}


def send_hostile_strings(client: Namespace, network: Lab) -> None:
    name = HOSTILE.encode()
    with dhcp.Client(network.client(address=f"{RELAY}/16"), RELAY) as relay:
        options = {HOST_NAME: name + b"\0z", VENDOR_CLASS: b"PXEClient:" + name}
        offer = relay.wait(relay.send(dhcp.DISCOVER, dhcp.mac(1), options))
        assert offer
        options |= {REQUESTED: socket.inet_aton(offer.address), SERVER: offer.options[SERVER]}
        assert relay.wait(relay.send(dhcp.REQUEST, dhcp.mac(1), options))
    with suppress(tftp.Refused):
        tftp.read(client, name)
    text = quote(HOSTILE, safe="")
    for target in (f"/{text}", f"/assets/{text}?{text}", f"/ipxe?mac={MAC}&hostname={text}&serial={text}", f"/ignition?{text}"):
        web.get(client, target.encode())
    for target in (b"/\x1b[31m\x00PRIORITY=0", b"/assets/\xff\xfe\r\nX: \x1b[31m"):
        web.get(client, target)


def test_client_forges_no_field_no_line_and_no_colour(talkative: Server, network: Lab, client: Namespace) -> None:
    lease(client)
    send_hostile_strings(client, network)
    found = entries(export(talkative))
    by_us = [entry for entry in found if dict(entry)["SYSLOG_IDENTIFIER"].startswith(b"bootd")]
    assert any("PRIORITY=0" in value.decode("utf-8", "replace") for entry in by_us for _, value in entry), "nothing was noted"
    for entry in by_us:
        names = [name for name, _ in entry]
        assert len(names) == len(set(names)), entry
        assert "BOOTD_FORGED" not in names
        fields = dict(entry)
        assert fields["PRIORITY"] in b"34567", entry
        message = fields["MESSAGE"].decode()
        assert message.isprintable(), entry
    # Whatever else came, the entries of systemd and bootctl, is no client's.
    rest = [dict(entry)["MESSAGE"] for entry in found if entry not in by_us]
    assert not [message for message in rest if b"owned" in message or b"\x1b" in message]
    for verb in (["leases"], ["trail"], ["leases", "--json"], ["trail", "--json"], ["info"], ["hosts"]):
        said = talkative.run("bootctl", *verb).stdout
        # JSON keeps what is no control character; tables show nothing that moves or hides what stands beside it.
        dangerous = "[\x00-\x09\x0b-\x1f\x7f]" if "--json" in verb else "[\x00-\x09\x0b-\x1f\x7f\u2028\u202e]"
        assert not re.search(dangerous, said), verb
        assert not re.search("(?m)^(PRIORITY|BOOTD_FORGED|MESSAGE)=", said), verb


def test_nothing_secret_is_written_even_at_debug(talkative: Server, network: Lab, client: Namespace) -> None:
    lease(client)
    for target in (
        f"/ipxe?mac={MAC}&password=canary-query",
        f"/ignition?mac={MAC}&token=canary-query",
        "/assets/vmlinuz?canary-query",
    ):
        status, body = web.get(client, target.encode())
        assert (status, b"canary" in body) == (200, True)
    for target in ("/ignition?mac=52:54:00:00:00:02&token=canary-query", "/ignition?token=canary-query&mac=52:54:00:00:00:99"):
        assert web.get(client, target.encode())[0] == 404
    talkative.run("bootctl", "reload")
    talkative.run("bootctl", "hosts")
    exported = export(talkative)
    assert b"/ignition" in exported
    assert b"canary" not in exported


def test_entries_say_which_line_wrote_them(talkative: Server, network: Lab, client: Namespace) -> None:
    lease(client)
    send_hostile_strings(client, network)
    places = set()
    for entry in entries(export(talkative)):
        fields = dict(entry)
        if fields["SYSLOG_IDENTIFIER"].startswith(b"bootd"):
            assert "CODE_FILE" in fields, fields["MESSAGE"]
            places.add((fields["CODE_FILE"].decode(), int(fields["CODE_LINE"])))
    assert len(places) > 5
    for file, line in places:
        module, _, name = file.partition("/")
        (path,) = (build.REPOSITORY / "Sources" / module.replace("_", "-")).rglob(name)
        assert CALL.search(path.read_text("utf-8").splitlines()[line - 1]), f"{file}:{line}"


def cause_events(server: Server, network: Lab, client: Namespace) -> None:
    """Let as many kinds of events happen as one system can see."""
    got = lease(client)["ip"]
    for document in ("ipxe", "ignition"):
        assert web.get(client, f"/{document}?mac={MAC}&token=1".encode())[0] == 200
    with dhcp.Client(network.client(address=f"{RELAY}/16"), RELAY) as relay:
        identifier = {SERVER: socket.inet_aton(ADDRESS)}
        relay.send(dhcp.DECLINE, MAC, {REQUESTED: socket.inet_aton(got), **identifier})
        relay.send(dhcp.REQUEST, dhcp.mac(2), {REQUESTED: socket.inet_aton("10.75.0.2"), SERVER: socket.inet_aton("10.75.0.250")})
        assert relay.wait(relay.send(dhcp.REQUEST, dhcp.mac(3), {REQUESTED: socket.inet_aton("192.0.2.7")})).kind == dhcp.NAK
        server.configure(CONFIGURATION.replace("10.75.0.2 - 10.75.255.254", "10.75.0.2") + "http: {port: 81}\n")
        server.run("bootctl", "reload")
        for number in (4, 5):
            relay.wait(relay.send(dhcp.DISCOVER, dhcp.mac(number)), 1)
    with dhcp.Client(network.client(address="10.99.0.1/16"), "10.99.0.1", server="10.99.0.2") as stranger:
        server.run("ip", "address", "add", "10.99.0.2/16", "dev", "lan0")
        stranger.wait(stranger.send(dhcp.DISCOVER, dhcp.mac(6)), 1)
    with suppress(tftp.Refused):
        tftp.read(client, "missing")
    server.path("/var/lib/bootd/tftp/file").write_text("content", "ascii")
    tftp.read(client, "file")
    for target in (f"/ipxe?mac={MAC}", f"/ignition?mac={MAC}", "/ipxe", "/ignition?mac=52:54:00:00:00:99", "/assets/vmlinuz"):
        web.get(client, target.encode())
    server.configure("networks: 1\n")
    server.run("bootctl", "reload", check=False)
    server.run("systemctl", "restart", "bootd.service", check=False)


def test_explanations_lack_no_field(talkative: Server, network: Lab, client: Namespace) -> None:
    cause_events(talkative, network, client)
    wanted = explanations(talkative)
    seen = {}
    for entry in entries(export(talkative)):
        fields = dict(entry)
        if (identifier := fields.get("MESSAGE_ID", b"").decode()) in wanted:
            seen[identifier] = fields["MESSAGE"]
            assert wanted[identifier] <= set(fields), fields["MESSAGE"]
    assert len(seen) >= 13, f"only these events happened: {sorted(seen.values())}"
    explained = talkative.run("journalctl", "--catalog", "--no-pager", *[f"--unit={service}" for service in SERVICES]).stdout
    assert "Subject: A network has no address left" in explained
    assert not re.findall("@BOOTD_[A-Z]+@", explained)
