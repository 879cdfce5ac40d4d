"""The lists that come in week by week: their kinds, headers and files, and the truth beside each row."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

# Columns by kind of list; of forms one for each language in turn.
HEADERS = {
    "badges": "Badge ID|Scan Time|First Name|Last Name|Job Title|Company|Email Address|Mobile Phone|Business Phone|Country|Notes",
    "form de": "Zeitstempel|Vorname|Nachname|Firma|E-Mail|Telefon|Handy|Land|Newsletter|Einwilligung am|Einwilligung Quelle|Einwilligungstext|Nachricht",
    "form en": "Submitted|First name|Last name|Company|E-mail address|Phone|Mobile|Country|Newsletter|Consent date|Consent source|Consent text|Message",
    "form fr": "Date|Prénom|Nom|Société|Adresse e-mail|Téléphone|Portable|Pays|Newsletter|Date du consentement|Source du consentement|Texte du consentement|Message",
    "crm": "Contact ID|First Name|Last Name|Email|Phone Number|Mobile Phone Number|Company Name|Job Title|Street Address|City|Postal Code|Country/Region|Lifecycle Stage|Opted out of email|Create Date",
    "bought": "Name|Firma|Position|Straße|PLZ|Ort|Land|Telefon|E-Mail",
    "mailing": "Email Address|First Name|Last Name|Company|Status|Opt-in Time",
}  # fmt: skip
WRITTEN = {  # encoding and delimiter; a workbook has neither
    "badges": ("utf-8-sig", ","), "form de": ("cp1252", ";"), "form en": ("utf-8", ","),
    "form fr": ("utf-8", ";"), "crm": ("utf-16", "\t"), "bought": ("", ""), "mailing": ("utf-8", ","),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row of a list, whose it is, and what it refuses: (channel, address) each."""

    person: int
    cells: tuple[str, ...]
    change: str = ""  # what is new about who comes again, "" for who comes first
    addresses: tuple[tuple[str, str], ...] = ()
    refuses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Export:
    """A list as it comes in."""

    name: str
    kind: str
    rows: tuple[Row, ...]
    copy_of: str = ""  # the name of an earlier list with the same rows


@dataclass
class Week:
    number: int
    day: date
    exports: list[Export] = field(default_factory=list)
    unsubscribed: list[Row] = field(default_factory=list)  # rows whose e-mail is listed from now
    suppressed: list[Row] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(len(export.rows) for export in self.exports)


def write_export(export: Export, folder: Path) -> None:
    header = HEADERS[export.kind].split("|")
    encoding, delimiter = WRITTEN[export.kind]
    if not encoding:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("Adressen")
        for cells in (header, *(row.cells for row in export.rows)):
            sheet.append(list(cells))
        book.save(folder / export.name)
        return
    with (folder / export.name).open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(row.cells for row in export.rows)


def write_week(week: Week, inbox: Path, unsubscribed: Path, suppressed: Path) -> None:
    """Put a week's lists into the inbox, and its refusals at the end of the lists that keep them."""
    inbox.mkdir(parents=True, exist_ok=True)
    for export in week.exports:
        write_export(export, inbox)
    for path, rows in ((unsubscribed, week.unsubscribed), (suppressed, week.suppressed)):
        new = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            if new:
                writer.writerow(["email", "phone", "suppressed_at"])
            for row in rows:
                channel, address = row.addresses[0]
                cells = [address.upper(), ""] if channel == "email" else ["", address]
                writer.writerow([*cells, week.day])
