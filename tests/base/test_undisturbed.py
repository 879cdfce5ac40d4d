"""Signals that come between steps which belong together."""

from __future__ import annotations

import signal

import pytest

from leadkit.base.undisturbed import undisturbed
from tests.running import signals_kept


def test_who_asks_for_the_end_is_heard_when_the_steps_are_done():
    done = []

    def steps() -> None:
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
            done.append("the rest")

    with signals_kept():
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with pytest.raises(KeyboardInterrupt):
            steps()
    assert done == ["the rest"]


def test_what_is_ignored_stays_ignored():
    with signals_kept():
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
