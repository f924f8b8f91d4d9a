"""The initial RAM disk of the lab's machines: busybox, the network driver, and the script `initrd/init`."""

import gzip
import io
import lzma
import stat
from pathlib import Path

BUSYBOX = Path("/bin/busybox")
SCRIPTS = Path(__file__).parent.parent / "initrd"

# Each needs those before it.
MODULES = [
    "virtio_ring",
    "virtio",
    "virtio_pci_legacy_dev",
    "virtio_pci_modern_dev",
    "virtio_pci",
    "failover",
    "net_failover",
    "virtio_net",
]


def build(modules: Path) -> bytes:
    """Return the disk as a compressed archive, the same bytes for the same input.

    `modules` is a folder with the kernel's modules. Raises FileNotFoundError if one of MODULES is not there.
    """
    archive = Archive()
    for folder in ("bin", "dev", "etc", "modules", "proc", "sys"):
        archive.add(folder, stat.S_IFDIR | 0o755)
    archive.add("bin/busybox", stat.S_IFREG | 0o755, BUSYBOX.read_bytes())
    archive.add("init", stat.S_IFREG | 0o755, (SCRIPTS / "init").read_bytes())
    archive.add("udhcpc.script", stat.S_IFREG | 0o755, (SCRIPTS / "udhcpc.script").read_bytes())
    archive.add("modules/order", stat.S_IFREG | 0o644, "".join(f"{name}.ko\n" for name in MODULES).encode())
    for name in MODULES:
        archive.add(f"modules/{name}.ko", stat.S_IFREG | 0o644, _module(modules, name))
    return gzip.compress(archive.finish(), compresslevel=9, mtime=0)


def _module(modules: Path, name: str) -> bytes:
    for path in modules.rglob(f"{name}.ko*"):
        data = path.read_bytes()
        return lzma.decompress(data) if path.suffix == ".xz" else data
    raise FileNotFoundError(f"{modules} has no module {name}")


class Archive:
    """A cpio archive in the format "newc" that the kernel unpacks (Documentation/driver-api/early-userspace)."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._count = 0

    def add(self, name: str, mode: int, data: bytes = b"") -> None:
        self._count += 1
        path = name.encode() + b"\0"
        # inode, mode, uid, gid, links, mtime, size, four device numbers, length of the name, check
        fields = (self._count, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(path), 0)
        self._write(b"070701" + b"".join(b"%08X" % field for field in fields) + path)
        self._write(data)

    def finish(self) -> bytes:
        self.add("TRAILER!!!", 0)
        return self._out.getvalue()

    def _write(self, data: bytes) -> None:
        self._out.write(data + b"\0" * (-len(data) % 4))
