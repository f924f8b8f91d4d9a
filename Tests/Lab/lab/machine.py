"""Machines of bare metal: QEMU without KVM, on a tap of a lab's bridge, booting from the network."""

import re
import shutil
import subprocess
import tempfile
import threading
import time
import uuid as uuids
from io import BufferedReader
from pathlib import Path

from .media import Media
from .namespace import Lab

FIRMWARE = Path("/usr/share/OVMF")

# Terminal control sequences, which firmware sends to its console.
_CONTROL = re.compile(r"\x1b\[[0-9;?=]*[A-Za-z]|\x1b[=>c]|[\r\0]")


class Machine:
    """A computer with one network card and a serial console; a context manager.

    firmware: "bios" (the ROM of `media`) or "uefi" (OVMF with its own PXE client).
    rom: another boot ROM for a BIOS machine.
    http_boot: a UEFI machine uses UEFI HTTP boot instead of PXE.

    `power_on` is when it was switched on, in seconds since 1970.
    """

    def __init__(
        self,
        lab: Lab,
        media: Media,
        firmware: str = "bios",
        *,
        mac: str = "52:54:00:00:00:01",
        uuid: str | None = None,
        memory: int = 512,
        rom: Path | None = None,
        http_boot: bool = False,
    ) -> None:
        if firmware not in ("bios", "uefi"):
            raise ValueError(f"firmware is bios or uefi, not {firmware}")
        self.mac = mac
        self.uuid = uuid or str(uuids.uuid5(uuids.NAMESPACE_OID, mac))
        self._folder = tempfile.TemporaryDirectory(prefix="bootd-lab-")
        self.power_on = time.time()
        try:
            self.process = self._start(lab, firmware, memory, rom or media.rom, http_boot)
        except BaseException:
            self._folder.cleanup()
            raise
        self.console = Console(self.process)

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def wait_for(self, text: str, timeout: float = 120) -> float:
        """Wait until a console line contains `text`; return when it came, in seconds since power-on.

        Raises AssertionError with the end of the console if it does not come, or the machine switches off first.
        """
        return self.console.wait_for(text, timeout)

    def ignition(self, timeout: float = 120) -> str:
        """Wait for the booted system to print its Ignition document, and return it.

        Raises AssertionError as `wait_for`, also when the system says that it got none.
        """
        self.wait_for("bootd-lab: ignition end", timeout)
        lines = [line for _, line in self.console.lines]
        begin = lines.index("bootd-lab: ignition begin")
        return "\n".join(lines[begin + 1 : lines.index("bootd-lab: ignition end")])

    def wait_off(self, timeout: float = 20) -> None:
        """Wait until the machine has switched itself off."""
        self.process.wait(timeout)

    def close(self) -> None:
        """Pull the plug."""
        self.process.kill()
        self.process.wait()
        self.console.join()
        self._folder.cleanup()

    def _start(self, lab: Lab, firmware: str, memory: int, rom: Path, http_boot: bool) -> subprocess.Popen:
        arguments = ["-accel", "tcg", "-m", memory, "-uuid", self.uuid, "-nodefaults", "-no-user-config", "-no-reboot"]
        # Newer OVMF boots nothing from a network without a source of random numbers.
        arguments += ["-display", "none", "-serial", "stdio", "-device", "virtio-rng-pci"]
        arguments += ["-netdev", f"tap,id=net,ifname={lab.tap()},script=no,downscript=no"]
        # Debian's ROM knows the device by its modern number alone.
        card = f"virtio-net-pci,disable-legacy=on,netdev=net,mac={self.mac},bootindex=0"
        if firmware == "bios":
            # Without graphics SeaBIOS, and with it the ROM and iPXE, use the serial port.
            arguments += ["-machine", "pc,graphics=off", "-device", f"{card},romfile={rom}"]
        else:
            variables = shutil.copyfile(FIRMWARE / "OVMF_VARS_4M.fd", Path(self._folder.name) / "variables")
            arguments += ["-machine", "pc", "-device", f"{card},romfile="]
            arguments += ["-drive", f"if=pflash,format=raw,readonly=on,file={FIRMWARE / 'OVMF_CODE_4M.fd'}"]
            arguments += ["-drive", f"if=pflash,format=raw,file={variables}"]
            arguments += ["-fw_cfg", "name=opt/org.tianocore/IPv6PXESupport,string=n"]
            if http_boot:
                arguments += ["-fw_cfg", "name=opt/org.tianocore/IPv4PXESupport,string=n"]
        return lab.popen(
            "qemu-system-x86_64",
            *arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )


class Console:
    """What a machine prints on its serial port: finished lines, each with its time in seconds since power-on."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.lines: list[tuple[float, str]] = []
        self._unfinished = b""
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._start = time.monotonic()
        self._thread.start()

    def wait_for(self, text: str, timeout: float) -> float:
        """Wait for a line that contains `text` and return its time. Raises AssertionError if it does not come."""
        deadline = time.monotonic() + timeout
        seen = 0
        with self._changed:
            while True:
                for when, line in self.lines[seen:]:
                    if text in line:
                        return when
                seen = len(self.lines)
                left = deadline - time.monotonic()
                if left <= 0 or not self._thread.is_alive():
                    why = f"in {timeout} s" if left <= 0 else "before the machine switched off"
                    raise AssertionError(f"{text!r} did not come {why}; the console ends with:\n{self.tail()}")
                self._changed.wait(min(left, 1))

    def tail(self, count: int = 25) -> str:
        """Return the last lines, with their times, and the one that is being written, for people to read."""
        lines = [f"{when:8.2f}  {line}" for when, line in self.lines[-count:]]
        return "\n".join([*lines, f"{'':8}  {_plain(self._unfinished)}"])

    def join(self) -> None:
        """Wait until everything that was printed has been read."""
        self._thread.join()

    def _read(self, serial: BufferedReader) -> None:
        with serial:
            while chunk := serial.read1(65536):
                when = time.monotonic() - self._start
                with self._changed:
                    *finished, self._unfinished = (self._unfinished + chunk).split(b"\n")
                    self.lines += [(when, _plain(line)) for line in finished]
                    self._changed.notify_all()


def _plain(raw: bytes) -> str:
    """Return what a terminal would show of a line, roughly: without control sequences and rubbed-out text."""
    line = _CONTROL.sub("", raw.decode("utf-8", "replace"))
    while "\x08" in line:
        line = re.sub("[^\x08]\x08|^\x08", "", line)
    return line.rstrip()
