"""A good input of every kind for every command, made by leadkit itself; what fuzzing damages."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import yaml

from leadkit.rules.shipped import shipped_rules
from tests.files.samples import every_kind
from tests.running import ROOT, here

BADGES = """Name,E-Mail,Company,Job title,Country,Phone,Notes,Opt-in,Created at,Lead source,Stage
Eva Meier,eva.meier@acme.example.com,Acme GmbH,CEO,DE,+49 30 1234567,please call,yes,2026-10-02,Fair,
Eva Meier,eva.meier@acme.example.com,Acme,Managing Director,DE,0171 1234567,,no,2026-10-03,Web,MQL
E. Meier,e.meier@acme.example.com,Acme GmbH,CEO,DE,+49 30 1234567,,,2026-10-04,Fair,
Jan Vos,jan@vos.example.com,Vos BV,Head of Purchasing,NL,+31 20 7654321,budget 2027,yes,2026-10-02,Fair,SQL
Jan Vos,j.vos@vos.example.com,Vos B.V.,Purchasing,NL,+31 20 7654321,,,2026-10-05,Web,customer
Pia Roth,pia@roth.example.com,Roth AG,Engineer,CH,+41 44 1234567,do not call,unsubscribed,2026-10-02,Partner,
Pia Roth,pia.roth@roth.example.org,Roth AG,,CH,,,,soon,Partner,
n/a,broken@,,,,12,,,,,
Ida Lang,ida@lang.example.com,"Lang, Söhne",Student,AT,+43 1 1234567,"two
lines",,02.10.2026,Fair,
Kim Ort,kim@ort.example.com,Ort Ltd,VP Sales,GB,+44 20 71234567,,yes,2026-10-09,Web,
too,short
"""
ACTIVITIES = """Email,Activity,Date,Detail
eva.meier@acme.example.com,page_view,2026-07-08 10:21,/pricing
jan@vos.example.com,email_open,2026-10-01,
jan@vos.example.com,demo_request,2026-10-05,
nobody@x.example.com,page_view,2026-10-01,
"""
SPEND = 'lead_source,spend,revenue,margin\nfair,"1.000,00 €",50000,20%\nWeb,200,,\nPartner,0,,\n'
FIGURES = "campaign,spend,revenue,margin,leads_per_order\nFair,38500 €,50.000 €,20 %,20\nWeb,1200 €,50000 €,20 %,\n"
OPTOUTS = "email,phone,added\nida@lang.example.com,,2026-09-01\n@roth.example.com,,\n,+44 20 71234567,2026-09-30\n"
RULES = {"own.yaml": "b2b-saas", "lifecycle.yaml": "lifecycle", "consent.yaml": "consent", "merging.yaml": "merge",
         "titles.yaml": "titles", "remarks.yaml": "remarks", "routing.yaml": "routing", "target.yaml": "odoo"}  # fmt: skip
PIPELINE = """
import: {files: [list.csv, {file: book.xlsx, source: Book}], rejects: p_rejects.csv}
steps:
  - clean: {region: DE}
  - dedupe: {merges: p_merges.csv, decisions: decided.csv}
  - score: {rules: own.yaml, activities: activities.csv, as_of: 2026-10-08}
  - classify: {rules: lifecycle.yaml, suppress: [optouts.csv], funnel: p_funnel.csv}
output: p_out.csv
summary: p_sum.json
"""
# How the commands are used; each name of a file that is there may be damaged.
LINES = """
import list.csv -o out.csv --rejects bad.csv --summary sum.json
import book.xlsx -o out.csv --rejects bad.csv
import book.ods -o out.csv --rejects bad.csv
import book.xls -o out.csv --rejects bad.csv
import cards.vcf -o out.csv --rejects bad.csv
import packed.csv.gz packed.zip -o out.csv --rejects bad.csv
import rejects.csv -o out.csv --rejects bad.csv
import list.csv --map map.yaml -o out.csv --rejects bad.csv
import list.csv book.xlsx --write-map new.yaml
profile list.csv book.ods cards.vcf
profile list.csv packed.zip --json
profile list.csv --map map.yaml -o out.html
clean leads.csv --changes changes.csv --region DE -o out.csv
clean leads.csv --titles titles.yaml --remarks remarks.yaml -o out.csv
dedupe cleaned.csv --decisions decided.csv --merges m.csv --review r.csv -o out.csv
dedupe cleaned.csv --rules merging.yaml --merges m.csv -o out.csv
dedupe cleaned.csv --against crm.csv --known k.csv --region DE -o out.csv
dedupe cleaned.csv --removed suppressed.csv --key-file key.txt -o out.csv
update master.csv cleaned.csv --decisions decided.csv --merges m.csv -o out.csv
update master.csv cleaned.csv --removed suppressed.csv --as-of 2026-10-08 -o out.csv
unmerge deduped.csv --merges merges.csv -o out.csv
explain {merged} --in merges.csv
explain {lead} --in scored.csv --rules own.yaml
explain {lead} --in scored.csv
explain {lead} {other} --in cleaned.csv
score cleaned.csv --rules own.yaml --activities activities.csv --as-of 2026-10-08 -o out.csv
score cleaned.csv --compare b2b own.yaml
rules check own.yaml --against cleaned.csv --activities activities.csv --lifecycle lifecycle.yaml --as-of 2026-10-08
rules check lifecycle.yaml
rules check consent.yaml
rules check merging.yaml
rules check titles.yaml
rules check remarks.yaml
classify scored.csv --rules lifecycle.yaml --consent consent.yaml --transitions t.csv --funnel f.csv -o out.csv
classify scored.csv --suppress optouts.csv --suppressed s.csv --as-of 2026-10-08 -o out.csv
classify scored.csv --previous classified.csv --suppress hashes.csv --key-file key.txt -o out.csv
classify scored.csv --suppress-email optouts.csv --suppress-phone book.xlsx --suppress-post cards.vcf -o out.csv
assign classified.csv --rules routing.yaml --as-of 2026-10-08 -o out.csv
assign classified.csv --rules routing.yaml --dry-run
accounts classified.csv -o out.csv
rules check routing.yaml --against classified.csv
export classified.csv --to hubspot -o handed
export classified.csv --to target.yaml -o handed
export classified.csv --to excel --for sales -o out.xlsx
export classified.csv --to excel-csv -o handed
rules check target.yaml
consent list.csv classified.csv -o out.csv
suppress optouts.csv --key-file key.txt -o out.csv
suppress leads.csv -o out.csv
cpl figures.csv -o out.csv
cpl classified.csv --by lead_source --spend spend.csv --revenue 50000 --margin 20% -o out.csv
cpl classified.csv --by lead_source,month --deal score --spend spend.csv --budget 5000 --months 12 -o out.csv
cpl --revenue 50000 --margin 20% --leads 100 --orders 5
run pipeline.yaml
run fair --dry-run
runs list fair
runs redo last --in fair
runs restore last-1 --in fair
runs publish last --in fair
runs prune --in fair --keep 1
runs show last --in fair
runs diff --in fair -o out.csv
report fair -o out.html
run fair
""".strip().splitlines()


def ids_of(desk: Path) -> dict[str, str]:
    """Return the ids of leads that are there: of one that was merged, of one and another."""
    first = {
        name: [row.split(",")[0] for row in (desk / name).read_text("utf-8").splitlines()[1:3]]
        for name in ("merges.csv", "scored.csv")
    }
    lead, other = first["scored.csv"]
    return {"merged": first["merges.csv"][0], "lead": lead, "other": other}


def lines_of(desk: Path) -> list[list[str]]:
    """Return the command lines, with the ids of the leads that are there."""
    ids = ids_of(desk)
    return [line.format(**ids).split() for line in LINES]


def make_desk(desk: Path) -> None:
    """Write all inputs but a workspace into a folder, each as a user would get it."""
    kinds = every_kind()
    own = {
        "list.csv": BADGES, "crm.csv": "lead_id,email,full_name,company\nc1,kim@ort.example.com,Kim Ort,Ort Ltd\n",
        "activities.csv": ACTIVITIES, "spend.csv": SPEND, "figures.csv": FIGURES, "optouts.csv": OPTOUTS,
        "near.csv": "DE\nAT\n", "pipeline.yaml": PIPELINE, "key.txt": "a key of our own",
    }  # fmt: skip
    for name, text in own.items():
        (desk / name).write_text(text, "utf-8")
    for name, shipped in RULES.items():
        tree = yaml.load(shipped_rules()[shipped].read_text("utf-8"), yaml.BaseLoader)
        (desk / name).write_text(
            yaml.dump(_short(tree), allow_unicode=True, sort_keys=False), "utf-8"
        )
    for name in ("book.xlsx", "book.ods", "cards.vcf", "packed.csv.gz", "packed.zip"):
        (desk / name).write_bytes(kinds[name])
    shutil.copy(ROOT / "tests" / "files" / "data" / "leads.xls", desk / "book.xls")
    for line in (
        "import list.csv -o leads.csv --rejects rejects.csv", "import list.csv --write-map map.yaml",
        "clean leads.csv --region DE -o cleaned.csv", "dedupe cleaned.csv --merges merges.csv --review decided.csv -o deduped.csv",
        "dedupe cleaned.csv -o master.csv", "score cleaned.csv --rules own.yaml --as-of 2026-10-08 -o scored.csv",
        "classify scored.csv --rules lifecycle.yaml --suppress optouts.csv --suppressed suppressed.csv -o classified.csv",
        "suppress optouts.csv --key-file key.txt -o hashes.csv",
    ):  # fmt: skip
        done = here(line.split(), cwd=desk)
        assert done.code == 0, (line, done.err.decode())
    _decide(desk / "decided.csv")


def make_workspace(desk: Path) -> None:
    """Make a workspace, fair, on a desk: two runs, and a list that none has read yet."""
    assert here(["init", "fair"], cwd=desk).code == 0
    shutil.copy(desk / "list.csv", desk / "fair" / "inbox")
    for number in (1, 2):
        assert here(["run", "fair"], cwd=desk).code in (0, 1)
        with (desk / "fair" / "inbox" / "more.csv").open("a") as more:
            more.write(f"Name,E-Mail\nUwe Kern{number},uwe{number}@kern.example.com\n")


def _short(tree: Any) -> Any:
    """Return a rule file with three of each long list of words: they are compiled in no time."""
    if isinstance(tree, dict):
        return {name: _short(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_short(value) for value in tree[:12]]
    words = tree.split(",")
    return ",".join(words[:3]) if len(words) > 6 else tree


def _decide(path: Path) -> None:
    """Say y to the first pair of a review, and n to the others."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    for row in rows:
        row[head.index("decision")] = "y" if row is rows[0] else "n"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])
