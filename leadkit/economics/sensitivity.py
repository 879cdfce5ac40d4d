"""What if: the ceiling over close rates and margins, and the close rate that a price needs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from leadkit.base.errors import LeadkitError
from leadkit.economics.figures import Worth

FACTORS = tuple(map(Decimal, ("0.5", "0.75", "1", "1.25", "1.5")))


def around(rate: Decimal) -> list[Decimal]:
    """Return the shares from half to one and a half of a share, none above 100%.

    >>> [f"{share:.1%}" for share in around(Decimal("0.8"))]
    ['40.0%', '60.0%', '80.0%', '100.0%']
    """
    return [rate * factor for factor in FACTORS if rate * factor <= 1]


def ceiling_grid(
    worth: Worth, rates: Sequence[Decimal], margins: Sequence[Decimal]
) -> list[list[Decimal]]:
    """Return the most a lead may cost: a row for each close rate, a column for each margin.

    >>> worth = Worth(Decimal(50_000), Decimal("0.2"))
    >>> [[int(most) for most in row] for row in ceiling_grid(
    ...     worth, [Decimal("0.02"), Decimal("0.05")], [Decimal("0.1"), Decimal("0.2")])]
    [[100, 200], [250, 500]]
    """
    each = worth.revenue * (1 - worth.keep)
    return [[each * margin * rate for margin in margins] for rate in rates]


def break_even_rate(worth: Worth, cpl: Decimal) -> Decimal:
    """Return the close rate at which leads of this price leave what is to be kept, and no more.

    >>> break_even_rate(Worth(Decimal(50_000), Decimal("0.2")), Decimal(400))
    Decimal('0.04')
    """
    if cpl > worth.ceiling:
        raise LeadkitError(
            f"cpl {cpl:,}: more than a whole order may cost ({worth.ceiling:,.2f}); "
            "no close rate makes up for that"
        )
    return cpl / worth.ceiling if worth.ceiling else Decimal(0)
