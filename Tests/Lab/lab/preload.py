"""Libraries that are preloaded into the server, and do what a test says by numbers that it shares with them."""

import mmap
import shutil
import struct
import subprocess
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "preload"


class Preload:
    """A library of `preload/` and its numbers, both in `folder`; `environment` has a program loaded with it."""

    def __init__(self, folder: Path, name: str, count: int) -> None:
        library, numbers = folder / f"{name}.so", folder / name
        subprocess.run([_compiler(), "-shared", "-fPIC", "-O1", "-o", library, SOURCES / f"{name}.c"], check=True)
        numbers.write_bytes(bytes(8 * count))
        with open(numbers, "r+b") as file:
            self._numbers = mmap.mmap(file.fileno(), 8 * count)
        self.environment = {"LD_PRELOAD": str(library), f"BOOTD_LAB_{name.upper()}": str(numbers)}

    def _get(self, index: int) -> int:
        return struct.unpack_from("=q", self._numbers, 8 * index)[0]

    def _set(self, index: int, number: int) -> None:
        struct.pack_into("=q", self._numbers, 8 * index, number)


def _compiler() -> str:
    """Return a C compiler: the Swift toolchain brings one."""
    for name in ("clang", "cc"):
        if found := shutil.which(name):
            return found
    if swift := shutil.which("swift"):
        return str(Path(swift).resolve().with_name("clang"))
    raise FileNotFoundError("there is no C compiler: neither clang nor cc, nor a Swift toolchain that brings one")
