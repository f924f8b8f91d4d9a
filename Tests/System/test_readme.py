"""What the README shows of units, done as it says."""

import re

from lab.namespace import Lab, Namespace
from system.build import REPOSITORY
from system.server import ADDRESS, CONFIGURATION, Server, lease

EDIT = re.compile(r"^# systemctl edit (\S+)\n(.*?)^# (systemctl [^\n]*)$", re.M | re.S)


def test_http_moves_to_another_port_and_one_interface(server: Server, network: Lab, client: Namespace) -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    ((unit, drop_in, restart),) = EDIT.findall(readme)
    lease(client)
    # The worker runs, as it does when an administrator thinks of this.
    assert client.run("curl", "--silent", f"http://{ADDRESS}:8080/").stdout == "matchbox\n"
    folder = server.path(f"/etc/systemd/system/{unit}.d")
    folder.mkdir()
    (folder / "override.conf").write_text(drop_in, "utf-8")
    server.run("systemctl", "daemon-reload")
    server.run(*restart.split())

    assert client.run("curl", "--silent", f"http://{ADDRESS}/").stdout == "matchbox\n"
    assert client.run("curl", "--silent", f"http://{ADDRESS}:8080/", check=False).returncode != 0
    (problem,) = re.findall(r"^Problems:\n(.*?)^```$", readme, re.M | re.S)
    assert " ".join(problem.split()) in " ".join(server.run("bootctl", "info").stdout.split())

    server.configure(f"http: {{port: 80}}\n{CONFIGURATION}")
    server.run("bootctl", "reload")
    assert "Problems" not in server.run("bootctl", "info").stdout


def test_a_protocol_is_left_out_by_masking_its_socket(server: Server) -> None:
    (mask,) = re.findall(r"`(systemctl mask [^`]*)`", (REPOSITORY / "README.md").read_text("utf-8"))
    server.run(*mask.split())
    server.run("systemctl", "restart", "bootd.target")
    assert server.show("bootd-tftp.socket", "ActiveState", "LoadState") == ["inactive", "masked"]
    assert server.show("bootd-http.socket", "ActiveState") == ["active"]
