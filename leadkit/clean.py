"""The clean stage: cells that can be brought to their normal form are; the others are flagged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadkit.columns import EMAILS, KNOWN, PHONES
from leadkit.errors import LeadkitError
from leadkit.fields.consent import yes_or_no
from leadkit.fields.country import country_code
from leadkit.fields.distinct import map_distinct
from leadkit.fields.email import clean_email
from leadkit.fields.name import clean_name
from leadkit.fields.phone import clean_phone
from leadkit.stage import Outcome, Stage, cell_column, with_columns

if TYPE_CHECKING:
    import numpy as np

    from leadkit.stage import Leads

NAMES = ("first_name", "middle_name", "last_name", "full_name", "nickname")
COUNTRIES = ("country", "home_country")
ANSWERS = ("consent", "email_opt_out", "phone_opt_out")
_AS_TYPED = ("notes", "external_id")
TRIMMED = tuple(
    name for name in KNOWN if name not in {*NAMES, *COUNTRIES, *EMAILS, *PHONES, *_AS_TYPED}
)

# Every code that clean writes to the column issues, and what it means.
ISSUES = {
    **{f"{name}_invalid": f"{name} holds no valid e-mail address" for name in EMAILS},
    **{f"{name}_invalid": f"{name} holds no valid number for its region" for name in PHONES},
    **{f"{name}_ambiguous": f"{name} may be a number with or without its plus" for name in PHONES},
    **{f"{name}_unknown": f"{name} names no country" for name in COUNTRIES},
    **{f"{name}_unclear": f"{name} is neither a yes nor a no" for name in ANSWERS},
}


@dataclass(frozen=True)
class CleanOptions:
    """How to clean; an unknown region means that numbers without a country stay as they are."""

    region: str = ""  # the country that a phone number is in where its row names none


def clean_leads(leads: Leads, options: CleanOptions | None = None) -> Leads:
    """Return the leads with cleaned cells, and email_status, phone_status and issues added.

    A cell that cannot be cleaned stays as it was and gets a code in issues, a list apart by "; ".

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"email": ["Eva@Example.COM"], "phone": ["12"], "country": ["Polen"]})
    >>> clean_leads(leads.astype("str")).iloc[0].tolist()
    ['Eva@example.com', '12', 'PL', 'valid', 'invalid', 'phone_invalid']
    """
    region = _region(options.region if options else "")
    cleaned: dict[str, Any] = {}
    problems: dict[str, np.ndarray] = {}
    for name in _present(leads, TRIMMED):
        cleaned[name] = leads[name].str.strip()
    for name in _present(leads, NAMES):
        cleaned[name] = map_distinct(leads[name], clean_name)
    for name in _present(leads, COUNTRIES):
        codes = map_distinct(leads[name], country_code)
        problems[f"{name}_unknown"] = (codes == "") & (leads[name].str.strip() != "").to_numpy()
        cleaned[name] = leads[name].where(codes == "", codes)
    for name in _present(leads, ANSWERS):
        answers = map_distinct(leads[name], _answer_in(name))
        problems[f"{name}_unclear"] = (answers == "") & (leads[name].str.strip() != "").to_numpy()
        cleaned[name] = leads[name].where(answers == "", answers)
    cleaned |= _clean_emails(leads, problems)
    cleaned |= _clean_phones(leads, cleaned, region, problems)
    cleaned["issues"] = _issues(leads, problems)
    return with_columns(leads, cleaned)


def clean_stage(options: CleanOptions) -> Stage:
    """Return clean as a step of a run; raise LeadkitError for a region that is no country."""
    _region(options.region)

    def apply(leads: Leads) -> Outcome:
        cleaned = clean_leads(leads, options)
        counts = {
            f"{things} {status}": int((cleaned[f"{kind}_status"] == status).sum())
            for kind, things in (("email", "e-mails"), ("phone", "phones"))
            for status in ("invalid", "missing")
        }
        return Outcome(cleaned, counts=counts)

    return Stage("clean", apply, ("email_status", "phone_status", "issues"), check=_check)


def _check(columns: list[str]) -> list[str]:
    if not set(columns) & set(KNOWN):
        raise LeadkitError(
            f"clean knows none of these columns: {', '.join(columns)}. "
            "'leadkit import' finds our columns in other headers"
        )
    return []


def _region(name: str) -> str:
    code = country_code(name)
    if name and not code:
        raise LeadkitError(f"--region {name}: no such country; give a code such as DE, or a name")
    return code


def _present(leads: Leads, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in leads.columns]


def _answer_in(name: str) -> Any:
    opt_out = name != "consent"
    return lambda cell: yes_or_no(cell, opt_out=opt_out)


def _clean_emails(leads: Leads, problems: dict[str, np.ndarray]) -> dict[str, Any]:
    import numpy as np

    cleaned: dict[str, Any] = {"email_status": np.full(len(leads), "missing", object)}
    for name in _present(leads, EMAILS):
        results = map_distinct(leads[name], clean_email)
        cleaned[name] = [cell for cell, _ in results]
        status = np.array([status for _, status in results], object)
        problems[f"{name}_invalid"] = status == "invalid"
        if name == "email":
            cleaned["email_status"] = status
    return cleaned


def _clean_phones(
    leads: Leads, cleaned: dict[str, Any], region: str, problems: dict[str, np.ndarray]
) -> dict[str, Any]:
    """Clean all phone columns; phone_status is the best of theirs."""
    import numpy as np
    import pandas as pd

    countries = pd.Series(cleaned.get("country", ""), index=leads.index, dtype="str")
    is_code = countries.str.fullmatch("[A-Z]{2}")
    regions = countries.where(is_code.fillna(False), region)
    best = np.full(len(leads), "missing", object)
    phones: dict[str, Any] = {}
    for name in _present(leads, PHONES):
        results = map_distinct(
            regions + "\x1f" + leads[name],
            lambda pair: clean_phone(*reversed(pair.split("\x1f", 1))),
        )
        phones[name] = [cell for cell, _ in results]
        status = np.array([status for _, status in results], object)
        for problem in ("invalid", "ambiguous"):
            problems[f"{name}_{problem}"] = status == problem
        better = (status == "valid") | (best == "missing")
        best = np.where(better & (status != "missing"), status, best)
    return {**phones, "phone_status": best}


def _issues(leads: Leads, problems: dict[str, np.ndarray]) -> np.ndarray:
    """Return the codes of each row, after those that other stages wrote before."""

    def not_ours(cell: str) -> str:
        return "; ".join(code for code in cell.split("; ") if code and code not in ISSUES)

    issues = map_distinct(cell_column(leads, "issues"), not_ours)
    for code, rows in problems.items():
        at = rows.nonzero()[0]
        issues[at] = [f"{before}; {code}" if before else code for before in issues[at]]
    return issues
