"""Who else serves DHCP, as the confined worker of a real installation sees it."""

import socket
import subprocess

import pytest
from lab import dhcp
from lab.namespace import Lab, Namespace
from system.server import ADDRESS, CONFIGURATION, Server, lease, wait_for

RIVAL = """\
import socket, sys
rival = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
rival.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
rival.bind(("{address}", 67))
print("bound", flush=True)
sys.stdin.read()
"""
OTHER = "10.75.0.9"


def test_a_program_on_our_port_is_told_and_keeps_us_silent_unless_we_share(server: Server, client: Namespace) -> None:
    # A socket on the one address would take what is sent to that; the first messages of machines are broadcast.
    command = server.command("python3", "-c", RIVAL.format(address=ADDRESS))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as rival:
        try:
            assert rival.stdout.readline().strip() == "bound"
            with pytest.raises(AssertionError, match="no lease"):
                lease(client, retries=2)
            told = f"another program of this host has {ADDRESS}, UDP port 67 too"
            wait_for(lambda: told in server.run("bootctl", "info").stdout, told)
            (entry,) = server.journal("MESSAGE_ID=58d2ba60a5af4f069f12ec34cb55d564")
            assert (entry["BOOTD_PORT"], entry["BOOTD_ADDRESS"]) == ("67", ADDRESS)
            server.configure(CONFIGURATION + "share_port: yes\n")
            server.run("bootctl", "reload")
            lease(client)
        finally:
            rival.stdin.close()


def test_another_server_on_the_link_is_told(server: Server, client: Namespace, network: Lab) -> None:
    lease(client)
    with network.client(address=f"{OTHER}/16").socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        other.bind(("0.0.0.0", 67))
        other.sendto(dhcp.answer(dhcp.OFFER, OTHER, dhcp.mac(1), 1, "10.75.0.80"), ("10.75.255.255", 68))
    told = f"another DHCP server, {OTHER}, answered on lan0 and gave a machine 10.75.0.80"
    wait_for(lambda: told in server.run("bootctl", "info").stdout, told)
    (entry,) = server.journal("MESSAGE_ID=c29c6d85eb554a3cb0086a49500abf88")
    assert (entry["BOOTD_SERVER"], entry["BOOTD_NETWORK"]) == (OTHER, "cloud")
