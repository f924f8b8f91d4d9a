"""A cgroup of our own in each hierarchy that systemd uses: one (unified), or two (hybrid)."""

import os
from pathlib import Path


def create(name: str) -> list[Path]:
    """Make the cgroup `name` below the one that we are in, in each hierarchy, and return where."""
    made = []
    for hierarchy, mount in _hierarchies().items():
        path = mount / _ours(hierarchy).lstrip("/") / name
        path.mkdir()
        made.append(path)
    return made


def remove(groups: list[Path]) -> None:
    """Remove these cgroups and all that the container made below them; no process may be left in them."""
    for group in groups:
        for folder, _, _ in os.walk(group, topdown=False):
            os.rmdir(folder)


def _hierarchies() -> dict[str, Path]:
    """Return where the unified ("") and the named ("name=systemd") hierarchy are mounted."""
    found = {}
    for line in Path("/proc/self/mounts").read_text("utf-8").splitlines():
        _, path, kind, options, *_ = line.split()
        if kind == "cgroup2":
            found.setdefault("", Path(path))
        elif kind == "cgroup" and "name=systemd" in options.split(","):
            found.setdefault("name=systemd", Path(path))
    return found


def _ours(hierarchy: str) -> str:
    for line in Path("/proc/self/cgroup").read_text("utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == hierarchy:
            return path
    raise FileNotFoundError(f"/proc/self/cgroup does not name the hierarchy {hierarchy or 'cgroup2'}")
