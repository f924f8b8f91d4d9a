"""What is tested: the binaries, the package made of them, and the toolchain that they must not need."""

import functools
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]

_START = int(time.time())


def binaries() -> Path:
    """Return the folder of the binaries under test: $BOOTD_BUILD, or the release build of this tree."""
    folder = Path(os.environ.get("BOOTD_BUILD", REPOSITORY / ".build/release"))
    if not (folder / "bootd").exists():
        raise FileNotFoundError(f"{folder} has no bootd: build it, or name another folder in $BOOTD_BUILD")
    return folder


def make_package(folder: str | Path, *options: str) -> Path:
    """Make the Debian package of this tree in `folder`; all that one test run makes have files of one date."""
    program = [REPOSITORY / "contrib/build-deb", "--build-dir", binaries(), "--compress", "none", "--output", folder]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(_START)}
    done = subprocess.run([*program, *options], stdout=subprocess.PIPE, text=True, check=True, timeout=120, env=environment)
    return Path(done.stdout.strip())


@functools.cache
def package(version: str | None = None) -> Path:
    """Return the Debian package of this tree, made once in a test run, in the folder of all such packages."""
    return make_package(_folder().name, *(["--version", version] if version else []))


@functools.cache
def systemd_boot() -> list[Path]:
    """Return the packages of the systemd-boot that goes with this machine's systemd, fetched to the same folder."""
    version = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", "systemd"], capture_output=True, text=True, check=True
    ).stdout
    names = [f"{name}={version}" for name in ("systemd-boot", "systemd-boot-efi")]
    program = ["apt-get", "--quiet", "--option", "APT::Sandbox::User=root", "download", *names]
    subprocess.run(program, cwd=_folder().name, check=True, timeout=120)
    return sorted(Path(_folder().name).glob("systemd-boot*.deb"))


@functools.cache
def toolchain() -> list[Path]:
    """Return the folders of this machine's Swift toolchain. One in /usr shares its other folders with everybody."""
    if not shutil.which("swift"):
        return []
    done = subprocess.run(["swift", "-print-target-info"], capture_output=True, check=True, timeout=60)
    resources = Path(json.loads(done.stdout)["paths"]["runtimeResourcePath"])
    root = resources.parent.parent
    return [root] if root != Path("/usr") else [resources, resources.with_name("swift_static")]


@functools.cache
def _folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="bootd-package-")
