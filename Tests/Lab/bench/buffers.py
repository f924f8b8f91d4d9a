"""How much the kernel gives to sockets that do not ask: that of the load generator is what overflows first."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEFAULT, LARGEST = (Path(f"/proc/sys/net/core/rmem_{name}") for name in ("default", "max"))


@contextmanager
def default_receive_buffer(octets: int | None) -> Iterator[None]:
    """Raise the default for the whole machine, if asked to, and put it back afterwards."""
    before = {path: path.read_text("ascii") for path in (DEFAULT, LARGEST)}
    try:
        if octets:
            LARGEST.write_text(str(max(octets, int(before[LARGEST]))), "ascii")
            DEFAULT.write_text(str(octets), "ascii")
        yield
    finally:
        if octets:
            for path, value in before.items():
                path.write_text(value, "ascii")
