"""The journal of a container, octet by octet, and the catalogue that explains it."""

import re
import subprocess

from .server import SERVICES, Server

CATALOG = "/usr/lib/systemd/catalog/bootd.catalog"


def export(server: Server) -> bytes:
    """Return what bootd's services have written, as `journalctl --output=export` has it."""
    server.run("journalctl", "--sync")
    units = [f"--unit={service}" for service in SERVICES]
    return subprocess.run(
        server.command("journalctl", "--output=export", *units), capture_output=True, check=True, timeout=60
    ).stdout


def entries(exported: bytes) -> list[list[tuple[str, bytes]]]:
    """Return the fields of each entry, in the order of the export (systemd.io/JOURNAL_EXPORT_FORMATS)."""
    found: list[list[tuple[str, bytes]]] = [[]]
    while exported:
        line, _, exported = exported.partition(b"\n")
        name, is_text, value = line.partition(b"=")
        if not line:
            found.append([])
            continue
        if not is_text:
            length = int.from_bytes(exported[:8], "little")
            value, exported = exported[8 : 8 + length], exported[8 + length + 1 :]
        found[-1].append((name.decode("ascii"), value))
    return [entry for entry in found if entry]


def explanations(server: Server) -> dict[str, set[str]]:
    """Return the fields that the catalogue's entry for each MESSAGE_ID names."""
    text = server.path(CATALOG).read_text("utf-8")
    parts = re.split("(?m)^-- ([0-9a-f]{32})$", text)
    return {name: set(re.findall("@([A-Z0-9_]+)@", body)) for name, body in zip(parts[1::2], parts[2::2], strict=True)}
