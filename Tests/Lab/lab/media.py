"""What the lab's machines boot, made from Debian's packages and kept in a folder."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import initrd, rom

KERNEL_PACKAGE = "linux-image-cloud-amd64"
LOADERS = Path("/usr/lib/ipxe")
DEFAULT_FOLDER = Path(__file__).parents[3] / ".build-lab"
# Kernels that were fetched for any tree of this machine.
CACHE = Path("/var/cache/bootd-lab")


@dataclass(frozen=True)
class Media:
    """The folder, and what is in it."""

    folder: Path

    @property
    def tftp(self) -> Path:
        """A TFTP root: `undionly.kpxe` and `ipxe.efi`, as Debian ships them."""
        return self.folder / "tftp"

    @property
    def assets(self) -> Path:
        """An HTTP folder: `vmlinuz`, Debian's cloud kernel, and `initrd.img`, which prints its Ignition and stops."""
        return self.folder / "assets"

    @property
    def rom(self) -> Path:
        """The boot ROM of a BIOS machine's network card: an ordinary PXE client."""
        return self.folder / "pxe.rom"


def make(folder: Path = DEFAULT_FOLDER) -> Media:
    """Return the media in `folder`, after making what is missing or was made from other sources.

    The kernel is downloaded once for a machine (about 30 MB); all else comes from installed packages. Raises FileNotFoundError if a
    package of packages.txt is not installed, CalledProcessError if apt cannot give the kernel.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        media = Media(folder)
        if not (folder / "kernel/vmlinuz").exists():
            _provide_kernel(folder / "kernel")
        stamp = folder / "made-from"
        sources = _fingerprint()
        if not stamp.exists() or stamp.read_text("ascii") != sources:
            stamp.unlink(missing_ok=True)
            _assemble(media)
            stamp.write_text(sources, "ascii")
    return media


def _assemble(media: Media) -> None:
    for folder in (media.tftp, media.assets):
        folder.mkdir(exist_ok=True)
    for name in ("undionly.kpxe", "ipxe.efi"):
        shutil.copyfile(LOADERS / name, media.tftp / name)
    shutil.copyfile(media.folder / "kernel/vmlinuz", media.assets / "vmlinuz")
    (media.assets / "initrd.img").write_bytes(initrd.build(media.folder / "kernel/modules"))
    media.rom.write_bytes(rom.plain_pxe(rom.SOURCE.read_bytes()))


def _fingerprint() -> str:
    """Return a hash of everything that the media are made from, but for the kernel, which is never fetched anew."""
    inputs = [rom.SOURCE, initrd.BUSYBOX, LOADERS / "undionly.kpxe", LOADERS / "ipxe.efi"]
    inputs += sorted(initrd.SCRIPTS.iterdir()) + [Path(module.__file__) for module in (initrd, rom)]
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _provide_kernel(target: Path) -> None:
    """Copy the `vmlinuz` and the `modules` of Debian's current cloud kernel to `target`, installing nothing."""
    package = _kernel_package()
    wanted = hashlib.sha256(" ".join(initrd.MODULES).encode()).hexdigest()[:8]
    kept = CACHE / f"{package}-{wanted}"
    CACHE.mkdir(exist_ok=True)
    with open(CACHE / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _fetch_kernel(package, kept)
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(kept, target)


def _fetch_kernel(package: str, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        work = Path(name)
        # As root apt would complain that its own user cannot write here.
        download = ["apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", package]
        subprocess.run(download, cwd=work, check=True, stdout=subprocess.DEVNULL)
        (archive,) = work.glob("*.deb")
        subprocess.run(["dpkg-deb", "--extract", archive, work / "root"], check=True)
        (kernel,) = (work / "root/boot").glob("vmlinuz-*")
        (modules,) = (work / "root").glob("lib/modules/*/kernel")
        unpacked = work / "kernel"
        unpacked.mkdir()
        kernel.rename(unpacked / "vmlinuz")
        _keep_modules(modules, unpacked / "modules")
        os.rename(unpacked, target)


def _keep_modules(modules: Path, target: Path) -> None:
    target.mkdir()
    for name in initrd.MODULES:
        for path in modules.rglob(f"{name}.ko*"):
            shutil.copyfile(path, target / path.name)


def _kernel_package() -> str:
    """Return the package that the metapackage stands for today, such as linux-image-6.1.0-56-cloud-amd64."""
    listing = subprocess.run(
        ["apt-cache", "depends", "--important", KERNEL_PACKAGE], capture_output=True, text=True, check=True
    ).stdout
    for line in listing.splitlines():
        word, _, package = line.strip().partition(": ")
        if word == "Depends" and package.startswith("linux-image-"):
            return package
    raise FileNotFoundError(f"apt knows no {KERNEL_PACKAGE}; run `apt-get update`")
