"""Working ahead: the same items in their order, errors where they are looked for, no thread left."""

from __future__ import annotations

import threading
import time

import pytest

from leadkit.base.prefetch import ahead


def test_order_and_end():
    """All items, in their order, however fast either side is."""
    assert list(ahead(iter(range(500)))) == list(range(500))
    assert list(ahead(iter([]))) == []
    slow = (time.sleep(0.002) or number for number in range(20))
    assert list(ahead(ahead(slow))) == list(range(20))


def test_errors_come_after_the_items_before_them():
    """What the iterator raises is raised where its next item was asked for."""

    def items():
        yield 1
        raise OSError("disk")

    given = ahead(items())
    assert next(given) == 1
    with pytest.raises(OSError, match="disk"):
        next(given)


def test_nothing_runs_on_after_close():
    """Whoever stops early stops the thread, too, even one that waits to hand over."""
    before = set(threading.enumerate())
    made = []
    given = ahead(made.append(number) or number for number in range(10**6))
    assert next(given) == 0
    given.close()
    for _ in range(100):
        if set(threading.enumerate()) <= before:  # others may end meanwhile
            break
        time.sleep(0.05)
    assert set(threading.enumerate()) <= before
    assert len(made) < 10
