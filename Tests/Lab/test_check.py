"""`bootctl check`: each thing that may be wrong is made so for real, and is found."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.doctor import Diagnosis, check, furnish
from lab.namespace import Lab
from lab.server import CONFIGURATION, Server

LAB = (CONFIGURATION / "bootd.yaml").read_text("utf-8")


@pytest.fixture
def server(namespace: Lab) -> Iterator[Server]:
    """A server on which all is well."""
    # A bridge without a port has no carrier.
    namespace.client()
    with Server(namespace) as server:
        furnish(server)
        yield server


def only(diagnosis: Diagnosis, severity: str) -> tuple[str, str, str | None]:
    """Return subject, message and source of the one finding. Raises AssertionError if there is another number of them."""
    assert [finding.severity for finding in diagnosis.findings] == [severity], diagnosis
    assert diagnosis.status == (1 if severity == "problem" else 0)
    (finding,) = diagnosis.findings
    return finding.subject, finding.message, finding.source


def test_when_all_is_well_one_line_says_what_was_looked_at(namespace: Lab, server: Server) -> None:
    assert check(server) == Diagnosis(0, [])
    done = namespace.run(server.build / "bootctl", "--socket", server.runtime / "control.socket", "check")
    assert done.stdout.startswith("All is well. Looked at: the configuration (generation 1), 1 network, ")
    assert "http://10.75.0.1:8080" in done.stdout
    assert done.stdout.count("\n") == 1


# Networks


def test_a_network_without_an_address_is_named_with_what_there_is(namespace: Lab, server: Server) -> None:
    namespace.ip("address replace 192.0.2.1/24 dev br0")
    namespace.ip("address delete 10.75.0.1/16 dev br0")
    subject, message, source = only(check(server), "problem")
    assert subject == "network cloud"
    assert "no interface has an address in 10.75.0.0/16" in message
    assert "br0 192.0.2.1" in message
    assert source.startswith(f"{server.configuration}:")


def test_an_interface_that_is_down_is_named(namespace: Lab, server: Server) -> None:
    namespace.ip("link set br0 down")
    findings = check(server).about("network cloud")
    assert [(finding.severity, finding.remedy) for finding in findings] == [("problem", "ip link set br0 up")]


def test_an_interface_that_nothing_is_plugged_into_is_named(namespace: Lab) -> None:
    with Server(namespace) as server:
        furnish(server)
        subject, message, _ = only(check(server), "warning")
        assert (subject, message) == ("network cloud", "interface br0 has no carrier")


# Others on our ports


def dnsmasq(namespace: Lab, *options: str) -> subprocess.Popen:
    arguments = [
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--log-facility=-",
        "--pid-file",
        "--user=root",
        "--leasefile-ro",
    ]
    process = namespace.popen("dnsmasq", *arguments, *options, stderr=subprocess.PIPE, text=True)
    while "started" not in (line := process.stderr.readline()):
        assert line, "dnsmasq does not start"
    return process


def test_another_listener_is_named(namespace: Lab, tmp_path: Path) -> None:
    namespace.client()
    with Server(namespace, standalone=False) as server:
        furnish(server)
        options = ["--port=0", "--dhcp-range=10.75.0.10,10.75.0.99", "--enable-tftp", f"--tftp-root={tmp_path}"]
        other = dnsmasq(namespace, *options)
        web = namespace.popen(sys.executable, "-m", "http.server", "8080", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server.wait_until(lambda: check(server).about("TCP 8080"), "the web server listens")
        diagnosis = check(server)
        assert diagnosis.status == 1
        for subject, process, name in [("UDP 67", other, "dnsmasq"), ("UDP 69", other, "dnsmasq"), ("TCP 8080", web, "python")]:
            findings = diagnosis.about(subject)
            assert findings, subject
            for finding in findings:
                assert finding.message.startswith(name)
                assert f"(process {process.pid})" in finding.message
                assert f"kill {process.pid}" in finding.remedy or "systemctl disable" in finding.remedy


def test_who_serves_another_interface_is_no_conflict(namespace: Lab) -> None:
    namespace.client()
    namespace.ip("link add other type bridge")
    namespace.ip("address add 10.99.0.1/24 dev other")
    namespace.ip("link set other up")
    dnsmasq(namespace, "--interface=other", "--bind-interfaces", "--except-interface=lo", "--dhcp-range=10.99.0.10,10.99.0.20")
    with Server(namespace, standalone=False) as server:
        furnish(server)
        found = check(server)
        assert not found.about("UDP 67"), found


# What machines load


def test_a_file_that_is_missing_is_named(server: Server) -> None:
    (server.assets / "vmlinuz").unlink()
    subject, message, source = only(check(server), "problem")
    assert (subject, message) == ("profile node", f"{server.assets}/vmlinuz is not there")
    assert source.startswith(f"{server.configuration}:")


def test_a_usual_loader_that_is_missing_is_a_warning(server: Server) -> None:
    (server.tftp / "ipxe.efi").unlink()
    assert only(check(server), "warning")[0] == "loader x64-uefi"


def test_a_file_that_its_worker_may_not_read_is_named(server: Server) -> None:
    server.stop()
    server.folder.chmod(0o755)
    server.start("--user", "nobody")
    assert check(server).findings == []
    (server.assets / "vmlinuz").chmod(0o640)
    (server.tftp / "efi").mkdir(mode=0o700)
    (server.tftp / "efi/boot.efi").write_bytes(b"x")
    server.configure(LAB + "boot: {loaders: {arm64-uefi: efi/boot.efi}}\n")
    server.bootctl("reload")
    diagnosis = check(server)
    assert {(finding.severity, finding.message) for finding in diagnosis.findings} == {
        ("problem", f"bootd-http may not read {server.assets}/vmlinuz"),
        ("problem", f"bootd-tftp may not pass through {server.tftp}/efi"),
    }
    for finding in diagnosis.findings:
        subprocess.run(finding.remedy, shell=True, check=True)
    assert check(server).findings == []


# HTTP


def test_a_server_that_says_nothing_is_named(server: Server) -> None:
    worker = server.pid("bootd-http")
    os.kill(worker, signal.SIGSTOP)
    try:
        subject, message, _ = only(check(server), "problem")
    finally:
        os.kill(worker, signal.SIGCONT)
    assert subject == "HTTP"
    assert "http://10.75.0.1:8080" in message
    assert "says nothing for 2 s" in message


def test_an_address_that_is_not_ours_does_not_answer(server: Server) -> None:
    server.configure("server: 10.75.0.200\n" + LAB)
    server.bootctl("reload")
    subject, message, _ = only(check(server), "problem")
    assert subject == "HTTP"
    assert "http://10.75.0.200:8080" in message


def test_urls_with_another_port_are_named(server: Server) -> None:
    server.configure(LAB + "http: {port: 8081}\n")
    server.bootctl("reload")
    subject, message, source = only(check(server), "problem")
    assert (subject, message) == ("HTTP", "URLs carry port 8081, but bootd-http listens on [::]:8080")
    assert source.startswith(f"{server.configuration}:")


# The disk, in a mount namespace of the doctor's own


@pytest.mark.parametrize(
    ("options", "fill", "severity", "words"),
    [
        ("size=32m", "", "warning", "nearly full"),
        ("size=1m", "head -c 1m /dev/zero >$0/fill", "warning", "nearly full: 0 KiB of 1024 are left"),
        ("size=1g,nr_inodes=100", "touch $(seq -f $0/%g 98)", "warning", "files"),
        ("size=1g,ro", "", "problem", "read-only"),
    ],
)
def test_a_disk_that_is_nearly_full_is_named(server: Server, options: str, fill: str, severity: str, words: str) -> None:
    script = f'mount -t tmpfs -o {options} tmpfs "$0" && {{ {fill or "true"}; }} && exec "$@"'
    subject, message, _ = only(check(server, "unshare", "--mount", "sh", "-c", script, server.state), severity)
    assert subject == "disk"
    assert words in message
    assert str(server.state) in message


def test_a_state_directory_that_is_gone_is_a_problem(server: Server) -> None:
    server.state.rename(server.folder / "elsewhere")
    subject, message, _ = only(check(server), "problem")
    assert subject == "disk"
    assert f"there is no {server.state} any more" in message


# The configuration, and the server itself


def test_a_configuration_that_is_broken_is_told_and_not_used(server: Server) -> None:
    server.configure(LAB + "hots: {}\n")
    subject, message, source = only(check(server), "problem")
    assert subject == "configuration"
    assert 'unknown key "hots"' in message
    assert source == f"{server.configuration}:{LAB.count(chr(10)) + 1}:1"
    assert server.ask("info")["problems"] == []


def test_a_configuration_that_has_changed_is_told(server: Server) -> None:
    server.configure(LAB.replace("node1:", "node2:"))
    subject, message, _ = only(check(server), "warning")
    assert subject == "configuration"
    assert "generation 1" in message
    server.bootctl("reload")
    assert check(server).findings == []


def test_without_the_supervisor_the_rest_is_looked_at(namespace: Lab, server: Server) -> None:
    server.stop()
    other = dnsmasq(namespace, "--port=0", "--dhcp-range=10.75.0.10,10.75.0.99")
    diagnosis = check(server)
    assert diagnosis.status == 1
    assert diagnosis.findings[0].subject == "bootd"
    assert str(server.runtime) in diagnosis.findings[0].message
    assert [f"(process {other.pid})" in finding.message for finding in diagnosis.about("UDP 67")] == [True]


def test_who_may_not_ask_is_told_so(server: Server) -> None:
    server.folder.chmod(0o755)
    diagnosis = check(server, "setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
    assert diagnosis.status == 1
    assert "Permission denied" in diagnosis.findings[0].message
    assert diagnosis.findings[0].remedy.startswith("Ask as root")
