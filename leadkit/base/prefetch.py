"""Lets one step of a run work on the next batch while another is still busy with this one."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")

_DEPTH = 1  # batches that may lie ready: more would only cost memory


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Yield what the iterator yields, in its order, while a thread of its own makes the next.

    Reading, computing and writing spend their time in Arrow and numpy, outside Python's lock. What
    the iterator raises is raised here. Nothing runs on after the last item, an error, or close().

    >>> list(ahead(iter([1, 2, 3])))
    [1, 2, 3]
    """
    ready: Queue[tuple[str, Item | BaseException | None]] = Queue(_DEPTH)
    stopped = Event()

    def put(kind: str, what: Item | BaseException | None) -> bool:
        while not stopped.is_set():
            try:
                ready.put((kind, what), timeout=0.1)
            except Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            for item in items:
                if not put("item", item):
                    return
        except BaseException as error:
            put("error", error)
        else:
            put("end", None)

    thread = Thread(target=work, daemon=True)  # daemon: it may be waiting for standard input
    thread.start()
    try:
        while True:
            kind, what = ready.get()
            if kind == "error":
                assert isinstance(what, BaseException)
                raise what
            if kind == "end":
                return
            yield what  # type: ignore[misc]  # the kind says which type it has
    finally:
        stopped.set()
        thread.join(timeout=0.5)  # no longer: it may wait for standard input for ever
