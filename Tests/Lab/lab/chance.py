"""Chance that can be had again."""

import os
import random
import secrets


def seeded() -> random.Random:
    """Return a source of random numbers from $BOOTD_LAB_SEED, or from a new seed, which is printed."""
    seed = int(os.environ.get("BOOTD_LAB_SEED") or secrets.randbits(32))
    print(f"BOOTD_LAB_SEED={seed}")
    return random.Random(seed)


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    """Return one of the seeds with something wrong with it, or something random."""
    octets = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(octets) + 1)
        match chance.randrange(6):
            case 0:
                octets[at : at + 1] = chance.randbytes(1)
            case 1:
                octets[at : at + chance.randint(1, 8)] = chance.choice([b"\0", b"\xff", b"\x01"]) * chance.randint(1, 8)
            case 2:
                del octets[at:]
            case 3:
                octets[at:at] = octets[: chance.randint(1, 64)]
            case 4:
                octets += chance.randbytes(chance.randint(1, 300))
            case _:
                octets = bytearray(chance.randbytes(chance.choice([0, 1, 3, 30, 300, 1400])))
    return bytes(octets)
