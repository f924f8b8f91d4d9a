"""Chance that can be had again."""

import os
import random
import secrets


def seeded() -> random.Random:
    """Return a source of random numbers from $BOOTD_LAB_SEED, or from a new seed, which is printed."""
    seed = int(os.environ.get("BOOTD_LAB_SEED") or secrets.randbits(32))
    print(f"BOOTD_LAB_SEED={seed}")
    return random.Random(seed)
