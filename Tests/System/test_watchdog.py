"""systemd's watchdog: who does no work any more is started again, and who works is left alone."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from lab import tftp
from lab.namespace import Lab, Namespace
from system.crash import held_thread, process, wait_for_another
from system.server import ADDRESS, SERVICES, Server, lease
from system.units import drop_in


@pytest.fixture
def watched(network: Lab) -> Iterator[Server]:
    """A system whose services must give a sign of life every two seconds, all of them running."""
    with Server() as server:
        server.connect(network)
        for service in SERVICES:
            drop_in(server, service, "[Service]\nWatchdogSec=2s\n")
        server.path("/var/lib/bootd/tftp/file").write_text("content", "ascii")
        server.enable()
        yield server


def get_lease(client: Namespace) -> None:
    lease(client)


def by_tftp(client: Namespace) -> None:
    assert tftp.read(client, "file") == b"content"


def by_http(client: Namespace) -> None:
    client.run("curl", "--silent", "--show-error", "--fail", "--max-time", "20", f"http://{ADDRESS}:8080/")


def start_everything(client: Namespace) -> None:
    get_lease(client)
    by_tftp(client)
    by_http(client)


def test_processes_that_work_are_left_alone(watched: Server, client: Namespace) -> None:
    start_everything(client)
    before = {service: process(watched, service) for service in SERVICES}
    time.sleep(6)  # three times what they may be silent
    assert {service: process(watched, service) for service in SERVICES} == before


@pytest.mark.parametrize(
    ("service", "ask"),
    [
        ("bootd.service", get_lease),
        ("bootd-dhcp.service", get_lease),
        ("bootd-tftp.service", by_tftp),
        ("bootd-http.service", by_http),
    ],
)
def test_process_that_stands_still_is_started_again(
    watched: Server, client: Namespace, service: str, ask: Callable[[Namespace], None]
) -> None:
    start_everything(client)
    pid = process(watched, service)
    os.kill(pid, signal.SIGSTOP)
    wait_for_another(watched, service, pid)
    ask(client)
    assert [entry for entry in watched.journal(f"--unit={service}") if "atchdog timeout" in entry["MESSAGE"]]


def test_thread_of_http_clients_that_stands_still_is_noticed(watched: Server, client: Namespace) -> None:
    start_everything(client)
    pid = process(watched, "bootd-http.service")
    with held_thread(pid, "NIO"):
        wait_for_another(watched, "bootd-http.service", pid)
    by_http(client)
