"""bootd's units in a container, as an administrator adjusts and reads them."""

from lab.disk import Disk

from .server import Server

STATE = "/var/lib/bootd/state"


def drop_in(server: Server, unit: str, text: str) -> None:
    """Adjust a unit, as `systemctl edit` does. Sockets and processes that are there already do not know of it yet."""
    folder = server.path(f"/etc/systemd/system/{unit}.d")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "override.conf").write_text(text, "utf-8")
    server.run("systemctl", "daemon-reload")


def status(server: Server, service: str) -> str:
    """Return what a service says of itself in `systemctl status`."""
    return server.show(service, "StatusText")[0]


def adjustable_disk(server: Server) -> Disk:
    """Put a disk under the supervisor's next process that is slow, or broken, on demand."""
    server.run("install", "--directory", "--owner=bootd", "--group=bootd", "--mode=700", STATE)
    disk = Disk(server.path(STATE))
    server.path(f"{STATE}/disk").chmod(0o666)
    drop_in(server, "bootd.service", f"[Service]\nEnvironment=LD_PRELOAD={STATE}/disk.so BOOTD_LAB_DISK={STATE}/disk\n")
    return disk
