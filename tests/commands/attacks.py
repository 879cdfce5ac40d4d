"""Files in which every cell and every header is somebody's attack, and all commands upon them.

A cell has a canary by which it is found wherever it is told, with signs that a terminal would obey,
that turn letters round, that take no room, and marks that rich would read as colours and links.
"""

from __future__ import annotations

from pathlib import Path

CANARY = "zzcanary"
SIGNS = "\x1b[2J\x1b]8;;http://x.example.com\x07\u202e\u200b\u2066\x9b\x7f"
MARKS = "[red]:wave:[link=x]"
CELL = f"{MARKS}{CANARY}{SIGNS}"
HEADER = f"{MARKS}zzheader{SIGNS}"
HEADER_CANARY = "zzheader"
LONG = "zzlong{0.x}" + "y" * 300  # a whole question, with what is a place in Python's formats
SPEAKING = {  # headers that say what a column is, beside one that says nothing
    "list": "Name,E-Mail,Phone,Company,Country,Created at,Marketing consent,Status,Notes,Employees",
    "lead": "lead_id,full_name,email,phone,company,country,created_at,email_consent,lead_status,"
    "lead_source,score,score_engagement,score_fit,score_reasons,notes,merged_ids,source_file",
}
RULES = "about: x\nrules:\n  - {name: vip, when: {email: {contains: x}}, points: 5}\n"
PIPELINE = """\
import: {files: [list.csv], rejects: piped/rejects.csv}
output: piped/leads.csv
summary: piped/sum.json
steps:
  - clean: {changes: piped/changes.csv}
  - dedupe: {merges: piped/merges.csv, review: piped/review.csv}
  - score: {rules: rules.yaml}
  - classify: {transitions: piped/moves.csv, funnel: piped/funnel.csv}
"""


def _table(columns: str, rows: int = 4, **cells: str) -> str:
    """Return a table of attacks; of some columns the cells are given, with {n} for the row."""
    names = [*columns.split(","), HEADER, LONG]
    lines = [",".join(names)]
    for n in range(1, rows + 1):
        row = [cells.get(name, CELL).format(n=n) if name in cells else CELL for name in names]
        lines.append(",".join(row))
    return "\n".join(lines) + "\n"


def write_attacks(folder: Path) -> None:
    """Write all files that commands read; in tables of leads each row is somebody else."""
    mail = f"{CANARY}{{n}}@x.example.com"
    ids = f"{CANARY}{{n}}"
    lead = SPEAKING["lead"]
    merges = (
        "lead_id,merged_into,probability,reasons,fields_used,matched_with,evidence,position,"
        "kept_before,full_name,email"
    )
    files = {
        "list.csv": _table(SPEAKING["list"], **{"E-Mail": mail}) + f"{CELL},{CELL}\n",
        "all.csv": _table(SPEAKING["list"]),
        "consent.csv": _table(f"Name,E-Mail,Not unsubscribed {'y' * 300}", **{"E-Mail": mail}),
        "dates.csv": _table(SPEAKING["list"], **{"Created at": f"31.02.{CANARY}", "E-Mail": mail}),
        "noheader.csv": f"{CELL},{CANARY}@x.example.com\n" * 4,
        "leads.csv": _table(lead, lead_id=ids, email=mail),
        "scored.csv": _table(lead, lead_id=ids, email=mail, score="5", score_engagement="5",
                             score_fit="5", score_reasons="vip:+5"),
        "other.csv": _table(lead, lead_id=ids, email=mail),
        "twice.csv": _table(lead, email=mail),
        "merges.csv": _table(merges, lead_id=ids),
        "decided.csv": _table("lead_id_1,lead_id_2,decision", decision="y"),
        "undecided.csv": _table("lead_id_1,lead_id_2,decision"),
        "did.csv": _table("email,activity,date"),
        "did_elsewhere.csv": _table(""),
        "costs.csv": _table("lead_source,spend", spend="5"),
        "badcosts.csv": _table("lead_source,spend"),
        "figures.csv": _table("revenue,margin,close_rate"),
        "never.csv": _table("email", email=mail),
        "neverall.csv": _table("email,reason,date"),
        "nothing.csv": _table(""),
        "map.yaml": "columns: {Name: full_name}\n",
        "rules.yaml": RULES,
        "pipeline.yaml": PIPELINE,
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "piped").mkdir()


COMMANDS = [
    "import list.csv --rejects rejects.csv -o o.csv --summary s.json",
    "import all.csv -o o.csv",
    "import all.csv --max-rejects 0 -o o.csv",
    "import dates.csv --require email -o o.csv --write-map m.yaml",
    "import dates.csv --date-order dmy -o o.csv",
    "import noheader.csv -o o.csv",
    "import list.csv --map map.yaml -o o.csv",
    "import list.csv --require phone,nothing -o o.csv",
    "import nothing.csv -o o.csv",
    "import consent.csv -o o.csv",
    "import list.csv all.csv dates.csv -o o.csv",
    "profile list.csv all.csv dates.csv nothing.csv consent.csv -o o.html",
    "profile noheader.csv --json -o o.json",
    "profile all.csv --map map.yaml -o o.html",
    "clean leads.csv -o o.csv --changes c.csv --summary s.json",
    "clean leads.csv --fail-on invalid-email:0% -o o.csv",
    "clean leads.csv --only nothing -o o.csv",
    "clean nothing.csv -o o.csv",
    "dedupe leads.csv -o o.csv --merges m.csv --review r.csv --summary s.json",
    "dedupe twice.csv -o o.csv",
    "dedupe leads.csv --decisions decided.csv -o o.csv",
    "dedupe leads.csv --decisions undecided.csv -o o.csv",
    "dedupe leads.csv --against other.csv --known k.csv -o o.csv",
    "dedupe leads.csv --against nothing.csv -o o.csv",
    "dedupe leads.csv --removed never.csv -o o.csv",
    "dedupe nothing.csv -o o.csv",
    "update other.csv leads.csv -o o.csv --merges m.csv",
    "update twice.csv leads.csv -o o.csv",
    "update nothing.csv leads.csv -o o.csv",
    "unmerge leads.csv --merges merges.csv -o o.csv",
    "unmerge leads.csv --merges nothing.csv -o o.csv",
    "score leads.csv --rules rules.yaml -o o.csv --summary s.json",
    "score leads.csv --rules b2b --activities did.csv --as-of 2026-11-27 -o o.csv",
    "score leads.csv --rules b2b --activities did_elsewhere.csv -o o.csv",
    "score leads.csv --compare b2b rules.yaml -o o.csv",
    "score nothing.csv --rules rules.yaml -o o.csv",
    "classify scored.csv -o o.csv --transitions t.csv --funnel f.csv --summary s.json",
    "classify scored.csv --suppress never.csv --suppressed gone.csv -o o.csv",
    "classify scored.csv --suppress neverall.csv -o o.csv",
    "classify scored.csv --suppress nothing.csv -o o.csv",
    "classify scored.csv --previous other.csv -o o.csv",
    "classify scored.csv --previous twice.csv -o o.csv",
    "classify nothing.csv -o o.csv",
    "classify leads.csv -o o.csv",
    "consent leads.csv -o o.csv",
    "consent list.csv all.csv nothing.csv consent.csv -o o.csv",
    "suppress never.csv -o o.csv",
    "suppress neverall.csv -o o.csv",
    "suppress nothing.csv -o o.csv",
    "cpl figures.csv -o o.csv",
    "cpl leads.csv --by lead_source --spend costs.csv --revenue 50000 --margin 20% -o o.csv",
    "cpl leads.csv --by lead_source --spend badcosts.csv --revenue 5 --margin 20% -o o.csv",
    "cpl leads.csv --by lead_source,month --spend nothing.csv --revenue 5 --margin 20% -o o.csv",
    "cpl leads.csv --by nothing --revenue 5 --margin 20% -o o.csv",
    "cpl leads.csv --by lead_source --deal notes --revenue 5 --margin 20% -o o.csv",
    "cpl nothing.csv --by lead_source --revenue 5 --margin 20% -o o.csv",
    "cpl nothing.csv -o o.csv",
    "explain nobody --in leads.csv",
    "explain nobody --in nothing.csv",
    "explain nobody --in merges.csv",
    "rules check rules.yaml",
    "run pipeline.yaml",
    "run nothing.csv",
    "init new",
]
# What shows one lead, or tables, to who asks for that: on standard output, and on a terminal.
SHOWING = [
    f"explain {CANARY}1 --in scored.csv --rules rules.yaml",
    f"explain {CANARY}1 {CANARY}2 --in leads.csv",
    "consent leads.csv list.csv",
    "cpl leads.csv --by lead_source --spend costs.csv --revenue 50000 --margin 20%",
    "cpl leads.csv --by lead_source --spend costs.csv --revenue 50000 --margin 20% --budget 90",
    "clean leads.csv",
    "import list.csv",
    "profile list.csv all.csv nothing.csv consent.csv --show-values",
    "score leads.csv --rules b2b --compare b2b rules.yaml",
]
