"""What is tested: the binaries, the package made of them, and the toolchain that they must not need."""

import functools
import gzip
import json
import os
import shutil
import subprocess
import tempfile
import time
import warnings
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
    """Return the packages of the systemd-boot that goes with this machine's systemd, fetched to the same folder.

    Where apt reaches no archive, a package of ours stands for them, with a warning: it owns the same file.
    """
    version = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", "systemd"], capture_output=True, text=True, check=True
    ).stdout
    names = [f"{name}={version}" for name in ("systemd-boot", "systemd-boot-efi")]
    program = ["apt-get", "--quiet", "--option", "APT::Sandbox::User=root", "download", *names]
    if subprocess.run(program, cwd=_folder().name, timeout=120).returncode != 0:
        warnings.warn("apt cannot download systemd-boot, so a package of ours stands for it", stacklevel=2)
        _make_stand_in("systemd-boot", version)
    return sorted(Path(_folder().name).glob("systemd-boot*.deb"))


def _make_stand_in(name: str, version: str) -> None:
    """Make a package with a /usr/bin/bootctl, which says what it was given, and its manual page; it is run when configured."""
    root = Path(_folder().name, f"{name}.root")
    program, page, control = root / "usr/bin/bootctl", root / "usr/share/man/man1/bootctl.1.gz", root / "DEBIAN"
    for folder in (program.parent, page.parent, control):
        folder.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "systemd was given: $*"\nexit 3\n', "ascii")
    page.write_bytes(gzip.compress(b'.TH BOOTCTL 1\n.SH NAME\nbootctl \\- for a test\n'))
    fields = {"Package": name, "Version": version, "Architecture": "all", "Maintainer": "bootd", "Description": "for a test"}
    (control / "control").write_text("".join(f"{key}: {value}\n" for key, value in fields.items()), "ascii")
    (control / "postinst").write_text("#!/bin/sh\nbootctl is-installed >/dev/null || true\n", "ascii")
    for file in (program, control / "postinst"):
        file.chmod(0o755)
    subprocess.run(["dpkg-deb", "--build", "--root-owner-group", root, f"{root.parent}/{name}.deb"], check=True, timeout=60)


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
