"""The service for firewalld and the profile for ufw: installed where each looks, and all that machines need."""

from collections.abc import Callable

import pytest
from lab.namespace import Namespace
from system.server import ADDRESS, Server, lease

FILE = "x" * 100_000


def start_firewalld(server: Server) -> None:
    server.run("systemctl", "start", "dbus.service", "firewalld.service")


def start_ufw(server: Server) -> None:
    server.run("ufw", "--force", "enable")


@pytest.mark.parametrize(
    ("start", "words", "remedy"),
    [
        (
            start_firewalld,
            "firewalld does not let in UDP 67, UDP 69, UDP 4011, TCP 8080 in zone public (lan0)",
            "firewall-cmd --permanent --zone=public --add-service=bootd && firewall-cmd --reload",
        ),
        (start_ufw, "ufw does not let in UDP 67, UDP 69, UDP 4011, TCP 8080", "ufw allow bootd"),
    ],
)
def test_machines_are_served_as_soon_as_bootd_is_let_in(
    server: Server, client: Namespace, start: Callable[[Server], None], words: str, remedy: str
) -> None:
    server.path("/var/lib/bootd/tftp/file").write_text(FILE, "ascii")
    start(server)
    told = server.run("bootctl", "check").stdout
    assert told == f"warning: firewall: {words}\n    do:    {remedy}\n\n1 warning\n"
    with pytest.raises(AssertionError, match="no lease"):
        lease(client, retries=3)

    server.run("sh", "-c", remedy)
    assert server.run("bootctl", "check").stdout.startswith("All is well. ")
    assert lease(client)["serverid"] == ADDRESS
    for url, content in [(f"tftp://{ADDRESS}/file", FILE), (f"http://{ADDRESS}:8080/", "matchbox\n")]:
        done = client.run("curl", "--silent", "--show-error", "--fail", "--max-time", "20", url)
        assert done.stdout == content
