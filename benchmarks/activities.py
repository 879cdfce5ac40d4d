"""Score by ten million activities: how long it takes, and how much memory.

python benchmarks/activities.py [ACTIVITIES] [LEADS]
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RULES = """\
rules:
  - {name: opened, activity: {type: email_open, within: 90 days}, points: "1 per email_open, max 5"}
  - {name: mails, activity: {type: email_click, within: 90 days}, points: "3 per different detail, max 9"}
  - {name: asked, activity: {type: demo_request, decay: half-life 45 days}, points: 30}
  - {name: quiet, activity: {type: login, last: {older_than: 60 days}}, points: -10}
  - {name: pages, activity: {type: page_view, limit: 2 per week}, points: "1 per page_view, max 20"}
  - {name: then, activity: {type: page_view, then: {type: demo_request, within: 14 days}}, points: 5}
  - name: keen
    when: {any: [{activity: {type: page_view, different: day, at_least: 3}}, {activity: webinar}]}
    points: 5
"""
KINDS = ("email_open",) * 5 + ("email_click",) * 2 + ("page_view",) * 4 + ("login", "demo_request")
BLOCK = 100_000


def make(folder: Path, activities: int, leads: int) -> None:
    """Write rules, leads, and what they did in 2026; the same on every run."""
    rng = random.Random(19)
    (folder / "rules.yaml").write_text(RULES)
    with (folder / "leads.csv").open("w") as file:
        file.write("lead_id,email\n")
        file.writelines(f"{lead},u{lead}@x.example.com\n" for lead in range(leads))
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 10) for day in range(1, 29)]
    tails = [f"{rng.choice(KINDS)},{rng.choice(days)},/p/{rng.randrange(200)}\n"
             for _ in range(BLOCK)]  # fmt: skip
    with (folder / "did.csv").open("w") as file:
        file.write("email,type,when,detail\n")
        for _ in range(0, activities, BLOCK):
            people = rng.choices(range(leads), k=BLOCK)
            file.writelines(f"u{who}@x.example.com,{tail}"
                            for who, tail in zip(people, tails, strict=True))  # fmt: skip
            rng.shuffle(tails)


def main() -> None:
    activities = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    leads = int(sys.argv[2]) if len(sys.argv) > 2 else 500_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, activities, leads)
        command = [
            sys.executable, "-m", "leadkit", "score", str(folder / "leads.csv"), "-q",
            "--rules", str(folder / "rules.yaml"), "--activities", str(folder / "did.csv"),
            "--as-of", "2026-10-08", "-o", str(folder / "out.csv"),
        ]  # fmt: skip
        begin = time.perf_counter()
        process = subprocess.Popen(command)
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise SystemExit(f"score ended with {status}")
        seconds, cpu = time.perf_counter() - begin, used.ru_utime + used.ru_stime
        print(
            f"{activities:,} activities, {leads:,} leads: {seconds:.1f} s, {cpu:.1f} s of CPU, "
            f"{used.ru_maxrss / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main()
