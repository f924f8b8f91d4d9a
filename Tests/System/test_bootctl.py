"""`bootctl` beside systemd-boot's tool of the same name: what is not ours reaches that one unchanged."""

from pathlib import Path

import pytest
from system.server import Server

# Stands for systemd-boot's tool: it says what it was given, and ends in a way of its own.
OTHER = """\
#!/bin/sh
for argument; do echo "got $argument"; done
exit 7
"""


@pytest.fixture
def other(installed: Server) -> Path:
    """The other tool, where its package puts it."""
    path = installed.path("/usr/bin/bootctl")
    path.unlink(missing_ok=True)
    path.write_text(OTHER, "utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["is-installed", "--quiet"],
        ["--print-esp-path"],
        ["--esp-path=/boot/efi", "update", "--graceful"],
        ["--esp-path", "/boot/efi", "install"],
        ["--json=short", "list"],
        ["install", "", "two words", b"--esp-path=/caf\xe9"],
    ],
)
def test_what_is_not_ours_reaches_the_other_tool(installed: Server, other: Path, arguments: list[str | bytes]) -> None:
    given = [argument.decode(errors="surrogateescape") if isinstance(argument, bytes) else argument for argument in arguments]
    done = installed.run("bootctl", *given, check=False, errors="surrogateescape")
    assert done.stdout.splitlines() == [f"got {argument}" for argument in given]
    assert done.returncode == 7


def test_our_help_is_ours(installed: Server, other: Path) -> None:
    assert "bootd" in installed.run("bootctl", "--help").stdout
    assert "--network" in installed.run("bootctl", "help", "leases").stdout


def test_without_the_other_tool_that_is_said(installed: Server, other: Path) -> None:
    other.unlink()
    done = installed.run("bootctl", "--print-esp-path", check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "systemd-boot" in done.stderr


def test_two_copies_of_ours_do_not_call_each_other(installed: Server, other: Path) -> None:
    other.unlink()
    installed.run("cp", "/usr/bin/bootdctl", "/usr/local/bin/bootctl")
    done = installed.run("bootctl", "status", check=False, timeout=20)
    installed.run("rm", "/usr/local/bin/bootctl")
    assert done.returncode == 1
    assert "systemd-boot" in done.stderr


def test_the_packages_link_finds_the_other_tool(installed: Server, other: Path) -> None:
    assert installed.run("readlink", "/usr/sbin/bootctl").stdout == "../bin/bootdctl\n"
    done = installed.run("/usr/sbin/bootctl", "status", check=False)
    assert (done.stdout, done.returncode) == ("got status\n", 7)


def test_wrong_usage_is_status_two(installed: Server) -> None:
    assert installed.run("bootctl", "hosts", "--frobnicate", check=False).returncode == 2
