"""Write the example of docs/cpl.md: leads of six channels, and what was spent on each.

    python make.py [TARGET_FOLDER]

Everything is invented and seeded, so two runs write the same bytes. Needs Python 3.11 alone.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from random import Random

# Channel -> how many leads are now in each status.
LEADS = {
    "Trade fair": "customer 5 unqualified 20 opportunity 6 SQL 9 MQL 25 lead 35",
    "Search ads": "customer 4 unqualified 96 opportunity 5 SQL 10 MQL 35 lead 90",
    "Website": "customer 14 unqualified 30 opportunity 8 SQL 18 MQL 40 lead 70",
    "Webinar": "customer 1 unqualified 4 SQL 2 MQL 6 lead 7",
    "Referral": "customer 1",
    "": "customer 1 unqualified 9 MQL 4 lead 16",
}

# lead_source, month, spend, revenue of an order, margin; written as people write them
COSTS = [
    ("Trade fair", "2026-09", "12.000,00 €", "50.000,00 €", "20 %"),
    ("Trade fair", "2026-10", "18.000,00 €", "50.000,00 €", "20 %"),
    ("Search ads", "2026-09", "31.400 €", "40.000 €", "18%"),
    ("Search ads", "2026-10", "45.400 €", "40.000 €", "18%"),
    ("Website", "2026-09", "4.500,- €", "42.000 €", "22,5 %"),
    ("Website", "2026-10", "4.500,- €", "42.000 €", "22,5 %"),
    ("Webinar", "2026-10", "8000", "50.000 €", "20%"),
    ("Referral", "2026-10", "1.900,00 EUR", "50.000 €", "20%"),
    ("Radio", "2026-10", "6000", "50.000 €", "20%"),
    ("", "2026-10", "1.500,00 €", "", ""),  # an agency's fee that belongs to no channel
]


def main(folder: Path) -> None:
    rng = Random(20261031)
    rows = []
    for channel, statuses in LEADS.items():
        months = ["2026-10"] if channel in ("Webinar", "Referral") else ["2026-09", "2026-10"]
        words = statuses.split()
        for status, many in zip(words[::2], words[1::2], strict=True):
            for _ in range(int(many)):
                day = f"{rng.choice(months)}-{rng.randint(1, 28):02d}"
                deal = f"{rng.randint(20, 90)}.{rng.randint(0, 9)}00,00 €"
                rows.append([day, channel, status, deal if status == "customer" else ""])
    rows.sort()
    leads = [[f"L{at:04d}", *row] for at, row in enumerate(rows, start=1)]
    header = ["lead_id", "created_at", "lead_source", "lead_status", "deal_value"]
    write(folder / "leads.csv", [header, *leads])
    write(folder / "costs.csv", [["lead_source", "month", "spend", "revenue", "margin"], *COSTS])


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
