"""Files, fetched by tftp-hpa, atftp and curl."""

import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lab.namespace import Lab, Namespace
from lab.server import ADDRESS, Server

SERVED_NOWHERE = b"nobody may have this"


@pytest.fixture
def server(namespace: Lab) -> Iterator[Server]:
    with Server(namespace) as server:
        yield server


@pytest.fixture
def client(namespace: Lab) -> Namespace:
    """A computer on the bridge, with an address of its own."""
    return namespace.client(address="10.75.0.9/16")


def octets(count: int) -> bytes:
    """Return so many octets, the same each time, that do not repeat themselves."""
    return random.Random(count).randbytes(count)


Fetch = Callable[[Namespace, str, Path], subprocess.CompletedProcess]


def tftp_hpa(client: Namespace, name: str, target: Path) -> subprocess.CompletedProcess:
    return client.run("tftp", "-m", "binary", ADDRESS, "-c", "get", name, target, check=False)


def atftp(client: Namespace, name: str, target: Path) -> subprocess.CompletedProcess:
    options = ["--option", "blksize 1428", "--option", "tsize"]
    return client.run("atftp", "--get", *options, "--remote-file", name, "--local-file", target, ADDRESS, check=False)


def curl(client: Namespace, name: str, target: Path, *options: object) -> subprocess.CompletedProcess:
    arguments = ["--silent", "--show-error", "--path-as-is", "--max-time", 60, "--output", target, *options]
    return client.run("curl", *arguments, f"tftp://{ADDRESS}/{name}", check=False)


def curl_with_large_blocks(client: Namespace, name: str, target: Path) -> subprocess.CompletedProcess:
    return curl(client, name, target, "--tftp-blksize", 1428)


def curl_without_options(client: Namespace, name: str, target: Path) -> subprocess.CompletedProcess:
    return curl(client, name, target, "--tftp-no-options")


CLIENTS = [tftp_hpa, atftp, curl_with_large_blocks, curl_without_options]


@pytest.mark.parametrize("fetch", CLIENTS)
@pytest.mark.parametrize("size", [1, 511, 512, 513, 1428, 100_000])
def test_file_arrives_as_it_is(server: Server, client: Namespace, tmp_path: Path, fetch: Fetch, size: int) -> None:
    (server.tftp / "file").write_bytes(octets(size))
    done = fetch(client, "file", tmp_path / "file")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "file").read_bytes() == octets(size)


# atftp makes no file of nothing, and curl takes a tsize of 0 for an error.
@pytest.mark.parametrize("fetch", [tftp_hpa, curl_without_options])
def test_empty_file_arrives(server: Server, client: Namespace, tmp_path: Path, fetch: Fetch) -> None:
    (server.tftp / "file").touch()
    assert fetch(client, "file", tmp_path / "file").returncode == 0
    assert (tmp_path / "file").read_bytes() == b""
    assert "octets=0" in server.wait_for_log("file sent")


def test_file_of_more_blocks_than_there_are_numbers_arrives(server: Server, client: Namespace, tmp_path: Path) -> None:
    size = 512 * 65536 + 700
    (server.tftp / "large").write_bytes(octets(size))
    done = curl_without_options(client, "large", tmp_path / "large")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "large").read_bytes() == octets(size)


def test_file_in_a_folder_is_found_by_either_slash(server: Server, client: Namespace, tmp_path: Path) -> None:
    (server.tftp / "efi/x64").mkdir(parents=True)
    (server.tftp / "efi/x64/grub").write_bytes(octets(5000))
    for number, name in enumerate(["efi/x64/grub", "/efi/x64/grub", r"efi\x64\grub", "efi//x64/./grub"]):
        done = tftp_hpa(client, name, tmp_path / str(number))
        assert (tmp_path / str(number)).read_bytes() == octets(5000), f"{name}: {done.stdout}"


def test_many_clients_at_once_get_what_they_ask_for(server: Server, client: Namespace, tmp_path: Path) -> None:
    count = 48
    for number in range(count):
        (server.tftp / f"file{number}").write_bytes(octets(200_000 + number))
    fetch = ["curl", "--silent", "--tftp-blksize", "1428", "--max-time", "60"]
    running = [
        client.popen(*fetch, "--output", tmp_path / f"file{number}", f"tftp://{ADDRESS}/file{number}")
        for number in range(count)
    ]
    assert [process.wait(90) for process in running] == [0] * count
    for number in range(count):
        assert (tmp_path / f"file{number}").read_bytes() == octets(200_000 + number)


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "/../secret",
        "../../lib/secret",
        "sub/../../secret",
        r"..\secret",
        "link",
        "linked/secret",
        "/proc/self/environ",
        "absolute",
    ],
)
def test_nothing_outside_the_root_is_served(server: Server, client: Namespace, tmp_path: Path, name: str) -> None:
    (server.tftp.parent / "secret").write_bytes(SERVED_NOWHERE)
    (server.tftp / "sub").mkdir()
    (server.tftp / "link").symlink_to("../secret")
    (server.tftp / "linked").symlink_to("..")
    (server.tftp / "absolute").symlink_to(server.tftp.parent / "secret")
    done = tftp_hpa(client, name, tmp_path / "file")
    assert "Error code" in done.stdout + done.stderr
    assert not (tmp_path / "file").exists() or (tmp_path / "file").read_bytes() == b""
    # It serves on.
    (server.tftp / "file").write_bytes(octets(5))
    assert tftp_hpa(client, "file", tmp_path / "good").returncode == 0
    assert (tmp_path / "good").read_bytes() == octets(5)


def test_directory_that_was_replaced_is_served_as_it_is_now(server: Server, client: Namespace, tmp_path: Path) -> None:
    (server.tftp / "file").write_bytes(b"old")
    assert curl(client, "file", tmp_path / "old").returncode == 0
    server.tftp.rename(server.tftp.with_name("former"))
    assert curl(client, "file", tmp_path / "none").returncode != 0
    server.tftp.mkdir()
    (server.tftp / "file").write_bytes(b"new")
    assert curl(client, "file", tmp_path / "new").returncode == 0
    assert (tmp_path / "new").read_bytes() == b"new"


def test_missing_file_is_called_missing(server: Server, client: Namespace, tmp_path: Path) -> None:
    done = tftp_hpa(client, "nothing.efi", tmp_path / "file")
    assert "Error code 1: " in done.stdout + done.stderr
    line = server.wait_for_log("file not sent")
    assert "name=nothing.efi" in line
    assert "address=10.75.0.9" in line


def test_folder_is_no_file(server: Server, client: Namespace, tmp_path: Path) -> None:
    (server.tftp / "folder").mkdir()
    done = tftp_hpa(client, "folder", tmp_path / "file")
    assert "Error code" in done.stdout + done.stderr


def test_writing_is_refused(server: Server, client: Namespace, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(octets(10))
    done = client.run("tftp", "-m", "binary", ADDRESS, "-c", "put", tmp_path / "file", "file", check=False)
    assert "Error code" in done.stdout + done.stderr
    assert list(server.tftp.iterdir()) == []


def test_machine_on_ipv6_is_served_too(server: Server, namespace: Lab, tmp_path: Path) -> None:
    namespace.ip("address add fd75::1/64 dev br0 nodad")
    client = namespace.client()
    client.ip("address add fd75::9/64 dev eth0 nodad")
    (server.tftp / "file").write_bytes(octets(3000))
    fetch = ["curl", "--silent", "--show-error", "--max-time", "20", "--output", tmp_path / "file"]
    client.run(*fetch, "tftp://[fd75::1]/file")
    assert (tmp_path / "file").read_bytes() == octets(3000)


def test_transfer_is_on_the_trail_of_the_machine_that_has_the_address(server: Server, namespace: Lab) -> None:
    (server.tftp / "ipxe.efi").write_bytes(octets(30_000))
    client = namespace.client("52:54:00:00:00:01")
    client.run("udhcpc", "-i", "eth0", "-n", "-q", "-f", "-t", "5", "-T", "1", "-s", "/bin/true")
    client.ip("address add 10.75.0.11/16 dev eth0")
    client.run("curl", "--silent", "--output", "/dev/null", f"tftp://{ADDRESS}/ipxe.efi")
    (step,) = server.wait_until(
        lambda: [row for row in server.ask("trail", "node1")["events"] if row["stage"] == "tftp"], "it is on the trail"
    )
    assert step["event"] == "sent"
    assert step["text"].startswith("ipxe.efi sent, 30000 octets")
