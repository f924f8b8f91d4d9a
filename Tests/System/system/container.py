"""A booted container: a real systemd over an overlay of this machine's file system, with a network of its own.

What it writes is kept in memory and is gone with it. It needs root, and leaves nothing behind: its mounts live in a
mount namespace that ends with its last process, and it is ended with its creator, even when that is killed.
"""

import itertools
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from . import cgroups

BOOT = Path(__file__).with_name("boot.sh")
NAMESPACES = ["--mount", "--uts", "--ipc", "--net", "--pid"]
ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/root",
}

_numbers = itertools.count()


class Container:
    """One container; a context manager. `leader` is the process ID of its systemd, as seen from outside."""

    def __init__(self, binds: dict[Path, str] | None = None, hidden: Iterable[Path] = ()) -> None:
        """Boot it and wait until it has started.

        `binds` are folders of ours that it sees, read-only, elsewhere; `hidden` are folders that are empty for it.
        """
        self.name = f"bootd-{os.getpid()}-{next(_numbers)}"
        self.leader = 0
        self._log = tempfile.TemporaryFile()
        self._notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._notify.bind(f"\0{self.name}")
        self._cgroups = cgroups.create(self.name)
        self._directory = tempfile.TemporaryDirectory(prefix="bootd-system-")
        self._process = self._start(binds or {}, hidden)
        try:
            self._wait_until_started()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Container":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _start(self, binds: dict[Path, str], hidden: Iterable[Path]) -> subprocess.Popen:
        options = [
            f"--machine={self.name}",
            "--private-network",
            "--register=no",
            "--keep-unit",
            "--link-journal=no",
            "--resolv-conf=off",
            "--timezone=off",
            "--console=pipe",
            "--notify-ready=yes",
            # Else systemd in the container cannot enforce IPAddressDeny=, as it does on a machine.
            "--system-call-filter=bpf",
        ]
        options += [f"--bind-ro={source.resolve()}:{target}" for source, target in binds.items()]
        options += [f"--tmpfs={folder}:ro" for folder in hidden]
        return subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--propagation", "slave", "--"]
            + [str(BOOT), self._directory.name, *map(str, self._cgroups), "--", *options],
            env={**ENVIRONMENT, "NOTIFY_SOCKET": f"@{self.name}", "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def _wait_until_started(self, timeout: float = 120) -> None:
        """Follow systemd-nspawn's notifications: they name the leader, and say when its start is complete."""
        deadline = time.monotonic() + timeout
        self._notify.settimeout(1)
        while time.monotonic() < deadline:
            try:
                lines = self._notify.recv(4096).decode().splitlines()
            except TimeoutError:
                if self._process.poll() is not None:
                    break
                continue
            for line in lines:
                key, _, value = line.partition("=")
                if key == "X_NSPAWN_LEADER_PID":
                    self.leader = int(value)
                elif key == "READY":
                    return
        raise AssertionError(f"the container did not start:\n{self.console()}")

    def command(self, *arguments: object, user: str | None = None) -> list[str]:
        """Return the command line that runs `arguments` in here, as root or as `user` with that user's groups."""
        enter = ["nsenter", "--target", str(self.leader), *NAMESPACES, "--"]
        if user:
            group = self.run("id", "--group", user).stdout.strip()
            enter += ["setpriv", f"--reuid={user}", f"--regid={group}", "--init-groups", "--"]
        return [*enter, *map(str, arguments)]

    def run(
        self, *arguments: object, user: str | None = None, check: bool = True, timeout: float = 60, **options
    ) -> subprocess.CompletedProcess:
        """Run a program in here to its end, and return its output as text.

        Raises AssertionError, with what the program said, if it fails and `check` is set.
        """
        done = subprocess.run(
            self.command(*arguments, user=user),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            env=ENVIRONMENT,
            **options,
        )
        if check and done.returncode != 0:
            said = (done.stdout + done.stderr).strip()
            raise AssertionError(f"{' '.join(map(str, arguments))}: exit {done.returncode}: {said}")
        return done

    def path(self, inside: str) -> Path:
        """Return where a file of the container is for us. An absolute link in it would lead to our own files."""
        return Path(f"/proc/{self.leader}/root") / inside.lstrip("/")

    def show(self, unit: str, *properties: str) -> list[str]:
        """Return these properties of a unit, in the order asked for."""
        show = ["systemctl", "show", "--value", unit, "--property"]
        return [self.run(*show, name).stdout.strip() for name in properties]

    def journal(self, *matches: str) -> list[dict]:
        """Return the journal's entries, oldest first. `matches` are arguments of journalctl: BOOTD_STAGE=offer."""
        self.run("journalctl", "--sync")
        lines = self.run("journalctl", "--all", "--output=json", *matches, check=False).stdout.splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def reboot(self) -> None:
        """Reboot it in an orderly way, and wait until it has started. Its files stay; its network interfaces go."""
        self.run("systemctl", "reboot", check=False)
        self._wait_until_started()

    def console(self) -> str:
        """Return what the container has printed."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def close(self) -> None:
        """End it at once, with all that runs in it, and remove every trace."""
        if self._process.poll() is None and self.leader:
            try:
                os.kill(self.leader, signal.SIGKILL)
                self._process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                pass
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._notify.close()
        self._log.close()
        cgroups.remove(self._cgroups)
        self._directory.cleanup()
