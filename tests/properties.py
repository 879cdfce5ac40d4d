"""On how many examples a property is tried: on few in every run, on half as many more where it takes
long and stands in the long part (``make slow``, which CI runs), and on many by hand.

Each run draws other examples, so that those of all runs add up. By hand it takes some half an hour:
``make properties``.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings

FEW, MORE, MANY = 10, 15, 150
settings.register_profile(
    "leadkit", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=FEW
)
settings.register_profile("long", settings.get_profile("leadkit"), max_examples=MORE)
settings.register_profile("thorough", settings.get_profile("leadkit"), max_examples=MANY)
settings.load_profile("leadkit")  # where the command line asks for another, it comes after this


def examples(few: int, many: int, **more: Any) -> settings:
    """Return settings for a property of which each example takes long, or which needs many.

    Left out, it is tried on 10, on 15 in the long part, and on 150 by hand.
    """
    tried = {FEW: few, MORE: few * MORE // FEW, MANY: max(many, few * MORE // FEW)}
    return settings(max_examples=tried[settings.default.max_examples], **more)
