"""bootd behind a firewall: silent, unlike servers that read raw frames, until contrib/firewalld/bootd.xml lets machines in."""

import configparser
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lab.clients import Udhcpc
from lab.doctor import check, furnish
from lab.namespace import Lab, Namespace
from lab.server import ADDRESS, REPOSITORY, Server

SERVICE = REPOSITORY / "contrib/firewalld/bootd.xml"
PROFILE = REPOSITORY / "contrib/ufw/bootd"

# What a stateful firewall lets in whatever it serves, as firewalld and ufw do.
DROP = """
table inet filter {
    chain input {
        type filter hook input priority filter; policy drop;
        iifname "lo" accept
        ct state established,related accept
        meta l4proto icmp accept
    }
}
"""


def nft(namespace: Namespace, rules: str) -> None:
    namespace.run("nft", "-f", "-", input=rules)


def service_ports() -> list[tuple[str, str]]:
    """Return protocol and port of each port that the service names."""
    return [(port.get("protocol"), port.get("port")) for port in ElementTree.parse(SERVICE).getroot().iter("port")]


def open_service(namespace: Namespace) -> None:
    """Let the service in, as firewalld does."""
    for protocol, port in service_ports():
        nft(namespace, f"add rule inet filter input {protocol} dport {port} accept")


def raw_sockets(process: subprocess.Popen) -> int:
    """Return how many packet sockets a process has."""
    links = [link.readlink() for link in Path(f"/proc/{process.pid}/fd").iterdir()]
    table = Path(f"/proc/{process.pid}/net/packet").read_text("ascii").splitlines()[1:]
    return len({f"socket:[{line.split()[-1]}]" for line in table} & set(map(str, links)))


@contextmanager
def kea(lab: Lab, folder: Path) -> Iterator[subprocess.Popen]:
    """Debian's kea-dhcp4 on the bridge, which reads raw frames unless told otherwise."""
    configuration = {
        "Dhcp4": {
            "interfaces-config": {"interfaces": ["br0"], "dhcp-socket-type": "raw"},
            "lease-database": {"type": "memfile", "persist": False},
            "subnet4": [{"subnet": "10.75.0.0/16", "pools": [{"pool": "10.75.9.0 - 10.75.9.9"}]}],
            "loggers": [{"name": "kea-dhcp4", "output_options": [{"output": "stdout"}], "severity": "INFO"}],
        }
    }
    (folder / "kea.json").write_text(json.dumps(configuration), "utf-8")
    environment = {"KEA_PIDFILE_DIR": str(folder), "KEA_LOCKFILE_DIR": str(folder), "PATH": "/usr/sbin:/usr/bin"}
    command = ["kea-dhcp4", "-c", folder / "kea.json"]
    process = lab.popen(*command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        while "DHCP4_STARTED" not in (line := process.stdout.readline()):
            assert line, "kea-dhcp4 does not start"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def gets_an_address(machine: Namespace) -> bool:
    """Have udhcpc ask five times."""
    options = ["--interface", "eth0", "--script", "/bin/true", "--retries", 5, "--timeout", 1]
    done = machine.run("udhcpc", "--foreground", "--now", "--quit", *options, check=False)
    return done.returncode == 0


def test_a_raw_server_is_heard_behind_a_drop_and_bootd_is_not(namespace: Lab, tmp_path: Path) -> None:
    nft(namespace, DROP)
    machine = namespace.client()
    with kea(namespace, tmp_path) as other:
        assert raw_sockets(other) > 0
        assert gets_an_address(machine)
    with Server(namespace, environment={"BOOTD_LOG": "debug"}) as server:
        furnish(server)
        assert not gets_an_address(machine)
        diagnosis = check(server)
        assert diagnosis.status == 0
        (finding,) = diagnosis.findings
        assert (finding.severity, finding.subject) == ("warning", "firewall")
        assert "chain input of nftables' table inet filter does not let in UDP 67, UDP 69, UDP 4011, TCP 8080" in finding.message


def test_what_the_service_names_is_all_that_machines_need(namespace: Lab) -> None:
    nft(namespace, DROP)
    machine = namespace.client("52:54:00:00:00:01")
    with Server(namespace) as server:
        furnish(server)
        # Several blocks, so that the machine's answers must get in too.
        (server.tftp / "file").write_bytes(b"x" * 100_000)
        open_service(namespace)
        assert check(server).findings == []
        with Udhcpc(machine) as client:
            assert client.wait_for("bound")["address"] == "10.75.0.11"
        for url in (f"tftp://{ADDRESS}/file", f"http://{ADDRESS}:8080/ignition?mac=52-54-00-00-00-01"):
            done = machine.run("curl", "--silent", "--show-error", "--fail", "--max-time", "20", url)
            assert len(done.stdout) == 100_000 or "data:,control" in done.stdout


def test_a_firewall_without_memory_breaks_transfers_and_that_is_said(namespace: Lab) -> None:
    nft(namespace, DROP.replace("ct state established,related accept", ""))
    machine = namespace.client(address="10.75.0.9/16")
    with Server(namespace) as server:
        furnish(server)
        (server.tftp / "file").write_bytes(b"x" * 100_000)
        open_service(namespace)
        done = machine.run("curl", "--silent", "--max-time", "5", f"tftp://{ADDRESS}/file", check=False)
        assert done.returncode != 0
        (finding,) = check(server).findings
        assert "TFTP transfers stop after the first block" in finding.message


def test_a_rule_for_our_own_network_keeps_out_who_has_no_address_yet(namespace: Lab) -> None:
    nft(namespace, DROP)
    nft(namespace, "add rule inet filter input ip saddr 10.75.0.0/16 accept")
    machine = namespace.client()
    with Server(namespace) as server:
        furnish(server)
        assert not gets_an_address(machine)
        (finding,) = check(server).findings
        assert "does not let in UDP 67:" in finding.message
        machine.ip("address add 10.75.0.9/16 dev eth0")
        assert machine.run("curl", "--silent", "--max-time", "20", f"http://{ADDRESS}:8080/").stdout == "matchbox\n"


@pytest.mark.parametrize("end", ["policy", "rule"])
def test_what_the_doctor_advises_helps(namespace: Lab, end: str) -> None:
    nft(namespace, "add table ip f")
    policy = "drop" if end == "policy" else "accept"
    nft(namespace, f"add chain ip f in {{ type filter hook input priority 0; policy {policy}; }}")
    if end == "rule":
        nft(namespace, "add rule ip f in reject")
    machine = namespace.client()
    with Server(namespace) as server:
        furnish(server)
        findings = check(server).about("firewall")
        assert len(findings) == 2
        assert not gets_an_address(machine)
        for finding in findings:
            advice, _, _ = finding.remedy.partition(", and write it")
            namespace.run("sh", "-c", advice)
        assert check(server).about("firewall") == []
        assert gets_an_address(machine)


@pytest.mark.parametrize(
    "rule",
    [
        "ip6 saddr != fe80::/10 drop",
        "icmp type != echo-request drop",
        "ct count over 1000 drop",
        "tcp dport != { 22, 8080 } drop",
        "quota over 1000 mbytes drop",
        "udp dport 67 meter m { ip saddr limit rate over 1000/second } drop",
    ],
)
def test_a_rule_that_does_not_keep_machines_out_is_no_finding(namespace: Lab, rule: str) -> None:
    nft(namespace, "add table inet f")
    nft(namespace, "add chain inet f in { type filter hook input priority 0; policy accept; }")
    nft(namespace, f"add rule inet f in {rule}")
    machine = namespace.client()
    with Server(namespace) as server:
        furnish(server)
        assert gets_an_address(machine)
        assert check(server).about("firewall") == []


def test_a_raw_server_beside_us_is_named(namespace: Lab, tmp_path: Path) -> None:
    namespace.client()
    with kea(namespace, tmp_path) as other, Server(namespace, standalone=False) as server:
        furnish(server)
        findings = check(server).about("UDP 67")
        assert findings
        assert all(finding.message.startswith(f"kea-dhcp4 (process {other.pid})") for finding in findings)


# The files


def test_service_and_profile_name_the_same_ports() -> None:
    service = ElementTree.parse(SERVICE).getroot()
    assert service.tag == "service"
    assert {child.tag for child in service} == {"short", "description", "port"}
    profile = configparser.ConfigParser()
    profile.read(PROFILE, "utf-8")
    assert profile.sections() == ["bootd"]
    assert set(profile["bootd"]) == {"title", "description", "ports"}
    ports = [part.split("/") for part in profile["bootd"]["ports"].split("|")]
    assert sorted(service_ports()) == sorted((protocol, port) for numbers, protocol in ports for port in numbers.split(","))
    assert sorted(service_ports()) == [("tcp", "8080"), ("udp", "4011"), ("udp", "67"), ("udp", "69")]
