"""`bootctl check`, run where the server is."""

import json
import os
from dataclasses import dataclass

from .server import Server


@dataclass(frozen=True)
class Finding:
    """One thing that the doctor found."""

    severity: str
    subject: str
    message: str
    remedy: str
    source: str | None = None


@dataclass(frozen=True)
class Diagnosis:
    """What the doctor found in all, and how bootctl ended."""

    status: int
    findings: list[Finding]

    def about(self, subject: str) -> list[Finding]:
        """Return the findings on one subject: `UDP 67`, `network cloud`."""
        return [finding for finding in self.findings if finding.subject == subject]


def furnish(server: Server) -> None:
    """Put there what the lab's configuration tells machines to load."""
    for file in (
        server.tftp / "undionly.kpxe",
        server.tftp / "ipxe.efi",
        server.assets / "vmlinuz",
        server.assets / "initrd.img",
    ):
        file.write_bytes(b"x")


def check(server: Server, *prefix: object) -> Diagnosis:
    """Ask the doctor, in the server's namespace. `prefix` is a command that starts him for us."""
    command = [*prefix, server.build / "bootctl", "--socket", server.runtime / "control.socket", "--json", "check"]
    # firewalld of this machine, if there is one, knows nothing of the namespace.
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"}
    done = server.namespace.run(*command, check=False, env=environment)
    assert done.stderr == ""
    reply = json.loads(done.stdout)
    return Diagnosis(done.returncode, [Finding(**finding) for finding in reply["findings"]])
