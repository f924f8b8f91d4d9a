"""Documents and assets, fetched by curl."""

import hashlib
import json
import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.namespace import Lab, Namespace
from lab.server import ADDRESS, Server

URL = f"http://{ADDRESS}:8080"
KNOWN = "mac=52-54-00-00-00-01"
UNKNOWN = "mac=52-54-00-00-00-99"


@pytest.fixture
def server(namespace: Lab) -> Iterator[Server]:
    with Server(namespace) as server:
        yield server


@pytest.fixture
def client(namespace: Lab) -> Namespace:
    """A computer on the bridge, with an address of its own."""
    return namespace.client(address="10.75.0.9/16")


class Answer:
    """What curl got: the status, the headers by their names in lower case, and the body."""

    def __init__(self, client: Namespace, path: str, *options: object, url: str = URL) -> None:
        form = "%{stderr}%{http_code} %{header_json}"
        command = client.command("curl", "--silent", "--path-as-is", "--max-time", 60, "--write-out", form, *options)
        done = subprocess.run([*command, f"{url}{path}"], capture_output=True, timeout=90, check=False)
        assert done.returncode == 0, f"curl {path}: exit {done.returncode}"
        status, _, headers = done.stderr.decode().partition(" ")
        self.status = int(status)
        self.body = done.stdout
        self.headers = {name: values[-1] for name, values in json.loads(headers).items()}


def octets(count: int) -> bytes:
    """Return so many octets, the same each time, that do not repeat themselves."""
    return random.Random(count).randbytes(count)


# Documents


def test_home_answers(server: Server, client: Namespace) -> None:
    answer = Answer(client, "/")
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/plain")


def test_boot_script_sends_ipxe_on_with_what_it_knows(server: Server, client: Namespace) -> None:
    answer = Answer(client, "/boot.ipxe")
    assert answer.status == 200
    first, second, rest = answer.body.decode().split("\n")
    assert (first, rest) == ("#!ipxe", "")
    assert second.startswith("chain ipxe?uuid=${uuid}&mac=${mac:hexhyp}&")


def test_ipxe_script_of_a_host_has_its_profile(server: Server, client: Namespace) -> None:
    answer = Answer(client, f"/ipxe?{KNOWN}")
    assert answer.status == 200
    script = answer.body.decode()
    assert script.startswith("#!ipxe\nkernel /assets/vmlinuz console=ttyS0 ignition.config.url=http://10.75.0.1:8080/")
    assert script.endswith("\ninitrd /assets/initrd.img\nboot\n")


@pytest.mark.parametrize("query", [KNOWN, "mac=52:54:00:00:00:01", "mac=525400000001", f"x=%20&{KNOWN}&uuid="])
def test_ignition_has_the_metadata_of_its_host(server: Server, client: Namespace, query: str) -> None:
    answer = Answer(client, f"/ignition?{query}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    sources = [file["contents"]["source"] for file in json.loads(answer.body)["storage"]["files"]]
    assert sources == ["data:,control", "data:,52:54:00:00:00:01"]


@pytest.mark.parametrize("path", ["/ipxe", "/ignition"])
def test_head_is_the_answer_without_its_body(server: Server, client: Namespace, path: str) -> None:
    get, head = Answer(client, f"{path}?{KNOWN}"), Answer(client, f"{path}?{KNOWN}", "--head", "--output", "/dev/null")
    assert head.status == 200
    assert {name: head.headers[name] for name in ("content-type", "content-length")} == {
        "content-type": get.headers["content-type"],
        "content-length": str(len(get.body)),
    }


@pytest.mark.parametrize("path", ["/ipxe", "/ignition"])
def test_machine_that_nothing_matches_gets_404_and_the_log_says_why(
    server: Server, client: Namespace, path: str
) -> None:
    assert Answer(client, f"{path}?{UNKNOWN}").status == 404
    line = server.wait_for_log("no document for this machine")
    assert "machine=52:54:00:00:00:99" in line
    assert "no host has the MAC 52:54:00:00:00:99" in line
    assert f"document={path[1:]}" in line


@pytest.mark.parametrize("path", ["/nothing", "/ipxe/", "/boot.ipxe/", "/ignition.ign", "/state", "/%00", "/ipxe%00"])
def test_other_paths_are_not_found(server: Server, client: Namespace, path: str) -> None:
    assert Answer(client, path).status in (400, 404)


def test_metadata_that_a_document_lacks_is_said_and_not_served(server: Server, client: Namespace) -> None:
    (server.configuration.parent / "conf.d/more.yaml").write_text(
        "hosts: {node2: {mac: 52:54:00:00:00:02, profile: node}}\n", "utf-8"
    )
    server.bootctl("reload")
    answer = Answer(client, "/ignition?mac=52-54-00-00-00-02")
    assert answer.status in (404, 500)
    line = server.wait_for_log("no document for this machine")
    assert "host=node2" in line
    assert "role" in line


# Assets


def test_asset_arrives_as_it_is(server: Server, client: Namespace, tmp_path: Path) -> None:
    (server.assets / "flatcar/1.2").mkdir(parents=True)
    (server.assets / "flatcar/1.2/image.bin").write_bytes(octets(40_000_000))
    answer = Answer(client, "/assets/flatcar/1.2/image.bin", "--output", tmp_path / "image")
    assert answer.status == 200
    assert answer.headers["content-length"] == "40000000"
    assert hashlib.sha256((tmp_path / "image").read_bytes()).digest() == hashlib.sha256(octets(40_000_000)).digest()


def test_empty_asset_arrives(server: Server, client: Namespace) -> None:
    (server.assets / "empty").touch()
    answer = Answer(client, "/assets/empty")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, b"", "0")


def test_many_downloads_at_once_are_whole(server: Server, client: Namespace, tmp_path: Path) -> None:
    (server.assets / "file").write_bytes(octets(3_000_000))
    targets = [tmp_path / str(number) for number in range(24)]
    fetch = ["curl", "--silent", "--fail", "--max-time", "60"]
    running = [client.popen(*fetch, "--output", target, f"{URL}/assets/file") for target in targets]
    assert [process.wait(90) for process in running] == [0] * len(targets)
    assert {hashlib.sha256(target.read_bytes()).digest() for target in targets} == {
        hashlib.sha256(octets(3_000_000)).digest()
    }


@pytest.mark.parametrize(
    ("wanted", "status", "span", "described"),
    [
        ("0-0", 206, slice(0, 1), "bytes 0-0/1000"),
        ("10-19", 206, slice(10, 20), "bytes 10-19/1000"),
        ("990-", 206, slice(990, 1000), "bytes 990-999/1000"),
        ("-5", 206, slice(995, 1000), "bytes 995-999/1000"),
        ("500-5000", 206, slice(500, 1000), "bytes 500-999/1000"),
        ("1000-", 416, None, "bytes */1000"),
    ],
)
def test_part_of_an_asset(
    server: Server, client: Namespace, wanted: str, status: int, span: slice | None, described: str
) -> None:
    (server.assets / "file").write_bytes(octets(1000))
    answer = Answer(client, "/assets/file", "--range", wanted)
    assert answer.status == status
    assert answer.headers["content-range"] == described
    if span:
        assert answer.body == octets(1000)[span]


def test_broken_download_is_taken_up_again(server: Server, client: Namespace, tmp_path: Path) -> None:
    (server.assets / "file").write_bytes(octets(100_000))
    (tmp_path / "file").write_bytes(octets(100_000)[:33_333])
    assert Answer(client, "/assets/file", "--continue-at", "-", "--output", tmp_path / "file").status == 206
    assert (tmp_path / "file").read_bytes() == octets(100_000)


def test_asset_that_has_not_changed_is_not_sent_again(server: Server, client: Namespace) -> None:
    (server.assets / "file").write_bytes(octets(1000))
    os.utime(server.assets / "file", (1_700_000_000, 1_700_000_000))
    first = Answer(client, "/assets/file")
    assert first.headers["last-modified"] == "Tue, 14 Nov 2023 22:13:20 GMT"
    for header in (f"If-None-Match: {first.headers['etag']}", f"If-Modified-Since: {first.headers['last-modified']}"):
        again = Answer(client, "/assets/file", "--header", header)
        assert (again.status, again.body) == (304, b"")
    (server.assets / "file").write_bytes(octets(1001))
    assert Answer(client, "/assets/file", "--header", f"If-None-Match: {first.headers['etag']}").status == 200


def test_head_of_an_asset_has_its_size(server: Server, client: Namespace) -> None:
    (server.assets / "file").write_bytes(octets(1000))
    answer = Answer(client, "/assets/file", "--head", "--output", "/dev/null")
    assert (answer.status, answer.headers["content-length"]) == (200, "1000")


def test_folder_lists_what_is_in_it(server: Server, client: Namespace) -> None:
    (server.assets / "sub").mkdir()
    (server.assets / "a&b").touch()
    answer = Answer(client, "/assets/")
    assert answer.status == 200
    assert b"sub/" in answer.body
    assert b"a&amp;b" in answer.body
    assert Answer(client, "/assets/sub").status == 301


def test_missing_asset_is_not_found(server: Server, client: Namespace) -> None:
    assert Answer(client, "/assets/nothing").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../secret",
        "/assets/%2e%2e/secret",
        "/assets/..%2fsecret",
        "/assets/%2e%2e%2fsecret",
        "/assets/sub/../../secret",
        "/assets/..\\secret",
        "/assets//../secret",
        "/../secret",
        "/assets/link",
        "/assets/linked/secret",
        "/assets/absolute",
        "/assets/secret%00.txt",
        "/assets/..;/secret",
        "/assets/%252e%252e/secret",
    ],
)
def test_nothing_outside_the_assets_is_served(server: Server, client: Namespace, path: str) -> None:
    (server.assets.parent / "secret").write_bytes(b"nobody may have this")
    (server.assets / "sub").mkdir()
    (server.assets / "link").symlink_to("../secret")
    (server.assets / "linked").symlink_to("..")
    (server.assets / "absolute").symlink_to(server.assets.parent / "secret")
    answer = Answer(client, path)
    assert answer.status in (301, 400, 404)
    assert b"nobody" not in answer.body
    # Where it is sent on to there is nothing either.
    assert Answer(client, path, "--location").status in (400, 404)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "TRACE"])
def test_only_reading_is_allowed(server: Server, client: Namespace, method: str) -> None:
    (server.assets / "file").write_bytes(octets(10))
    answer = Answer(client, "/assets/file", "--request", method)
    assert answer.status == 405
    assert (server.assets / "file").read_bytes() == octets(10)


def test_client_on_ipv6_is_served_too(server: Server, namespace: Lab) -> None:
    namespace.ip("address add fd75::1/64 dev br0 nodad")
    client = namespace.client()
    client.ip("address add fd75::9/64 dev eth0 nodad")
    assert Answer(client, "/boot.ipxe", url="http://[fd75::1]:8080").status == 200
