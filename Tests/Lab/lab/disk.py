"""A disk that is slow or broken on demand: a library that is preloaded into the server stands before fdatasync."""

import mmap
import shutil
import struct
import subprocess
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "preload/disk.c"


class Disk:
    """What a program started with `environment` sees of the disk. `folder` holds the library and its numbers."""

    def __init__(self, folder: Path) -> None:
        library = folder / "disk.so"
        subprocess.run([_compiler(), "-shared", "-fPIC", "-O1", "-o", library, SOURCE], check=True)
        numbers = folder / "disk"
        numbers.write_bytes(bytes(24))
        with open(numbers, "r+b") as file:
            self._numbers = mmap.mmap(file.fileno(), 24)
        self.environment = {"LD_PRELOAD": str(library), "BOOTD_LAB_DISK": str(numbers)}

    @property
    def syncs(self) -> int:
        """How often fdatasync was called."""
        return self._get(0)

    @property
    def delay(self) -> float:
        """How many seconds fdatasync takes at least."""
        return self._get(1) / 1e6

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._set(1, round(seconds * 1e6))

    @property
    def error(self) -> int:
        """The errno with which fdatasync fails; 0 while it works."""
        return self._get(2)

    @error.setter
    def error(self, number: int) -> None:
        self._set(2, number)

    def _get(self, index: int) -> int:
        return struct.unpack_from("=Q", self._numbers, 8 * index)[0]

    def _set(self, index: int, number: int) -> None:
        struct.pack_into("=Q", self._numbers, 8 * index, number)


def _compiler() -> str:
    """Return a C compiler: the Swift toolchain brings one."""
    for name in ("clang", "cc"):
        if found := shutil.which(name):
            return found
    if swift := shutil.which("swift"):
        return str(Path(swift).resolve().with_name("clang"))
    raise FileNotFoundError("there is no C compiler: neither clang nor cc, nor a Swift toolchain that brings one")
