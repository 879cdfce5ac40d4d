"""Lets one step of a run work on the next batch while another is still busy with this one."""

from __future__ import annotations

from collections.abc import Iterator
from queue import SimpleQueue
from threading import Event, Semaphore, Thread
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Yield what the iterator yields, in its order, while a thread of its own makes the next.

    Reading, computing and writing spend their time in Arrow and numpy, outside Python's lock. What
    the iterator raises is raised here. Nothing runs on after the last item, an error, or close().

    >>> list(ahead(iter([1, 2, 3])))
    [1, 2, 3]
    """
    ready: SimpleQueue[tuple[str, Item | BaseException | None]] = SimpleQueue()
    wanted = Semaphore(1)  # one lies ready, or is made: more would only cost memory
    stopped = Event()

    def work() -> None:
        try:
            wanted.acquire()
            for item in items:
                ready.put(("item", item))
                del item  # it is the other's now, and not held while the next one is made
                wanted.acquire()
                if stopped.is_set():
                    return
        except BaseException as error:
            ready.put(("error", error))
        else:
            ready.put(("end", None))

    thread = Thread(target=work, daemon=True)  # daemon: it may be waiting for standard input
    thread.start()
    try:
        while True:
            kind, what = ready.get()
            wanted.release()
            if kind == "error":
                assert isinstance(what, BaseException)
                raise what
            if kind == "end":
                return
            yield what  # type: ignore[misc]  # the kind says which type it has
            del what
    finally:
        stopped.set()
        wanted.release()
        thread.join(timeout=0.5)  # no longer: it may wait for standard input for ever
