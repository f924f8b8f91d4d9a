"""bootd under test: its real processes in a namespace, with directories of their own, watched through their log."""

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from .media import Media
from .namespace import Namespace

REPOSITORY = Path(__file__).parents[3]
CONFIGURATION = Path(__file__).parent.parent / "configuration"

# The section `profiles` of the lab's configuration, which knows the profile `node`.
PROFILES = re.search(r"^profiles:\n(?:  .*\n)+", (CONFIGURATION / "bootd.yaml").read_text("utf-8"), re.MULTILINE)[0]

ADDRESS = "10.75.0.1"
WORKERS = ["bootd-dhcp", "bootd-tftp", "bootd-http"]

T = TypeVar("T")


def build() -> Path:
    """Return the folder of the binaries under test: $BOOTD_BUILD, or the release build of this tree."""
    folder = Path(os.environ.get("BOOTD_BUILD", REPOSITORY / ".build/release")).resolve()
    if not (folder / "bootd").exists():
        raise FileNotFoundError(f"{folder} has no bootd: build it, or name another folder in $BOOTD_BUILD")
    return folder


class Server:
    """A supervisor in a namespace, by default with its workers (`--standalone`); a context manager.

    configuration: the text of bootd.yaml; by default that of the lab, which knows 52:54:00:00:00:01 as node1.
    media: what its TFTP and HTTP serve; without it they have empty folders.
    standalone: whether the supervisor opens the sockets of its workers and runs them.
    environment: further variables of its processes, such as BOOTD_LOG=debug.
    """

    def __init__(
        self,
        namespace: Namespace,
        configuration: str | None = None,
        media: Media | None = None,
        *,
        standalone: bool = True,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.namespace = namespace
        self.build = build()
        self.process: subprocess.Popen | None = None
        self._standalone = standalone
        self._environment = {**os.environ, **(environment or {})}
        self._directory = tempfile.TemporaryDirectory(prefix="bootd-lab-")
        self.folder = Path(self._directory.name)
        try:
            self._furnish(media)
            self.configure(configuration or (CONFIGURATION / "bootd.yaml").read_text("utf-8"))
            self.start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # What it has

    @property
    def configuration(self) -> Path:
        """Its bootd.yaml."""
        return self.folder / "etc/bootd.yaml"

    @property
    def tftp(self) -> Path:
        """The folder that TFTP serves."""
        return self.folder / "lib/tftp"

    @property
    def assets(self) -> Path:
        """The folder that HTTP serves as /assets/."""
        return self.folder / "lib/assets"

    @property
    def state(self) -> Path:
        """The folder of its database."""
        return self.folder / "lib/state"

    @property
    def runtime(self) -> Path:
        """The folder of its sockets."""
        return self.folder / "run"

    @property
    def log(self) -> str:
        """What its processes have logged, all starts together."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def configure(self, text: str) -> None:
        """Write bootd.yaml. Who runs already does not know of it yet."""
        self.configuration.write_text(text, "utf-8")

    # Its processes

    @property
    def arguments(self) -> list[object]:
        """The command line of its supervisor, after the program's name."""
        directories = ["--config", self.configuration, "--state", self.state, "--runtime", self.runtime]
        return directories + (["--standalone"] if self._standalone else [])

    def start(self, *arguments: object, prefix: list[object] | None = None) -> None:
        """Start it, with these arguments too, and wait until it answers and its workers are attached.

        Raises AssertionError with its log if it does not come up in 20 seconds, or ends.
        """
        assert self.process is None or self.process.poll() is not None, "bootd runs already"
        self.process = self.run("bootd", *self.arguments, *arguments, prefix=prefix)
        wanted = {name.removeprefix("bootd-") for name in WORKERS} if self._standalone else set()
        self.wait_until(lambda: self.answers() and wanted <= self.roles(), "it answers, and has its workers")

    def run(self, program: str, *arguments: object, prefix: list[object] | None = None) -> subprocess.Popen:
        """Start one of bootd's programs, which adds to `log`. `prefix` is a command that starts it for us."""
        with open(self.folder / "log", "ab") as log:
            return self.namespace.popen(
                *(prefix or []),
                self.build / program,
                *arguments,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                # An interrupt at the terminal is for the one who started us: he stops bootd in an orderly way.
                start_new_session=True,
            )

    def answers(self) -> bool:
        """Return whether it answers bootctl. Raises AssertionError with its log if it has ended."""
        assert self.process.poll() is None, f"bootd ended with status {self.process.returncode}:\n{self.log}"
        return self.bootctl("info", check=False).returncode == 0

    def roles(self) -> set[str]:
        """Return which workers are attached: dhcp, tftp, http; nothing while bootd does not answer."""
        done = self.bootctl("--json", "info", check=False)
        return {worker["role"] for worker in json.loads(done.stdout)["workers"]} if done.returncode == 0 else set()

    def pid(self, name: str) -> int:
        """Return the process ID of `bootd`, or of a worker that it runs; 0 if there is none now."""
        if name == "bootd":
            return self.process.pid if self.process.poll() is None else 0
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        for child in children.read_text("ascii").split():
            try:
                if Path(f"/proc/{child}/comm").read_text("utf-8").strip() == name:
                    return int(child)
            except FileNotFoundError:
                continue
        return 0

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """End `bootd` or one of its workers, without a chance to put things in order."""
        pid = self.pid(name)
        assert pid, f"{name} does not run"
        os.kill(pid, number)
        if name == "bootd":
            self.process.wait(20)
        else:
            self.wait_until(lambda: self.pid(name) not in (0, pid), f"{name} runs again")

    def reboot(self) -> None:
        """Have its next start take place in another boot of the computer."""
        self._environment["BOOTD_BOOT"] = secrets.token_hex(16)

    def stop(self) -> int:
        """Ask it to stop, and return its exit status when it has."""
        self.process.terminate()
        return self.process.wait(20)

    def close(self) -> None:
        """Stop it, with whatever else was started, and remove its directories."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(8)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._directory.cleanup()

    # What it says

    def bootctl(self, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run bootctl against it, and return what that prints.

        Raises AssertionError, with what bootctl said, if it fails and `check` is set.
        """
        command = [self.build / "bootctl", "--socket", self.runtime / "control.socket", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"bootctl {' '.join(map(str, arguments))}: exit {done.returncode}: {done.stderr}")
        return done

    def ask(self, *arguments: object) -> dict:
        """Return the reply that `bootctl --json` prints."""
        return json.loads(self.bootctl("--json", *arguments).stdout)

    def lines(self, text: str) -> list[str]:
        """Return the lines of the log that contain `text`."""
        return [line for line in self.log.splitlines() if text in line]

    def wait_for_log(self, text: str, timeout: float = 20) -> str:
        """Wait for a line of the log that contains `text`, and return it."""
        return self.wait_until(lambda: self.lines(text), f"{text!r} in the log", timeout)[0]

    def wait_until(self, question: Callable[[], T], what: str, timeout: float = 20) -> T:
        """Ask until the answer is true, and return it. Raises AssertionError, with the log, if it never is."""
        deadline = time.monotonic() + timeout
        while not (answer := question()):
            assert time.monotonic() < deadline, f"waited {timeout:.0f} s in vain until {what}; the log:\n{self.log}"
            time.sleep(0.02)
        return answer

    def _furnish(self, media: Media | None) -> None:
        """Make the directories, and put there what is served: copies, because links out of a root are not followed."""
        for folder in (self.configuration.parent / "conf.d", self.runtime, self.state.parent):
            folder.mkdir(parents=True)
        shutil.copytree(CONFIGURATION / "ignition", self.state.parent / "ignition")
        for served, source in ((self.tftp, media and media.tftp), (self.assets, media and media.assets)):
            if source:
                shutil.copytree(source, served)
            else:
                served.mkdir()
        paths = {"tftp": str(self.tftp), "assets": str(self.assets), "matchbox": str(self.state.parent)}
        (self.configuration.parent / "conf.d/paths.yaml").write_text(f"paths: {json.dumps(paths)}\n", "utf-8")
