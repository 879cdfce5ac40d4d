"""On how many examples a property is tried: on some in every run, on many in the long one.

Each run draws other examples, so that those of all runs add up. On many they are tried by hand, in
some half an hour: ``pytest -m hypothesis --hypothesis-profile=thorough``.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

MANY = 150
settings.register_profile(
    "leadkit", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=20
)
settings.register_profile("thorough", settings.get_profile("leadkit"), max_examples=MANY)
settings.load_profile("leadkit")  # where the command line asks for another, it comes after this


def examples(some: int, many: int, **more: Any) -> settings:
    """Return settings for a property of which each example takes long, or which needs many.

    Left out, it is tried on 20, and on 150 in the long run.
    """
    return settings(max_examples=many if settings.default.max_examples == MANY else some, **more)
