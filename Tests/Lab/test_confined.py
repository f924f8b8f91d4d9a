"""bootd in a container's confines: no root, few capabilities, and a root file system that cannot be written."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from lab import tftp, web
from lab.clients import Udhcpc
from lab.namespace import Lab, Namespace
from lab.server import WORKERS, Server

FILE = bytes(range(256)) * 400
MAC = "52:54:00:00:00:02"
NOBODY = 65534
NET_BIND_SERVICE, NET_RAW = 1 << 10, 1 << 13
BROADCAST = "replies to clients without an address are broadcast"

# A root of its own, as an image has: programs and libraries, read-only; what the server is given, read-only; two
# directories to write to. Arguments: the root, the folder of the programs, the server's folder, the command.
CONTAINER = """
set -eu
root=$1 build=$2 folder=$3
shift 3
mount -t tmpfs -o mode=0755 tmpfs "$root"
bind() { # MODE DIRECTORY
    mkdir -p "$root$2"
    mount --bind "$2" "$root$2"
    mount -o "remount,bind,nosuid,nodev,$1" "$root$2"
}
bind ro /usr
for name in bin lib lib64 sbin; do
    [ ! -L /$name ] || ln -s usr/$name "$root/$name"
done
mkdir "$root/proc"
mount -t proc -o ro proc "$root/proc"
bind ro "$build"
bind ro "$folder/etc"
bind ro "$folder/lib"
mount --bind "$folder/lib/state" "$root$folder/lib/state"
bind rw "$folder/run"
mount -o remount,ro "$root"
exec chroot "$root" "$@"
"""


def confines(capabilities: list[str]) -> list[str]:
    """Return the command that runs another one as nobody, with these capabilities and no way to more."""
    allowed = ",".join(["-all", *(f"+{name}" for name in capabilities)])
    sets = [f"--bounding-set={allowed}", f"--inh-caps={allowed}", f"--ambient-caps={allowed}"]
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs", *sets]


@contextmanager
def confined(lab: Lab, root: Path, capabilities: list[str]) -> Iterator[Server]:
    """bootd with two files to serve, in a container of its own on the lab's bridge; `root` is where its root is put."""
    with Server(lab) as server:
        assert server.stop() == 0
        for folder in (server.tftp, server.assets):
            (folder / "loader").write_bytes(FILE)
        for folder in (server.state, server.runtime):
            for path in (folder, *folder.iterdir()):
                os.chown(path, NOBODY, NOBODY)
        container = ["unshare", "--mount", "sh", "-c", CONTAINER, "container", root, server.build, server.folder]
        server.start(prefix=[*container, *confines(capabilities)])
        yield server


@pytest.fixture
def client(namespace: Lab) -> Namespace:
    """A computer without an address."""
    return namespace.client(MAC)


def status(server: Server, name: str) -> dict[str, str]:
    """Return what the kernel says of one of the server's processes: proc(5)."""
    lines = Path(f"/proc/{server.pid(name)}/status").read_text("ascii").splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def assert_serves(server: Server, client: Namespace) -> None:
    """Assert that a machine gets its address, and files by TFTP and HTTP."""
    with Udhcpc(client) as dhcp:
        address = dhcp.wait_for("bound")["address"]
        assert address in server.bootctl("leases").stdout
        assert tftp.read(client, "loader") == FILE
        assert web.get(client, b"/assets/loader") == (200, FILE)


def test_two_capabilities_and_two_directories_suffice(namespace: Lab, client: Namespace, tmp_path: Path) -> None:
    with confined(namespace, tmp_path, ["net_bind_service", "net_raw"]) as server:
        for name in ("bootd", *WORKERS):
            said = status(server, name)
            assert set(said["Uid"].split()) == {str(NOBODY)}
            assert int(said["CapEff"], 16) == int(said["CapBnd"], 16) == NET_BIND_SERVICE | NET_RAW
            assert said["NoNewPrivs"] == "1"
        root = Path(f"/proc/{server.pid('bootd')}/root")
        seen = [Path("/"), server.state, server.runtime, server.configuration.parent, server.tftp, server.build]
        writable = [path for path in seen if not os.statvfs(root / path.relative_to("/")).f_flag & os.ST_RDONLY]
        assert writable == [server.state, server.runtime]
        assert_serves(server, client)
        assert not server.lines(BROADCAST)
        server.kill("bootd-dhcp")
        assert server.stop() == 0


def test_without_packet_sockets_replies_are_broadcast(namespace: Lab, client: Namespace, tmp_path: Path) -> None:
    with confined(namespace, tmp_path, ["net_bind_service"]) as server:
        assert_serves(server, client)
        assert server.lines(BROADCAST)


def test_without_any_capability_it_says_which_port_it_may_not_have(namespace: Lab, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="(?s)status 1:.* 0.0.0.0:67: Permission denied"), confined(namespace, tmp_path, []):
        pass


def test_ports_that_are_free_for_all_need_no_capability(namespace: Lab, client: Namespace, tmp_path: Path) -> None:
    namespace.run("sysctl", "--quiet", "net.ipv4.ip_unprivileged_port_start=0")
    with confined(namespace, tmp_path, []) as server:
        assert_serves(server, client)
