"""A configuration read again: a good one takes effect at once, a bad one changes nothing and every problem is said."""

import signal
from collections.abc import Callable

import pytest
from lab.clients import Udhcpc
from lab.namespace import Lab
from lab.server import ADDRESS, Server

NODE2 = "hosts: {node2: {mac: 52:54:00:00:00:02, address: 10.75.0.12, profile: node, metadata: {role: worker}}}\n"
BAD = """\
networks:
  cloud:
    subnet: 10.75.0.0/16
    range: 10.80.0.2 - 10.80.0.9
    leese: 12h
hosts:
  one: {mac: 52:54:00:00:00:01}
  two: {mac: 52:54:00:00:00:01}
"""

Reload = Callable[[Server], None]


def by_bootctl(server: Server) -> None:
    server.bootctl("reload", check=False)


def by_signal(server: Server) -> None:
    server.process.send_signal(signal.SIGHUP)


def add(server: Server, text: str) -> None:
    """Add a drop-in to the configuration."""
    (server.configuration.parent / "conf.d/added.yaml").write_text(text, "utf-8")


def fetch(namespace: Lab, url: str) -> str:
    return namespace.run("curl", "--silent", "--fail", "--max-time", "20", url).stdout


@pytest.mark.parametrize("reload", [by_bootctl, by_signal])
def test_good_configuration_takes_effect(namespace: Lab, reload: Reload) -> None:
    with Server(namespace) as server:
        add(server, NODE2)
        reload(server)
        server.wait_for_log("configuration in effect generation=2 hosts=2")
        assert [row["name"] for row in server.ask("hosts")["hosts"]] == ["node1", "node2"]
        with Udhcpc(namespace.client("52:54:00:00:00:02")) as client:
            assert client.wait_for("bound")["address"] == "10.75.0.12"
            url = f"http://{ADDRESS}:8080/ignition?mac=52-54-00-00-00-02"
            assert "data:,worker" in fetch(namespace, url)


@pytest.mark.parametrize("reload", [by_bootctl, by_signal])
def test_bad_configuration_changes_nothing(namespace: Lab, reload: Reload) -> None:
    with Server(namespace) as server:
        server.configure(BAD)
        reload(server)
        for place in ("bootd.yaml:4:12", "bootd.yaml:5:5", "bootd.yaml:8:14"):
            line = server.wait_for_log(place)
            assert "configuration refused, the old one goes on" in line
        assert server.ask("info")["generation"] == 1
        assert [row["name"] for row in server.ask("hosts")["hosts"]] == ["node1"]
        with Udhcpc(namespace.client("52:54:00:00:00:01")) as client:
            assert client.wait_for("bound")["address"] == "10.75.0.11"
        assert "data:,control" in fetch(namespace, f"http://{ADDRESS}:8080/ignition?mac=52-54-00-00-00-01")


def test_bootctl_tells_what_is_in_effect(namespace: Lab) -> None:
    with Server(namespace) as server:
        assert "Generation 2 is in force: 1 network, 1 host, 1 profile" in server.bootctl("reload").stdout
        assert server.ask("reload") == {"generation": 3, "networks": 1, "hosts": 1, "profiles": 1}


def test_bootctl_tells_every_problem_and_where_it_is(namespace: Lab) -> None:
    with Server(namespace) as server:
        server.configure(BAD)
        done = server.bootctl("reload", check=False)
        assert done.returncode == 1
        problems = [line for line in done.stderr.splitlines() if line.startswith(str(server.configuration))]
        assert [line.removeprefix(f"{server.configuration}:").split(": ")[0] for line in problems] == [
            "4:12",
            "5:5",
            "8:14",
        ]
        assert "leese" in problems[1]
        assert "lease" in problems[1]


def test_mended_configuration_is_taken(namespace: Lab) -> None:
    with Server(namespace) as server:
        good = server.configuration.read_text("utf-8")
        server.configure(BAD)
        assert server.bootctl("reload", check=False).returncode == 1
        server.configure(good)
        assert server.ask("reload")["generation"] == 2


@pytest.mark.parametrize(
    "text", ["networks: ]", "\x00", "networks: {a: &x {b: *x}}", "[]", "hosts: {a: {mac: 1}, a: {mac: 2}}"]
)
def test_file_that_is_no_configuration_is_refused(namespace: Lab, text: str) -> None:
    with Server(namespace) as server:
        server.configure(text)
        done = server.bootctl("reload", check=False)
        assert done.returncode == 1
        assert f"{server.configuration}:1:" in done.stderr
        assert server.ask("info")["generation"] == 1


def test_ignition_that_is_missing_or_broken_is_refused(namespace: Lab) -> None:
    with Server(namespace) as server:
        ignition = server.state.parent / "ignition/node.ign"
        good = ignition.read_text("utf-8")
        ignition.write_text('{"a": "{{.role"}\n', "utf-8")
        done = server.bootctl("reload", check=False)
        assert done.returncode == 1
        assert f"{ignition}:1:" in done.stderr
        ignition.unlink()
        done = server.bootctl("reload", check=False)
        assert done.returncode == 1
        assert str(ignition) in done.stderr
        # Machines get what they got before.
        assert "data:,control" in fetch(namespace, f"http://{ADDRESS}:8080/ignition?mac=52-54-00-00-00-01")
        ignition.write_text(good, "utf-8")
        assert server.bootctl("reload").returncode == 0


def test_workers_take_over_new_paths(namespace: Lab) -> None:
    with Server(namespace) as server:
        other = server.folder / "other"
        other.mkdir()
        (other / "file").write_text("from the new root", "ascii")
        paths = (server.configuration.parent / "conf.d/paths.yaml").read_text("utf-8")
        for served in (server.tftp, server.assets):
            paths = paths.replace(str(served), str(other))
        (server.configuration.parent / "conf.d/paths.yaml").write_text(paths, "utf-8")
        server.bootctl("reload")
        for url in (f"tftp://{ADDRESS}/file", f"http://{ADDRESS}:8080/assets/file"):
            server.wait_until(
                lambda url=url: namespace.run("curl", "--silent", "--max-time", "5", url, check=False).stdout
                == "from the new root",
                f"{url} is of the new root",
            )


def test_network_that_is_gone_is_served_no_more(namespace: Lab) -> None:
    with Server(namespace) as server:
        server.configure("networks: {}\n")
        server.bootctl("reload")
        with Udhcpc(namespace.client(), "-n") as client:
            assert client.process.wait(30) != 0
        assert server.ask("leases") == {"leases": []}
