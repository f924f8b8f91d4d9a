"""`bootctl check` where systemd runs bootd: the units, the users and the sandboxes, and who else has a port."""

import json
import subprocess

import pytest
from system.server import ADDRESS, CONFIGURATION, Server, wait_for


def check(server: Server, user: str | None = None) -> tuple[int, list[dict[str, str]], list[str]]:
    """Return bootctl's exit status, what it found, and what it could not look at."""
    done = server.run("bootctl", "--json", "check", user=user, check=False)
    assert done.stderr == ""
    reply = json.loads(done.stdout)
    return done.returncode, reply["findings"], reply["unseen"]


def said(findings: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(finding["severity"], finding["subject"]) for finding in findings]


def test_when_all_is_well_nothing_is_found_and_little_is_started(server: Server) -> None:
    assert check(server) == (0, [], [])
    assert server.running() == {"bootd.service", "bootd-http.service"}
    # And once more, now that workers have the sockets too.
    assert check(server) == (0, [], [])
    told = server.run("bootctl", "check").stdout
    assert told.startswith("All is well. Looked at: the configuration (generation 1), 1 network, the ports, the units, ")


def test_a_member_of_the_group_is_told_what_he_could_not_see(server: Server) -> None:
    server.run("useradd", "--groups", "bootd", "watcher")
    status, findings, unseen = check(server, "watcher")
    assert (status, findings) == (0, [])
    assert any("sockets" in text for text in unseen)
    assert any("firewall" in text for text in unseen)


def test_who_may_not_ask_is_told_so_by_the_name_that_he_called(server: Server) -> None:
    told = server.run("bootdctl", "--json", "info", user="nobody", check=False)
    assert told.returncode == 3
    assert json.loads(told.stdout)["error"] == "io.bootd.bootctl.PermissionDenied"
    assert "Permission denied: you are not in group bootd" in json.loads(told.stdout)["message"]
    assert told.stderr.startswith("bootdctl: cannot connect to ")
    assert "sudo bootdctl ..." in told.stderr


def test_a_socket_that_is_masked_or_has_failed_is_named(server: Server) -> None:
    server.run("systemctl", "mask", "--now", "bootd-tftp.socket")
    status, findings, _ = check(server)
    assert (status, said(findings)) == (0, [("warning", "bootd-tftp.socket")])
    server.run("systemctl", "unmask", "bootd-tftp.socket")
    status, findings, _ = check(server)
    assert (status, said(findings)) == (1, [("problem", "bootd-tftp.socket")])
    assert findings[0]["remedy"] == "systemctl start bootd-tftp.socket"
    server.run("sh", "-c", findings[0]["remedy"])
    # A service that runs keeps its socket from being started.
    server.run("systemctl", "mask", "--now", "bootd-pxe.socket")
    server.run("systemctl", "start", "bootd-dhcp.service")
    _, findings, _ = check(server)
    assert said(findings) == [("warning", "bootd-pxe.socket")]
    assert "nobody gets the PXE boot server" in findings[0]["message"]
    server.run("sh", "-c", findings[0]["remedy"].partition(",")[0])
    assert check(server) == (0, [], [])
    server.run("systemctl", "stop", "bootd-http.socket", "bootd-http.service")
    blocker = subprocess.Popen(
        server.command("python3", "-m", "http.server", "8080"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    wait_for(lambda: ":8080" in server.run("ss", "-ltn").stdout, "the web server listens")
    server.run("systemctl", "start", "bootd-http.socket", check=False)
    status, findings, _ = check(server)
    blocker.kill()
    blocker.wait()
    assert (status, said(findings)) == (1, [("problem", "bootd-http.socket"), ("problem", "TCP 8080")])
    assert findings[1]["message"].startswith("python3 (process ")
    assert "systemctl reset-failed bootd-http.socket" in findings[0]["remedy"]


def test_a_target_that_is_not_started_is_one_finding(server: Server) -> None:
    server.run("systemctl", "disable", "--now", "bootd.target")
    server.run("systemctl", "stop", "bootd.service", "bootd.socket", "bootd-worker.socket")
    status, findings, _ = check(server)
    assert status == 1
    assert said(findings) == [("problem", "bootd"), ("problem", "units")]
    server.run("sh", "-c", findings[1]["remedy"])
    assert check(server) == (0, [], [])


def test_a_loader_that_tftp_may_not_read_is_named_and_the_remedy_helps(server: Server) -> None:
    server.path("/var/lib/bootd/tftp/ipxe.efi").chmod(0o600)
    status, findings, _ = check(server)
    assert (status, said(findings)) == (1, [("problem", "loader x64-uefi")])
    assert findings[0]["message"] == "bootd-tftp may not read /var/lib/bootd/tftp/ipxe.efi"
    server.run("sh", "-c", findings[0]["remedy"])
    assert check(server) == (0, [], [])


def test_a_directory_that_the_sandbox_hides_is_named(server: Server) -> None:
    server.run("mkdir", "-p", "/home/pxe")
    server.run("cp", "-r", "/var/lib/bootd/tftp", "/home/pxe/tftp")
    server.configure(CONFIGURATION + "paths: {tftp: /home/pxe/tftp}\n")
    status, findings, _ = check(server)
    assert (status, said(findings)) == (1, [("problem", "/home/pxe/tftp")])
    assert "its sandbox hides /home" in findings[0]["message"]


def test_no_address_is_named_until_there_is_one(server: Server) -> None:
    server.run("ip", "address", "delete", f"{ADDRESS}/16", "dev", "lan0")
    status, findings, _ = check(server)
    assert (status, said(findings)) == (1, [("problem", "network cloud")])
    assert findings[0]["source"] == "/etc/bootd/bootd.yaml:2:3"
    remedy, _, _ = findings[0]["remedy"].partition(",")
    assert remedy == f"ip address add {ADDRESS}/16 dev lan0"
    server.run("sh", "-c", remedy)
    assert check(server) == (0, [], [])


def test_a_server_that_shares_the_port_is_named(server: Server) -> None:
    """Sockets of systemd's share their port with whoever wants to, as dnsmasq does with --bind-interfaces."""
    options = [
        "--conf-file=/dev/null",
        "--user=root",
        "--port=0",
        "--interface=lan0",
        "--bind-interfaces",
        "--leasefile-ro",
        "--dhcp-range=10.75.0.10,10.75.0.99",
    ]
    server.run("systemd-run", "--unit=other-dhcp", "--", "dnsmasq", "--keep-in-foreground", "--pid-file", *options)
    wait_for(lambda: "dnsmasq" in server.run("ss", "-ulnp").stdout, "dnsmasq listens")
    status, findings, _ = check(server)
    assert (status, said(findings)) == (1, [("problem", "UDP 67")])
    assert findings[0]["message"].startswith("dnsmasq (process ")
    assert findings[0]["remedy"].startswith("systemctl disable --now other-dhcp.service")


def test_a_configuration_that_keeps_the_supervisor_from_starting_is_told(server: Server) -> None:
    server.configure(CONFIGURATION + "hots: {}\n")
    status, findings, _ = check(server)
    assert status == 1
    assert said(findings) == [("problem", "configuration")]
    assert findings[0]["source"] == f"/etc/bootd/bootd.yaml:{CONFIGURATION.count(chr(10)) + 1}:1"
    assert 'unknown key "hots"' in findings[0]["message"]


@pytest.mark.parametrize(
    ("spoil", "subject", "words"),
    [
        (
            "chmod 600 /etc/bootd/bootd.yaml && chgrp root /etc/bootd/bootd.yaml",
            "configuration",
            "/etc/bootd/bootd.yaml, which belongs to root:root and has mode 600",
        ),
        ("chown root:root /var/lib/bootd/state/*", "state", "/var/lib/bootd/state/bootd.db, which belongs to root:root"),
    ],
)
def test_a_file_that_bootd_may_not_use_is_named_and_the_remedy_helps(
    server: Server, spoil: str, subject: str, words: str
) -> None:
    server.run("bootctl", "info")
    server.run("systemctl", "stop", "bootd.service")
    server.run("sh", "-c", spoil)
    status, findings, _ = check(server)
    assert status == 1
    assert set(said(findings)) == {("problem", subject)}
    assert words in findings[0]["message"]
    # The unit's status names the file too.
    assert words.partition(",")[0] in server.show("bootd.service", "StatusText")[0]
    for finding in findings:
        server.run("sh", "-c", finding["remedy"], check=False)
    assert check(server) == (0, [], [])


def test_what_the_supervisor_says_is_passed_on_when_it_has_failed(server: Server) -> None:
    server.run("bootctl", "info")
    server.run("systemctl", "stop", "bootd.service")
    server.run("systemd-run", "--unit=other", "--", "flock", "/var/lib/bootd/state", "sleep", "infinity")
    wait_for(lambda: check(server)[0] == 1, "another has the state")
    _, findings, _ = check(server)
    assert said(findings) == [("problem", "bootd.service")]
    assert "not started: " in findings[0]["message"]
    assert "another bootd runs with the state" in findings[0]["message"]


@pytest.mark.parametrize("drop", ["8081", "127.0.0.1:8080"])
def test_a_socket_that_was_moved_is_named(server: Server, drop: str) -> None:
    folder = server.path("/etc/systemd/system/bootd-http.socket.d")
    folder.mkdir()
    (folder / "port.conf").write_text(f"[Socket]\nListenStream=\nListenStream={drop}\n", "utf-8")
    server.run("systemctl", "daemon-reload")
    server.run("systemctl", "restart", "bootd-http.socket")
    status, findings, _ = check(server)
    assert (status, said(findings)) == (1, [("problem", "HTTP")])
    assert ("listens on [::]:8081" if drop == "8081" else "Connection refused") in findings[0]["message"]
