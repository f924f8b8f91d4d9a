"""`contrib/demo`: what it shows, and what it leaves behind."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.media import Media
from lab.server import REPOSITORY, build

COMMAND = [REPOSITORY / "contrib/demo", "--build-dir", build()]
STAGES = ["firmware", "address", "loader", "iPXE", "scripts", "kernel and initrd", "Linux", "Ignition"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for a demo to keep its files in; `tmp_path` is too long for a socket's name."""
    with tempfile.TemporaryDirectory(prefix="bootd-demo-") as name:
        yield Path(name)


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a demo that keeps its files in `folder`."""
    return {**os.environ, "TMPDIR": str(folder)}


def running(folder: Path) -> list[str]:
    """Return the processes that have the environment of a demo in `folder`: all that it has started."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"TMPDIR={folder}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text("utf-8").replace("\0", " "))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("firmware", ["--uefi", "--bios"])
def test_demo_shows_the_whole_boot(media: Media, folder: Path, firmware: str) -> None:
    done = subprocess.run(
        [*COMMAND, firmware], capture_output=True, text=True, timeout=300, check=False, env=environment(folder)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for shown in (
        " has 10.75.0.11, to load ",
        "/assets/vmlinuz sent, ",
        "it has its Ignition",
        '"source": "data:,control"',
        "node1  52:54:00:00:00:01  10.75.0.11  cloud    node     bound",
        "bootctl leases:",
    ):
        assert shown in done.stdout
    (line,) = re.findall("^Stages: (.*)$", done.stdout, re.MULTILINE)
    assert [re.sub(r" [0-9.]+ s$", "", stage) for stage in line.split(", ")] == STAGES
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_interrupted_demo_leaves_nothing_behind(media: Media, folder: Path, number: int) -> None:
    demo = subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True, env=environment(folder))
    for line in demo.stdout:
        if "is offered 10.75.0.11" in line:
            break
    assert any("qemu-system" in command for command in running(folder))
    demo.send_signal(number)
    assert demo.wait(30) == 128 + number
    assert "Interrupted: cleaning up." in demo.stdout.read()
    assert running(folder) == []
    assert list(folder.iterdir()) == []


def test_demo_that_fails_says_why(media: Media, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    for program in ("bootd", "bootctl"):
        shutil.copy(build() / program, tmp_path / "build" / program)
    done = subprocess.run(
        [COMMAND[0], "--build-dir", tmp_path / "build"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment(folder),
    )
    assert done.returncode == 1
    assert "bootd-dhcp" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(folder.iterdir()) == []
