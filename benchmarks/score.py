"""Measures a whole score run against DuckDB with the same rules written by hand as SQL.

    python benchmarks/score.py [ROWS] [RUNS]

Both read one CSV of invented leads and write one with scores and reasons, in turns, each in a
process of its own, with all cores. The scores and the reasons that fired are compared, too.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
AS_OF = "2026-10-01"
COLUMNS = (
    "lead_id,first_name,last_name,email,phone,company,job_title,seniority,country,"
    "lead_source,industry,employees,email_status,consent,created_at,notes"
)
TITLES = [
    "CEO", "Head of Purchasing", "Einkaufsleiter", "Geschäftsführer", "Engineer", "Student",
    "Sales Manager", "Plant Manager", "Journalist", "VP Operations", "Konstruktionsleiter",
    *(f"{rank} {field} {job}" for rank in ("Junior", "Senior", "Lead", "Deputy")
      for field in ("Project", "Product", "Quality", "Process", "Supply Chain", "Service")
      for job in ("Manager", "Engineer", "Buyer", "Analyst", "Director")),
]  # fmt: skip
NOTES = [
    "", "", "asked for a quote", "please call back", "demo next week", "brochure only",
    '"Angebot gewünscht, Termin im November"', "no interest", "met at the stand; wants samples",
]  # fmt: skip

# name, group, points, condition: the rules of score.yaml as SQL.
WORD = r"(^|[^\pL\pN_])(head|vp|leiter|director)($|[^\pL\pN_])"
SQL_RULES = [
    ("c_level", "fit", 20, "lower(seniority) = 'c_level'"),
    ("vp", "fit", 15, "lower(seniority) = 'vp'"),
    ("head", "fit", 15, f"regexp_matches(lower(job_title), '{WORD}')"),
    ("buys", "fit", 10, "regexp_matches(lower(job_title), "
                        "'purchas|einkauf|engineer|konstruktion|product')"),
    ("home", "fit", 15, "country IN ('DE','AT','CH')"),
    ("near", "fit", 8, "country IN ('FR','IT','NL','PL')"),
    ("size", "fit", 10, "TRY_CAST(replace(employees, '.', '') AS INTEGER) BETWEEN 50 AND 5000 "
                        "OR employees = '51-200'"),
    ("company", "fit", 5, "company <> ''"),
    ("student", "fit", -30, "lower(job_title) LIKE '%student%' OR "
                            "lower(job_title) LIKE '%journalist%'"),
    ("industry", "fit", 5, "lower(industry) IN ('machinery','automotive')"),
    ("own_domain", "fit", 5, "email <> '' AND "
                             "lower(split_part(email,'@',2)) NOT IN ('gmail.com','gmx.de')"),
    ("asked", "engagement", 25, "regexp_matches(lower(notes), "
                                "'quote|angebot|demo|sample|call back')"),
    ("came", "engagement", 10, "lower(lead_source) IN ('trade fair','website','webinar')"),
    ("consent", "engagement", 10, "lower(consent) = 'yes'"),
    ("valid", "engagement", 5, "email_status = 'valid'"),
    ("fresh", "engagement", 10, "TRY_CAST(created_at AS DATE) "
                                f"BETWEEN DATE '{AS_OF}' - 92 AND DATE '{AS_OF}'"),
]  # fmt: skip


def make_leads(path: Path, rows: int) -> None:
    """Write invented leads, the same ones every time."""
    rng = random.Random(6)
    first = ["Anna", "Eva", "Jürgen", "Max", "Lena", "Piotr", "Marie", "Jan"]
    last = ["Meier", "Müller", "Kowalski", "Rossi", "Dupont", "Huber", "Smith", "Novak"]
    countries = ["DE"] * 8 + ["AT", "CH", "FR", "IT", "NL", "US", "GB", "PL", "CZ", ""]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(COLUMNS + "\n")
        for row in range(rows):
            given, family = rng.choice(first), rng.choice(last)
            cells = [
                f"{row:08x}", given, family,
                f"{given}.{family}{row}@firm{row % 5000}.example.com".lower().replace("ü", "ue"),
                f"+4989{rng.randrange(10**7):07}", f"Firm {row % 5000} GmbH", rng.choice(TITLES),
                rng.choice(["c_level", "vp", "director", "manager", ""]), rng.choice(countries),
                rng.choice(["Trade fair", "Website", "Webinar", "Referral", "List"]),
                rng.choice(["Machinery", "Automotive", "Food", ""]),
                rng.choice(["", "12", "51-200", "1.000", "250", str(rng.randrange(1, 3000))]),
                rng.choice(["valid", "valid", "invalid", "missing"]),
                rng.choice(["yes", "no", ""]),
                f"2026-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}", rng.choice(NOTES),
            ]  # fmt: skip
            file.write(",".join(map(str, cells)) + "\n")


def sql(leads: Path, output: Path) -> str:
    """Return the rules as one COPY statement with CASE for the points and concat_ws for why."""
    fired = ", ".join(f"coalesce({rule[3]}, false) AS r{at}" for at, rule in enumerate(SQL_RULES))

    def total(group: str) -> str:
        return " + ".join(
            f"CASE WHEN r{at} THEN {points} ELSE 0 END"
            for at, (_, its_group, points, _) in enumerate(SQL_RULES)
            if its_group == group
        )

    why = [
        f"CASE WHEN r{at} THEN '{name}:{points:+}' END"
        for at, (name, _, points, _) in enumerate(SQL_RULES)
    ]
    why += [
        f"CASE WHEN {group}0 > score_{group} THEN 'capped {group} ' || {group}0 || '>' || "
        f"score_{group} || ':' || (score_{group} - {group}0) WHEN {group}0 < score_{group} THEN "
        f"'raised {group} ' || {group}0 || '>' || score_{group} || ':+' || "
        f"(score_{group} - {group}0) END"
        for group in ("fit", "engagement")
    ]
    return f"""COPY (
        WITH fired AS (SELECT *, {fired}
            FROM read_csv('{leads}', all_varchar=true, header=true, delim=',', quote='"')),
        sums AS (SELECT *, {total("fit")} AS fit0, {total("engagement")} AS engagement0 FROM fired),
        bounded AS (SELECT *, greatest(0, least(fit0, 60)) AS score_fit,
            greatest(0, least(engagement0, 40)) AS score_engagement FROM sums)
        SELECT {COLUMNS}, score_fit + score_engagement AS score, score_fit, score_engagement,
            concat_ws('; ', {", ".join(why)}) AS score_reasons FROM bounded
        ) TO '{output}' (HEADER)"""


def timed(command: list[str]) -> tuple[float, float, float]:
    """Run a command; return seconds, CPU seconds and peak memory in MB."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if status:
        raise SystemExit(f"{command[0]} ended with {status}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def compare(ours: Path, theirs: Path) -> int:
    """Return how many rows differ in a score or in the set of reasons."""
    import duckdb

    counted = (
        duckdb.sql(f"""SELECT count(*) FROM
        read_csv('{ours}', all_varchar=true, header=true) a
        JOIN read_csv('{theirs}', all_varchar=true, header=true) b USING (lead_id)
        WHERE a.score <> b.score OR a.score_fit <> b.score_fit OR
        list_sort(string_split(coalesce(a.score_reasons, ''), '; ')) <>
        list_sort(string_split(coalesce(b.score_reasons, ''), '; '))""")
        .limit(1)
        .fetchall()
    )
    return int(counted[0][0])


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        leads, ours, theirs = (Path(folder) / name for name in ("leads.csv", "a.csv", "b.csv"))
        make_leads(leads, rows)
        print(f"{rows:,} leads, {leads.stat().st_size / 1e6:.0f} MB, 16 rules")
        leadkit = [
            sys.executable, "-m", "leadkit", "score", str(leads), "-o", str(ours), "-q",
            "--rules", str(HERE / "score.yaml"), "--as-of", AS_OF,
        ]  # fmt: skip
        statement = sql(leads, theirs)
        duck = [
            sys.executable,
            "-c",
            "import duckdb; duckdb.execute('SET enable_progress_bar=false'); "
            f"duckdb.execute({statement!r})",
        ]
        best: dict[str, tuple[float, float, float]] = {}
        for _ in range(runs):
            for name, command in (("leadkit", leadkit), ("DuckDB", duck)):
                best[name] = min(best.get(name, (float("inf"), 0.0, 0.0)), timed(command))
        for name, (seconds, cpu, memory) in best.items():
            print(f"{name:8} {seconds:6.2f} s  {cpu:6.2f} s of CPU  {memory:5.0f} MB")
        print(f"ratio    {best['leadkit'][0] / best['DuckDB'][0]:6.2f}")
        print(f"rows with another score or other reasons: {compare(ours, theirs)}")


if __name__ == "__main__":
    main()
