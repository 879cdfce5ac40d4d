"""Measures clean against a plain loop over phonenumbers and email-validator, side by side.

    python benchmarks/clean.py [--rows 1000000] [--region DE]

Every e-mail and phone number of the list is different from all others. The loop is the shortest
that a script would have: csv in, one row at a time, csv out; it cleans e-mail and phone alone,
while ``leadkit clean`` cleans every field. Each is timed once, in one run, on one machine.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import phonenumbers
from email_validator import EmailNotValidError, validate_email

BATCH = 32_768
HEADER = (
    "lead_id", "source_file", "source_row", "first_name", "last_name", "email", "phone", "company",
    "job_title", "street", "city", "postal_code", "country", "website", "employees", "created_at",
    "consent", "notes",
)  # fmt: skip
FIRST = "Anna Eva Jürgen Max Sofía José Marie Luca Emma Paul Lea Jan Mia Tim Nora Finn".split()
LAST = "Meier Müller Schmidt Rossi García Dubois Novak Weber Wagner Becker Schulz Koch".split()
TITLES = ("Einkaufsleiter", "Head of Purchasing", "CEO", "Geschäftsführer", "Buyer", "Ingénieur",
          "Sales Manager", "Student", "Managing Director", "IT-Leiter", "")  # fmt: skip
PLACES = (("DE", "Deutschland", "Köln", "50667"), ("AT", "Österreich", "Linz", "4020"),
          ("CH", "Switzerland", "Bern", "3011"), ("FR", "France", "Lyon", "69001"),
          ("US", "USA", "Boston", "02108"), ("GB", "UK", "Leeds", "LS1 4DY"))  # fmt: skip
NUMBERS = {"DE": ("+49151{:08d}", "0171 {:07d}", "030/{:07d}", "0049 89 {:07d}"),
           "AT": ("+43 664 {:07d}", "0664/{:07d}"), "CH": ("+41 79 {:07d}", "079 {:07d}"),
           "FR": ("+33 6 {:08d}", "06{:08d}"), "US": ("(617) 2{:06d}", "+1 617 2{:06d}"),
           "GB": ("+44 7911 {:06d}", "020 7{:07d}")}  # fmt: skip


def leads(rows: int) -> Iterator[list[str]]:
    """Give out invented leads; five in a hundred numbers and addresses are odd or wrong."""
    draw = random.Random(7)
    for row in range(rows):
        code, country, city, postal_code = draw.choice(PLACES)
        first, last = draw.choice(FIRST), draw.choice(LAST)
        shouted = draw.random() < 0.1
        number = row * 7919 % 10**8
        phone = draw.choice(NUMBERS[code])
        phone = phone.format(number if ":08d" in phone else number % 10 ** int(phone[-3]))
        mail = f"{first}.{last}{row}@{draw.choice(('mail', 'Post', 'x'))}{row % 5000}.example.com"
        email = mail.translate(str.maketrans("üíé", "uie"))
        odd = draw.random()
        if odd < 0.02:
            phone, email = f"{phone} (mobil)", f"<{email}>"
        elif odd < 0.05:
            phone, email = phone[:6], email.replace("@", " at ")
        yield [
            f"{row:016x}", "list.csv", str(row + 2), first.upper() if shouted else first,
            last.upper() if shouted else last, email, phone, f"{last} {row % 40000} GmbH",
            draw.choice(TITLES), f"Weg {row % 300}", city, postal_code, country,
            f"www.firma{row % 40000}.example.com", draw.choice(("51-200", "1.000", "12", "")),
            f"2026-{row % 12 + 1:02d}-{row % 28 + 1:02d}", draw.choice(("ja", "no", "")), "",
        ]  # fmt: skip


def plain_email(cell: str) -> tuple[str, str]:
    try:
        return validate_email(cell.strip(), check_deliverability=False).normalized, "valid"
    except EmailNotValidError:
        return cell, "invalid"


def plain_phone(cell: str, region: str) -> tuple[str, str, int]:
    try:
        number = phonenumbers.parse(cell, region)
    except phonenumbers.NumberParseException:
        return cell, "invalid", 99
    if not phonenumbers.is_valid_number(number):
        return cell, "invalid", 99
    kind = phonenumbers.number_type(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), "valid", kind


def plain_loop(source: Path, target: Path) -> None:
    codes = {country: code for code, country, _, _ in PLACES}
    with source.open(newline="") as read, target.open("w", newline="") as written:
        rows = csv.reader(read)
        out = csv.writer(written, lineterminator="\n")
        header = next(rows)
        out.writerow([*header, "email_status", "phone_status", "phone_type"])
        email, phone, country = map(header.index, ("email", "phone", "country"))
        for row in rows:
            row[email], email_status = plain_email(row[email])
            row[phone], phone_status, kind = plain_phone(row[phone], codes[row[country]])
            out.writerow([*row, email_status, phone_status, str(kind)])


class Cost:
    """What a piece of work took: seconds on the clock, and of processors, its children's too."""

    def __init__(self, work: Callable[[], object]) -> None:
        begin = time.perf_counter(), self._processor()
        work()
        self.clock = time.perf_counter() - begin[0]
        self.processor = self._processor() - begin[1]

    @staticmethod
    def _processor() -> float:
        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in used)


def tell(name: str, loop: Cost, leadkit: Cost) -> None:
    """Print both ratios; on a busy machine the processors' is the steadier one."""
    print(
        f"{name}: loop {loop.clock:.1f} s, leadkit {leadkit.clock:.1f} s, "
        f"{loop.clock / leadkit.clock:.1f} times as fast; processor {loop.processor:.1f} s and "
        f"{leadkit.processor:.1f} s, {loop.processor / leadkit.processor:.1f} times",
        flush=True,
    )


def column_ratios(source: Path, region: str) -> None:
    """Time the e-mail and the phone cleaner against the loop over the same cells."""
    import pandas as pd

    from leadkit.clean import CleanOptions
    from leadkit.fields.cleaner import Fields
    from leadkit.fields.email.cleaner import clean_emails
    from leadkit.fields.phone.cleaner import clean_phones

    table = pd.read_csv(source, dtype="str", keep_default_na=False)
    codes = {country: code for code, country, _, _ in PLACES}
    emails, phones = table["email"].tolist(), table["phone"].tolist()
    regions = [codes[country] for country in table["country"]]
    batches = [table[at : at + BATCH] for at in range(0, len(table), BATCH)]

    def columns(names: list[str], clean: Callable[[Fields], object]) -> None:
        for batch in batches:
            clean(Fields(batch[names].reset_index(drop=True), CleanOptions(region=region)))

    loops = (
        ("e-mail", lambda: [plain_email(cell) for cell in emails],
         lambda: columns(["email"], clean_emails)),
        ("phone", lambda: [plain_phone(*pair) for pair in zip(phones, regions, strict=True)],
         lambda: columns(["phone", "country"], clean_phones)),
    )  # fmt: skip
    for name, loop, vectorised in loops:
        leadkit = Cost(vectorised)
        tell(name, Cost(loop), leadkit)


def command_ratio(folder: Path, source: Path, region: str) -> None:
    """Time the whole command, CSV in and CSV out, against the loop from CSV to CSV."""
    command = [sys.executable, "-m", "leadkit", "clean", str(source), "--region", region,
               "-o", str(folder / "cleaned.csv")]  # fmt: skip
    leadkit = Cost(lambda: subprocess.run(command, check=True))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    tell("clean", Cost(lambda: plain_loop(source, folder / "loop.csv")), leadkit)
    print(f"clean: {memory:.0f} MB at most", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--region", default="DE")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "leads.csv"
        with source.open("w", newline="") as file:
            # One row at a time: what this process holds, its children would be charged with.
            csv.writer(file, lineterminator="\n").writerows(chain([HEADER], leads(chosen.rows)))
        print(f"{chosen.rows:,} rows, {source.stat().st_size / 1e6:.0f} MB")
        command_ratio(folder, source, chosen.region)
        column_ratios(source, chosen.region)


if __name__ == "__main__":
    main()
