"""The body of `contrib/demo`: boots a machine through all of bootd, tells each step as it happens, and cleans up."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from . import media as boot_media
from .machine import Machine
from .media import Media
from .namespace import Lab
from .server import ADDRESS, CONFIGURATION, REPOSITORY, Server
from .stages import Boot
from .trail import Trail

# From power-on to Ignition; a slow machine needs about a minute.
PATIENCE = 240

FIRMWARE = {"uefi": "OVMF and its PXE client", "bios": "SeaBIOS and an ordinary PXE ROM"}


def main() -> int:
    options = _arguments()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupted)
    if os.geteuid() != 0:
        return _fail("it makes a network namespace, which only root may")
    if options.build_dir is None:
        options.build_dir = _build()
    os.environ["BOOTD_BUILD"] = str(options.build_dir.resolve())
    try:
        _demonstrate(options.firmware, boot_media.make())
    except AssertionError as error:
        return _fail(str(error))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="contrib/demo",
        description="Boots a virtual machine over a private network by bootd, until it has its Ignition.",
    )
    firmware = parser.add_mutually_exclusive_group()
    firmware.set_defaults(firmware="uefi")
    firmware.add_argument("--uefi", action="store_const", const="uefi", dest="firmware", help="the default")
    firmware.add_argument("--bios", action="store_const", const="bios", dest="firmware")
    parser.add_argument("--build-dir", type=Path, metavar="DIR", help="use the binaries there, and build nothing")
    return parser.parse_args()


def _build() -> Path:
    """Build bootd and return the folder of its binaries."""
    if shutil.which("swift") is None:
        raise SystemExit(_fail("there is no Swift toolchain: https://www.swift.org/install"))
    _say("Building bootd. The first time takes some minutes.")
    began = time.monotonic()
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib"]
    with subprocess.Popen(command, cwd=REPOSITORY) as build:
        try:
            status = build.wait()
        except BaseException:
            build.terminate()
            raise
    if status != 0:
        raise SystemExit(_fail("the build failed"))
    _say(f"Built in {time.monotonic() - began:.0f} s.\n")
    return REPOSITORY / ".build/release"


def _demonstrate(firmware: str, media: Media) -> None:
    """Boot a machine and tell how. Raises AssertionError if something goes wrong."""
    with Lab() as lab, Server(lab, media=media) as server, Trail(server) as trail:
        _say(f"A {firmware.upper()} machine boots over the network, from its firmware to its Ignition.\n")
        _say("  network  10.75.0.0/16, a bridge in a network namespace of its own")
        _say(f"  server   bootd --standalone at {ADDRESS}, in directories of its own")
        _say(f"           configured by {(CONFIGURATION / 'bootd.yaml').relative_to(REPOSITORY)}")
        with Machine(lab, media, firmware) as machine:
            _say(f"  machine  QEMU without KVM: {FIRMWARE[firmware]}, {machine.mac}\n")
            boot = Boot(machine.power_on)
            try:
                _follow(boot, machine, trail)
                stages = boot.stages()
            except AssertionError:
                _say(f"\nWhat bootd logged:\n\n{_tail(server.log)}")
                _say(f"\nWhat the machine's console showed:\n\n{machine.console.tail()}\n")
                raise
            _say(f"\nIts Ignition:\n\n{_indented(machine.ignition().strip())}")
        for verb in ("hosts", "leases"):
            _say(f"\nbootctl {verb}:\n\n{_indented(server.bootctl(verb).stdout.strip())}")
        _say("\nStages: " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in stages.items()))
        _say(f"Power-on to Ignition: {sum(stages.values()):.1f} s")


def _follow(boot: Boot, machine: Machine, trail: Trail) -> None:
    """Tell what bootd and the booted system say, in the order in which it happened, until the system has its Ignition.

    Raises AssertionError if it does not get it.
    """
    before = machine.power_on
    while not boot.is_over:
        has_power = machine.process.poll() is None
        if not has_power:
            machine.console.join()
        # Either source may be told a little late: what happened just now waits for what happened before it.
        until = time.time() - (0.2 if has_power else 0)
        for step in boot.take(trail.steps, machine.console.lines, until):
            since = step.time - boot.power_on
            _say(f"  {since:6.2f} s  {step.time - before:+6.2f} s  {step.stage:5}  {step.text}")
            before = step.time
        assert boot.is_over or has_power, "the machine switched off without an Ignition"
        assert time.time() - boot.power_on < PATIENCE, f"the machine has no Ignition after {PATIENCE} s"
        time.sleep(0.1)


def _tail(log: str, count: int = 25) -> str:
    return "\n".join(log.splitlines()[-count:])


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())


def _say(text: str) -> None:
    print(text, flush=True)


def _fail(why: str) -> int:
    print(f"contrib/demo: {why}", file=sys.stderr, flush=True)
    return 1


def _interrupted(number: int, _: object) -> None:
    """Unwind, which cleans up; once is enough."""
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    _say("\nInterrupted: cleaning up.")
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
