"""The lab tested without bootd: what its machines say, that they boot, and that nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lab import dhcp, reference, rom
from lab.machine import Machine
from lab.media import Media
from lab.namespace import Lab
from lab.record import Record

USER_CLASS, IPXE = 77, 175


def first_request(lab: Lab, machine: Machine) -> dict[int, bytes]:
    """Return the options of the first DHCP message that `machine` broadcasts; nobody answers it."""
    with machine, lab.socket() as server:
        server.bind(("255.255.255.255", 67))
        server.settimeout(60)
        message = server.recv(2048)
    options, rest = {}, message[240:]
    while rest[0] != 255:
        code, length = rest[0], rest[1] if rest[0] else -1
        options[code] = rest[2 : 2 + length]
        rest = rest[2 + length :]
    return options


def test_bios_rom_is_an_ordinary_pxe_client(namespace: Lab, media: Media) -> None:
    options = first_request(namespace, Machine(namespace, media, "bios"))
    assert options[60].startswith(b"PXEClient:Arch:00000:UNDI:")
    assert options[93] == b"\0\0"
    assert USER_CLASS not in options
    assert IPXE not in options
    assert IPXE not in options[55]


def test_rom_as_debian_ships_it_says_that_it_is_ipxe(namespace: Lab, media: Media) -> None:
    options = first_request(namespace, Machine(namespace, media, "bios", rom=rom.SOURCE))
    assert options[USER_CLASS] == b"iPXE"
    assert IPXE in options


@pytest.mark.parametrize(
    ("http_boot", "kind", "architecture"),
    [(False, b"PXEClient:Arch:00007:", 7), (True, b"HTTPClient:Arch:00016:", 16)],
    ids=["pxe", "http"],
)
def test_uefi_client(namespace: Lab, media: Media, http_boot: bool, kind: bytes, architecture: int) -> None:
    options = first_request(namespace, Machine(namespace, media, "uefi", http_boot=http_boot))
    assert options[60].startswith(kind)
    assert options[93] == bytes([0, architecture])
    assert USER_CLASS not in options
    assert IPXE not in options


def test_both_firmwares_boot_at_once_until_they_have_their_ignition(
    namespace: Lab, media: Media, tmp_path: Path
) -> None:
    documents = {"52:54:00:00:00:01": '{"for": "bios"}', "52:54:00:00:00:02": '{"for": "uefi"}'}
    reference.start(namespace, media, tmp_path, documents)
    bios_mac, uefi_mac = documents
    with (
        Machine(namespace, media, "bios", mac=bios_mac) as bios,
        Machine(namespace, media, "uefi", mac=uefi_mac) as uefi,
    ):
        assert bios.ignition().strip() == documents[bios_mac]
        assert uefi.ignition().strip() == documents[uefi_mac]
        bios.wait_off()
        uefi.wait_off()


def test_client_reaches_the_bridge(namespace: Lab) -> None:
    client = namespace.client(mac="52:54:00:00:00:09", address="10.75.0.9/16")
    with namespace.socket() as server, client.socket() as sender:
        server.bind(("10.75.0.1", 4011))
        server.settimeout(10)
        sender.sendto(b"hello", ("10.75.0.1", 4011))
        assert server.recvfrom(16)[1][0] == "10.75.0.9"
    assert "52:54:00:00:00:09" in client.ip("link show eth0")


def test_closing_a_namespace_leaves_no_process_and_no_interface() -> None:
    before = os.listdir("/sys/class/net")
    lab = Lab()
    lab.tap()
    client = lab.client()
    sleepers = [lab.popen("sleep", "1000"), client.popen("sh", "-c", "trap '' TERM; while :; do sleep 1; done")]
    assert os.listdir("/sys/class/net") == before
    lab.close()
    assert [sleeper.poll() is None for sleeper in sleepers] == [False, False]
    assert os.listdir("/sys/class/net") == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_namespace_ends_with_its_creator(number: int) -> None:
    script = f"""
import os
from lab.namespace import Lab
from lab.record import Record
lab = Lab()
print(lab.pid, lab.popen("sleep", "1000").pid, flush=True)
os.kill(os.getpid(), {int(number)})
"""
    creator = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True, check=False
    )
    assert creator.returncode == -number
    deadline = time.monotonic() + 20
    for pid in creator.stdout.split():
        while is_running(int(pid)):
            assert time.monotonic() < deadline, f"process {pid} outlives the creator of its namespace"
            time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


# The record of what machines were promised

NOW = int(time.time())
ADDRESS, OTHER = "10.75.0.2", "10.75.0.3"


def acknowledgement(address: str, seconds: int = 3600, kind: int = dhcp.ACK) -> dhcp.Reply:
    return dhcp.Reply(kind, 1, address, {dhcp.LEASE_TIME: seconds.to_bytes(4)}, time.monotonic())


def row(address: str = ADDRESS, machine: int = 1, state: str = "bound", expires: int = NOW + 3600) -> dict:
    return {"address": address, "hardware": dhcp.mac(machine), "state": state, "expires": expires}


def test_record_is_content_with_what_was_promised() -> None:
    record = Record()
    record.note(dhcp.mac(1), acknowledgement(ADDRESS), NOW)
    record.note(dhcp.mac(2), acknowledgement(OTHER, seconds=0), NOW)
    record.assert_kept(lambda: [row(), row(OTHER, 3)])
    record.forget(dhcp.mac(1))
    record.assert_kept(list)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([], "is lost"),
        ([row(state="released")], "is lost"),
        ([row(expires=NOW - 1)], "is lost"),
        ([row(machine=2)], "is another's"),
        ([row(expires=NOW + 3599)], "is shorter"),
        ([row(), row(machine=2)], "more than one lease"),
        ([row(), row(OTHER)], "more than one lease"),
    ],
)
def test_record_sees_a_promise_that_is_broken(rows: list[dict], complaint: str) -> None:
    record = Record()
    record.note(dhcp.mac(1), acknowledgement(ADDRESS), NOW)
    with pytest.raises(AssertionError, match=complaint):
        record.assert_kept(lambda: rows)


@pytest.mark.parametrize(
    ("machine", "reply", "complaint"),
    [
        (2, acknowledgement(ADDRESS), "was given to"),
        (1, acknowledgement(OTHER), "was given"),
        (1, acknowledgement(ADDRESS, kind=dhcp.NAK), "was refused it"),
    ],
)
def test_record_sees_an_answer_that_breaks_a_promise(machine: int, reply: dhcp.Reply, complaint: str) -> None:
    record = Record()
    record.note(dhcp.mac(1), acknowledgement(ADDRESS), NOW)
    record.note(dhcp.mac(machine), reply, NOW)
    with pytest.raises(AssertionError, match=complaint):
        record.assert_kept(lambda: [row()])
