"""The same work as each stage, done with well-known tools: what leadkit is measured against.

    python references.py NAME INPUT OUTPUT

Each is what a practised colleague would write in a few lines with that tool, no strawman and no
second leadkit: some do less than the stage (see docs/benchmarks.md).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, str]

COUNTRY_CODES = {
    "deutschland": "DE", "germany": "DE", "d": "DE", "österreich": "AT", "austria": "AT",
    "schweiz": "CH", "suisse": "CH", "france": "FR", "frankreich": "FR", "niederlande": "NL",
    "the netherlands": "NL", "polska": "PL", "poland": "PL",
}  # fmt: skip
GERMAN_HEADERS = {
    "Vorname": "first_name", "Nachname": "last_name", "E-Mail-Adresse": "email",
    "Telefon": "phone", "Handy": "mobile", "Firma": "company", "Funktion": "job_title",
    "Straße": "street", "Ort": "city", "PLZ": "postal_code", "Land": "country",
    "Webseite": "website", "Quelle": "lead_source", "Mitarbeiterzahl": "employees",
    "Erstellt am": "created_at", "Bemerkung": "notes", "Einwilligung": "consent",
}  # fmt: skip


def copy_list(source: str, target: str) -> None:
    """import: DuckDB reads the raw list as text and writes it with commas. No ids, no rejects."""
    import duckdb

    duckdb.execute(
        "COPY (FROM read_csv(?, delim=';', header=true, all_varchar=true)) TO "
        f"'{target}' (FORMAT csv, HEADER, PRESERVE_ORDER true)",
        [source],
    )


def clean_rows(source: str, target: str) -> None:
    """clean: row by row through the csv module, phonenumbers and email-validator."""
    with open(source, newline="", encoding="utf-8") as opened, \
            open(target, "w", newline="", encoding="utf-8") as output:  # fmt: skip
        rows = csv.DictReader(opened)
        assert rows.fieldnames is not None
        added = ["email_status", "phone_status"]
        writer = csv.DictWriter(output, [*rows.fieldnames, *added], lineterminator="\n")
        writer.writeheader()
        for row in rows:
            clean_row(row)
            writer.writerow(row)


def clean_row(row: Row) -> None:
    import phonenumbers
    from email_validator import EmailNotValidError, validate_email

    for name in row:
        row[name] = row[name].strip()
    for name in ("first_name", "last_name"):
        row[name] = row[name].title() if row[name].isupper() else row[name]
    row["country"] = COUNTRY_CODES.get(row["country"].casefold(), row["country"])
    row["email_status"] = "valid" if row["email"] else "missing"
    if row["email"]:
        try:
            row["email"] = validate_email(row["email"], check_deliverability=False).normalized
        except EmailNotValidError:
            row["email_status"] = "invalid"
    row["phone_status"] = "missing"
    for name in ("phone", "mobile"):
        if not row[name]:
            continue
        row["phone_status"] = "invalid"
        try:
            number = phonenumbers.parse(row[name], row["country"] or "DE")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            row[name] = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            row["phone_status"] = "valid"


def drop_duplicates(source: str, target: str) -> None:
    """dedupe: pandas drop_duplicates on the same three keys; later rows are lost, not merged."""
    import pandas as pd

    leads = pd.read_csv(source, dtype=str, keep_default_na=False)
    without_duplicates(leads).to_csv(target, index=False)


def without_duplicates(leads: pd.DataFrame) -> pd.DataFrame:
    name = (leads["first_name"] + " " + leads["last_name"]).str.casefold()
    email = leads["email"].str.casefold()
    company = leads["company"].str.casefold().str.replace(r" (gmbh|ag|kg|ltd).*$", "", regex=True)
    keys = {
        "email": email.mask(email.str.startswith("info@"), ""),
        "name and phone": (name + "/" + leads["phone"]).where(leads["phone"] != "", ""),
        "name and company": (name + "/" + company).where(company != "", ""),
    }
    for key in keys.values():
        own = key.loc[leads.index]
        known = leads[own != ""].assign(key=own)
        kept = known.drop_duplicates("key").index
        leads = leads[(own == "") | leads.index.isin(kept)]
    return leads


# The shipped rules b2b, by hand. employees is a plain number here and not also a range; the rules
# known_to_sales and opted_out are left out, since the invented leads have no such columns.
SCORE_SQL = r"""
WITH text AS (
    SELECT *, lower(trim(job_title)) AS job, lower(notes) AS note,
           TRY_CAST(replace(employees, '.', '') AS double) AS staff
    FROM {leads}
), fired AS (
    SELECT *,
        regexp_matches(job,
            '(^|[^\pL\pN_])(ceo|coo|cto|cfo|cpo|owner|founder|president|'
            || 'managing director|geschäftsführer|geschäftsführerin|geschäftsführung|'
            || 'inhaber|inhaberin|vorstand|gérant|directeur général|'
            || 'directrice générale|dirigeant|director general|gerente|'
            || 'amministratore delegato|titolare|directeur|algemeen directeur|'
            || 'prezes)([^\pL\pN_]|$)') AS decision_maker,
        regexp_matches(job,
            '(^|[^\pL\pN_])(head|head of|vp|vice president|director|leiter|'
            || 'leiterin|leitung|plant manager|bereichsleiter|werksleitung|'
            || 'responsable|jefe|jefa|responsabile|hoofd|kierownik)([^\pL\pN_]|$)')
            AND NOT regexp_matches(job,
                '(^|[^\pL\pN_])(managing director|director general)([^\pL\pN_]|$)') AS head_of,
        regexp_matches(job,
            'purchas|procurement|einkauf|achats|compras|acquisti|inkoop|engineer|'
            || 'ingenieur|konstruktion|entwicklung|technisch|production|produktion|'
            || 'maintenance|instandhaltung|operations') AS buys_or_builds,
        country IN ('DE', 'AT', 'CH') AS home_market,
        country IN ('FR', 'IT', 'NL', 'PL', 'BE', 'CZ', 'ES', 'GB') AS near_market,
        coalesce(staff BETWEEN 50 AND 5000, false) AS right_size,
        trim(company) <> '' AS company_known,
        regexp_matches(job,
            'student|praktik|intern|journalist|redaktion|blogger|retired|rentner|'
            || 'stagiaire|werkstudent') AS not_a_buyer,
        regexp_matches(note,
            'quote|offer|angebot|demo|price|preis|sample|muster|budget|meeting|'
            || 'termin|call back|rückruf|visit|besuch|devis|offerta') AS asked_for_more,
        lower(lead_source) IN ('trade fair', 'referral', 'website', 'webinar') AS came_to_us,
        lower(consent) = 'yes' AS agreed_to_hear_from_us,
        email_status = 'valid' AS email_works
    FROM text
), summed AS (
    SELECT *,
        25 * decision_maker::int + 15 * head_of::int + 10 * buys_or_builds::int
            + 15 * home_market::int + 8 * near_market::int + 10 * right_size::int
            + 5 * company_known::int - 30 * not_a_buyer::int AS fit,
        25 * asked_for_more::int + 10 * came_to_us::int + 10 * agreed_to_hear_from_us::int
            + 5 * email_works::int AS engagement
    FROM fired
)
SELECT * EXCLUDE (job, note, staff, decision_maker, head_of, buys_or_builds, home_market,
        near_market, right_size, company_known, not_a_buyer, asked_for_more, came_to_us,
        agreed_to_hear_from_us, email_works, fit, engagement),
    greatest(0, least(60, fit)) + greatest(0, least(40, engagement)) AS score,
    greatest(0, least(60, fit)) AS score_fit,
    greatest(0, least(40, engagement)) AS score_engagement,
    concat_ws('; ',
        CASE WHEN decision_maker THEN 'decision_maker:+25' END,
        CASE WHEN head_of THEN 'head_of:+15' END,
        CASE WHEN buys_or_builds THEN 'buys_or_builds:+10' END,
        CASE WHEN home_market THEN 'home_market:+15' END,
        CASE WHEN near_market THEN 'near_market:+8' END,
        CASE WHEN right_size THEN 'right_size:+10' END,
        CASE WHEN company_known THEN 'company_known:+5' END,
        CASE WHEN not_a_buyer THEN 'not_a_buyer:-30' END,
        CASE WHEN asked_for_more THEN 'asked_for_more:+25' END,
        CASE WHEN came_to_us THEN 'came_to_us:+10' END,
        CASE WHEN agreed_to_hear_from_us THEN 'agreed_to_hear_from_us:+10' END,
        CASE WHEN email_works THEN 'email_works:+5' END,
        CASE WHEN fit > 60 THEN 'capped fit ' || fit || '>60:' || (60 - fit) END,
        CASE WHEN fit < 0 THEN 'raised fit ' || fit || '>0:+' || -fit END,
        CASE WHEN engagement > 40
             THEN 'capped engagement ' || engagement || '>40:' || (40 - engagement) END
    ) AS score_reasons
FROM summed
"""


def read_and_write(source: str, target: str) -> None:
    """classify: pyarrow reads the table as text and writes it again, and that is all."""
    import pyarrow as pa
    import pyarrow.csv as pacsv

    with open(source, encoding="utf-8") as opened:
        names = opened.readline().rstrip("\n").split(",")
    convert = pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()),
                                   strings_can_be_null=False)  # fmt: skip
    parse = pacsv.ParseOptions(newlines_in_values=True)
    reader = pacsv.open_csv(source, parse_options=parse, convert_options=convert)
    with pacsv.CSVWriter(target, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


def apply_decimal(source: str, target: str) -> None:
    """cpl: the formula with Decimal, by DataFrame.apply row by row."""
    import pandas as pd

    def ceiling(row: pd.Series[str]) -> str:
        revenue = Decimal(row["revenue"].removesuffix(" €").replace(".", "").replace(",", "."))
        margin = Decimal(row["margin"].removesuffix(" %")) / 100
        cost = revenue * margin / Decimal(row["leads_per_order"])
        return str(cost.quantize(Decimal("0.01"), ROUND_HALF_EVEN))

    campaigns = pd.read_csv(source, dtype=str, keep_default_na=False)
    campaigns["max_cpl"] = campaigns.apply(ceiling, axis=1)
    campaigns.to_csv(target, index=False)


def whole_script(source: str, target: str) -> None:
    """run: the references of all stages as one script, pandas frames between them."""
    import duckdb
    import pandas as pd

    raw = pd.read_csv(source, sep=";", dtype=str, keep_default_na=False)
    rows: list[Row] = raw.rename(columns=GERMAN_HEADERS).to_dict("records")  # type: ignore[assignment]
    for row in rows:
        clean_row(row)
    leads = without_duplicates(pd.DataFrame(rows, dtype=str))
    duckdb.register("leads", leads)
    status = """CASE WHEN score >= 65 AND score_engagement >= 25 THEN 'SQL'
                     WHEN score >= 45 THEN 'MQL' ELSE 'lead' END AS lead_status,
                CASE WHEN consent = 'yes' AND email <> '' THEN 'yes' ELSE 'no' END AS may_email"""
    scored = SCORE_SQL.format(leads="leads")
    classified = duckdb.execute(f"SELECT *, {status} FROM ({scored})").df()
    classified.to_csv(target, index=False)


def agreement(one: str, other: str, columns: str, target: str) -> None:
    """Write in how many of the rows two outputs, in the same order, say the same."""
    from pathlib import Path

    import pandas as pd

    names = columns.split(",")
    cells, others = (
        pd.read_csv(path, dtype=str, keep_default_na=False, usecols=names)[names]
        for path in (one, other)
    )
    same = (cells == others).all(axis=1).mean() if len(cells) == len(others) else 0
    Path(target).write_text(f"{same:.2%}", encoding="utf-8")


REFERENCES: dict[str, Callable[[str, str], None]] = {
    reference.__name__: reference
    for reference in (
        copy_list, clean_rows, drop_duplicates, read_and_write, apply_decimal,
        whole_script,
    )
}  # fmt: skip

if __name__ == "__main__":
    if sys.argv[1] == "agreement":
        agreement(*sys.argv[2:])
    else:
        REFERENCES[sys.argv[1]](*sys.argv[2:])
