"""dhcpcd, at work in a namespace. It configures its interface by itself."""

from pathlib import Path

from .clients import SCRIPT, Client
from .namespace import Namespace

# Where Debian's dhcpcd keeps its sockets and its leases, of each machine apart. Its hooks write the resolv.conf of whoever
# runs it without our script, so it sees an /etc that nobody can write to.
_APART = """
mount -t tmpfs tmpfs /run && mount --bind "$1" /var/lib/dhcpcd && mount --bind /etc /etc && mount -o remount,bind,ro /etc &&
shift && exec "$@"
"""


class Dhcpcd(Client):
    """dhcpcd on eth0 of `namespace`. It keeps its lease in `folder`, also that of a run before.

    conflicts: whether it looks by ARP who uses its address, which takes 5 seconds.
    """

    def __init__(self, namespace: Namespace, folder: Path, *options: object, conflicts: bool = False) -> None:
        self._namespace = namespace
        state = folder / "dhcpcd"
        state.mkdir(exist_ok=True)
        wanted = "option domain_name_servers, domain_name, routers, host_name, classless_static_routes\n"
        (folder / "dhcpcd.conf").write_text(f"nodelay\nreboot 3\n{wanted}", "ascii")
        arguments = ["-4", "-B", "-L", "-d", "-f", folder / "dhcpcd.conf", "-c", SCRIPT, *([] if conflicts else ["-A"])]
        apart = ["unshare", "--mount", "sh", "-c", _APART, "sh", state]
        super().__init__(namespace, *apart, "dhcpcd", *arguments, *options, "eth0")

    def renew(self) -> None:
        """Ask for more time now."""
        self._tell("-N")

    def release(self) -> None:
        """Give the address back, and end."""
        self._tell("-k")

    def _tell(self, order: str) -> None:
        """Give the process an order, by its socket, which only its own mounts show."""
        mounts = f"--mount=/proc/{self.process.pid}/ns/mnt"
        self._namespace.run("nsenter", mounts, "--", "dhcpcd", "-4", order, "eth0")
