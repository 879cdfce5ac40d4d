"""Small disks for tests: a folder that is soon full."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Callable[[int], None]]:
    """Make a folder a disk of a size; gives what makes it larger. Asks for root on Linux."""
    said = ["mount", "-t", "tmpfs", "-o", f"size={size}", "leadkit-faults", str(place)]
    subprocess.run(said, check=True, capture_output=True)
    try:
        yield lambda larger: subprocess.run(
            ["mount", "-o", f"remount,size={larger}", str(place)], check=True
        )
    finally:
        subprocess.run(["umount", str(place)], check=True)


def can_mount(place: Path) -> bool:
    """Tell whether a small disk may be had here."""
    place.mkdir(exist_ok=True)
    try:
        with small_disk(place, 1 << 20):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False
