"""Worlds played through the command line: lists as people write them, pipelines, files of opt-outs."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from tests.classifying.playing import AS_OF, Play, frame
from tests.classifying.worlds import OPTIONS, Table
from tests.running import Run, here

# How lists call their columns; a list has those that it names, and its rows are in one such list.
HEADERS = {
    "badges.csv": {
        "first_name": "First Name", "last_name": "Last Name", "company": "Company",
        "country": "Country", "email": "Email", "email_2": "Email 2", "other_emails": "Other Emails",
        "phone": "Phone", "mobile": "Mobile", "street": "Street", "postal_code": "Zip Code",
        "city": "City", "consent": "Consent", "email_consent": "May we e-mail you?",
        "phone_consent": "May we call you?", "post_consent": "May we write to you by post?",
        "consent_channels": "Consent channels", "email_opt_out": "Opted out of email",
        "phone_opt_out": "Do Not Call", "post_opt_out": "post_opt_out",
        "mailing_status": "Email Status", "email_bounced": "Bounce reason", "notes": "Notes",
        "tags": "Tags", "lead_status": "Lead Status",
    },
    "crm.csv": {
        "first_name": "Vorname", "last_name": "Nachname", "company": "Firma", "country": "Land",
        "email": "E-Mail", "email_2": "Weitere E-Mail", "other_emails": "other_emails",
        "phone": "Telefon", "mobile": "Handy", "street": "Straße", "postal_code": "PLZ",
        "city": "Ort", "consent": "Einwilligung", "email_consent": "Einwilligung E-Mail",
        "phone_consent": "Dürfen wir Sie anrufen?", "post_consent": "post_consent",
        "consent_channels": "consent_channels", "email_opt_out": "HasOptedOutOfEmail",
        "phone_opt_out": "DoNotCall", "post_opt_out": "Keine Post",
        "mailing_status": "mailing_status", "email_bounced": "Hard bounced", "notes": "Bemerkung",
        "tags": "Schlagwörter", "lead_status": "Status",
    },
}  # fmt: skip
_OURS = {name: name for name in HEADERS["crm.csv"]}
_PROOF = ("consent_at", "consent_source", "consent_text", "remark_flags", "remark_words")


class PlayOnDisk(Play):
    """The same weeks, each a pipeline file."""

    def __init__(self, table: Table, folder: Path) -> None:
        super().__init__(table)
        self.folder = folder
        self.number = 0

    def _run(self, *arguments: str) -> Run:
        done = here(list(arguments), cwd=self.folder)
        assert done.code == 0, (arguments, done.err.decode())
        return done

    def _leads(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / name, dtype="str", keep_default_na=False)

    def _play_rows(self, rows: list[dict[str, str]], how: str) -> None:
        files = self._lists(rows)
        if self.table.with_master and self.before is not None:
            files.append("master.csv")
        steps: list[object] = [{"clean": {"region": "DE"}}]
        if how != "as it is":
            steps.append({"dedupe": self._dedupe_options(how)})
        classify = {"as_of": AS_OF, **self._list_files()}
        if "suppress" in classify:
            (self.folder / "removed").mkdir(exist_ok=True)
            classify["suppressed"] = f"removed/{self.number}.csv"
        if self.before is not None:
            classify["previous"] = "master.csv"
        steps += [{"score": {"rules": "b2b"}}, {"classify": classify}]
        pipeline = {"import": {"files": files}, "steps": steps, "output": "leads.csv"}
        (self.folder / "run.yaml").write_text(json.dumps(pipeline), "utf-8")
        self._run("run", "run.yaml", "-q")
        self._remember(self._leads("leads.csv"))
        if how.startswith("unmerged") and not self.listed["gone"]:
            self._run("unmerge", "leads.csv", "--merges", "merges.csv", "-o", "apart.csv")
            lists = [
                word for option in OPTIONS for path in self._list_files().get(option, ())
                for word in (f"--{option.replace('_', '-')}", path)
            ]  # fmt: skip
            self._run("classify", "apart.csv", "--as-of", AS_OF, "--previous", "master.csv",
                      *lists, "-q", "-o", "leads.csv")  # fmt: skip
            self._remember(self._leads("leads.csv"))
        known = self.folder / "known.csv"
        if how != "as it is" and len(self.crm) and known.exists():
            left = self._leads("known.csv")
            left = left[left["outcome"] != "removed"]
            self._to_crm(left.assign(lead_id="K" + left["lead_id"] + f"-{self.number}"))
        self.number += 1
        self._forget_removed()

    def _forget_removed(self) -> None:
        """Forget what rows refused of worlds in which leads were removed; see _forget.

        Here rows have ids that this test does not know.
        """
        removing = {
            said.row["lead_id"].partition("-")[0].lstrip("C")
            for world in self.table.worlds
            if any(entry.option == "suppress" for week in world for entry in week.listed)
            for week in world for said in (*week.rows, *week.crm)
        }  # fmt: skip
        for lead_id in self.said:
            if lead_id.partition("-")[0].lstrip("C") in removing:
                self.said[lead_id] = frozenset()

    def _remember(self, said: pd.DataFrame) -> None:
        self._check(said)
        self._keep(said)
        assert self.before is not None
        self.before.to_csv(self.folder / "master.csv", index=False)

    def _lists(self, rows: list[dict[str, str]]) -> list[str]:
        """Write the rows as the lists that they stand in, and return their names."""
        files = []
        for source, headers in (HEADERS | {"form.csv": _OURS}).items():
            own = [row for row in rows if row["source_file"] == source]
            if own:
                names = {**headers, **{name: name for name in _PROOF}}
                file = f"{self.number}_{source}"
                frame(own)[list(names)].rename(columns=names).to_csv(
                    self.folder / file, index=False
                )
                files.append(file)
        return files

    def _dedupe_options(self, how: str) -> dict[str, object]:
        options: dict[str, object] = {"merges": "merges.csv", "review": "review.csv"}
        apart = how.startswith("unmerged")
        if len(self.crm):
            names = ["lead_id", *_OURS, *_PROOF, "refused"]
            crm = self.crm.reindex(columns=names, fill_value="")
            crm.to_csv(self.folder / "crm_export.csv", index=False)
            options |= {"against": "crm_export.csv", "region": "DE", "known": "known.csv",
                        "all_rows": apart or self.table.all_rows}  # fmt: skip
        if self._has_removed() and not apart:
            options |= {"removed": "removed", "known": "known.csv"}
        if self.table.decided and self.table.with_master and (self.folder / "decided.csv").exists():
            options["decisions"] = "decided.csv"
        return options

    def _has_removed(self) -> bool:
        return any((self.folder / "removed").glob("*.csv"))

    def _list_files(self) -> dict[str, list[str]]:
        """Write the lists of opt-outs, a file for each kind of entry, or a folder where it is one."""
        given: dict[str, list[str]] = {}
        for option, entries in self.lists.items():
            by_column: dict[str, list[str]] = {}
            for entry in entries:
                for column, cell in entry.items():
                    by_column.setdefault(column, []).append(cell)
            if not by_column:
                continue
            folder = self.folder / option
            folder.mkdir(exist_ok=True)
            for column, cells in by_column.items():
                pd.DataFrame({column: cells}).to_csv(folder / f"{column}.csv", index=False)
            files = sorted(f"{option}/{one.name}" for one in folder.iterdir())
            if option == "suppress" and self._has_removed():
                files.append("removed")
            given[option] = [option] if len(files) == 1 else files
        return given
