"""The same binaries under `bootd --standalone`, and worker by worker under systemd-socket-activate.

Under systemd itself they are in Tests/System.
"""

import os
import signal
import subprocess

import pytest
from lab.clients import Udhcpc
from lab.namespace import Lab
from lab.server import ADDRESS, WORKERS, Server

DHCP = ["--datagram", "--listen=0.0.0.0:67", "--listen=0.0.0.0:4011", "--fdname=dhcp:pxe"]
TFTP = ["--datagram", "--listen=69", "--fdname=tftp"]
HTTP = ["--listen=8080", "--fdname=http"]


def activate(server: Server, worker: str, options: list[str]) -> subprocess.Popen:
    """Have systemd-socket-activate wait on the sockets of a worker, which it becomes when one is used."""
    activator = ["systemd-socket-activate", "-E", "BOOTD_LOG=debug", *options]
    process = server.run(worker, "--runtime", server.runtime, prefix=activator)
    server.wait_for_log("Listening on")
    assert server.roles() == set()
    return process


# Standalone


def test_standalone_runs_the_workers_and_ends_them(namespace: Lab) -> None:
    with Server(namespace) as server:
        workers = [server.pid(name) for name in WORKERS]
        assert all(workers)
        assert server.stop() == 0
        assert [os.path.exists(f"/proc/{pid}") for pid in workers] == [False] * len(WORKERS)


@pytest.mark.parametrize("name", WORKERS)
def test_standalone_starts_a_killed_worker_again(namespace: Lab, name: str) -> None:
    with Server(namespace) as server:
        server.kill(name)
        assert name in server.wait_for_log("a worker ended and is started again")
        server.wait_until(lambda: len(server.roles()) == len(WORKERS), f"{name} is attached again")


def test_second_standalone_on_the_same_ports_is_refused(namespace: Lab) -> None:
    with Server(namespace) as first:
        elsewhere = ["--state", first.folder / "state2", "--runtime", first.folder / "run2"]
        second = first.run("bootd", "--config", first.configuration, *elsewhere, "--standalone")
        assert second.wait(30) == 1
        assert "67" in first.wait_for_log("in use")
        assert len(first.roles()) == len(WORKERS)


def test_killed_supervisor_takes_its_workers_along_and_loses_no_lease(namespace: Lab) -> None:
    machine = namespace.client()
    with Server(namespace) as server:
        with Udhcpc(machine) as client:
            address = client.wait_for("bound")["address"]
        before = server.ask("leases")
        workers = [server.pid(name) for name in WORKERS]
        server.kill("bootd")
        server.start()
        assert not {server.pid(name) for name in WORKERS} & set(workers)
        assert server.ask("leases") == before
        with Udhcpc(machine) as client:
            assert client.wait_for("bound")["address"] == address


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_standalone_stops_when_it_is_asked(namespace: Lab, number: int) -> None:
    with Server(namespace) as server:
        server.process.send_signal(number)
        assert server.process.wait(5) == 0


# One worker under systemd-socket-activate, the supervisor started alone


def test_activated_dhcp_worker_leases_an_address(namespace: Lab) -> None:
    with Server(namespace, standalone=False) as server:
        activate(server, "bootd-dhcp", DHCP)
        with Udhcpc(namespace.client("52:54:00:00:00:01")) as client:
            assert client.wait_for("bound")["address"] == "10.75.0.11"
        assert server.roles() == {"dhcp"}


def test_activated_tftp_worker_sends_a_file(namespace: Lab) -> None:
    with Server(namespace, standalone=False) as server:
        activate(server, "bootd-tftp", TFTP)
        (server.tftp / "file").write_bytes(b"x" * 5000)
        client = namespace.client(address="10.75.0.9/16")
        done = client.run("curl", "--silent", "--max-time", "30", f"tftp://{ADDRESS}/file")
        assert done.stdout == "x" * 5000
        assert server.roles() == {"tftp"}


def test_activated_http_worker_makes_a_document(namespace: Lab) -> None:
    with Server(namespace, standalone=False) as server:
        activate(server, "bootd-http", HTTP)
        client = namespace.client(address="10.75.0.9/16")
        url = f"http://{ADDRESS}:8080/ignition?mac=52-54-00-00-00-01"
        done = client.run("curl", "--silent", "--fail", "--max-time", "30", url)
        assert "data:,control" in done.stdout
        assert server.roles() == {"http"}


@pytest.mark.parametrize(("name", "options"), [("bootd-dhcp", DHCP), ("bootd-tftp", TFTP), ("bootd-http", HTTP)])
def test_activated_worker_stops_when_it_is_asked(namespace: Lab, name: str, options: list[str]) -> None:
    with Server(namespace, standalone=False) as server:
        worker = activate(server, name, options)
        client = namespace.client(address="10.75.0.9/16")
        if name == "bootd-dhcp":
            with Udhcpc(client) as dhcp:
                dhcp.wait_for("bound")
        else:
            scheme = "tftp" if name == "bootd-tftp" else "http"
            port = 69 if name == "bootd-tftp" else 8080
            client.run("curl", "--silent", "--max-time", "30", f"{scheme}://{ADDRESS}:{port}/boot.ipxe", check=False)
        server.wait_until(server.roles, f"{name} is attached")
        worker.terminate()
        assert worker.wait(6) == 0


def test_worker_without_a_socket_says_how_it_is_started(namespace: Lab) -> None:
    with Server(namespace, standalone=False) as server:
        for name in WORKERS:
            assert server.run(name, "--runtime", server.runtime).wait(10) == 1
            server.wait_for_log(f"{name}: error: cannot go on reason=\"no socket was passed")
