"""The two orders of a pair of rows.

That the order of rows means nothing is held by properties of random lists in every run; pair by
pair it is tried in the long part, since each pair takes a dedupe of a whole list.
"""

from __future__ import annotations

import pytest

whichever_comes_first = pytest.mark.parametrize(
    "turned", [pytest.param(1, id=""), pytest.param(-1, id="turned", marks=pytest.mark.slow)]
)
