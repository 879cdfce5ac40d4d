"""Accounts of a whole list, given in batches or as a frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadkit.base.cells import repeated, texts, whole
from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table
from leadkit.base.leads import table_of
from leadkit.base.named import listed
from leadkit.companies.figures import COLUMNS, READS, Accounts, accounts_of
from leadkit.fields.organisation_keys import employer_domains
from leadkit.fields.people_keys import firms_of
from leadkit.rules.hearing import Hearing, closed_as_heard

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.base.leads import Leads

_FIRM, _DOMAIN = "its firm", "its domain"  # of a lead, as they are compared
_OF_DOMAINS = {"email", "website"}  # of which no more is asked
_DIFFERENT = {"lead_id", "full_name", "first_name", "last_name"}  # as a rule other in each row


class HeardAccounts:
    """Takes in the leads of a list, table by table, and then tells their accounts.

    ``hearing`` has heard all of them: what one refuses, is refused on all. Of each lead only what
    accounts are made of is kept, and of its columns each different cell once: most say one of a
    few words.
    """

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self._kept: list[pa.Table] = []

    def add(self, leads: pa.Table) -> None:
        """Take in the next leads."""
        import pyarrow as pa

        leads, _ = closed_as_heard(leads, self._hearing.refused(leads))

        def cells(name: str) -> Cells | None:
            if name not in leads.column_names:
                return None
            return whole(leads[name]).cast(pa.large_string())

        kept = {_DOMAIN: employer_domains(cells, len(leads)).dictionary_encode()}
        for name in sorted(READS.intersection(leads.column_names) - _OF_DOMAINS):
            column = cells(name)
            assert column is not None
            kept[name] = column if name in _DIFFERENT else column.dictionary_encode()
        kept[_FIRM] = _firms(kept.get("company", repeated("", len(leads)).dictionary_encode()))
        self._kept.append(pa.table(kept))

    def accounts(self) -> Accounts:
        """Return the accounts of all leads that were taken in."""
        import pyarrow as pa

        if not self._kept:
            return accounts_of(lambda name: None, *(texts([]).dictionary_encode(),) * 2)
        every = pa.concat_tables(self._kept).unify_dictionaries()
        self._kept.clear()

        def column(name: str) -> Cells | None:
            return whole(every[name]) if name in every.column_names else None

        return accounts_of(column, whole(every[_FIRM]), whole(every[_DOMAIN]))


def _firms(companies: pa.DictionaryArray) -> pa.DictionaryArray:
    """Return companies as they are compared."""
    import pyarrow as pa

    known = companies.dictionary
    firms = firms_of({"company": known}.get, len(known)).dictionary_encode()
    return pa.DictionaryArray.from_arrays(firms.indices.take(companies.indices), firms.dictionary)


def accounts_of_batches(tables: Iterable[pa.Table], hearing: Hearing) -> Accounts:
    """Return the accounts of the leads of some tables, all of which ``hearing`` has heard.

    Raises LeadkitError where no column tells a company.
    """
    heard = HeardAccounts(hearing)
    for table in tables:
        refuse_no_company(table.column_names)
        heard.add(table)
    return heard.accounts()


def account_table(leads: Leads) -> Leads:
    """Return a row for each company of the leads, the best first, with the index 0, 1, 2 ...

    ``leads`` is a frame with company or email, and whatever else accounts are made of (score,
    lead_status, seniority ...). All cells of what comes back are text. Raises LeadkitError for
    what is no such frame.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"company": ["Acme AG", "Acme"], "score": ["80", "40"]})
    >>> account_table(leads)[["account", "people", "account_score"]].values.tolist()
    [['Acme AG', '2', '100']]
    """
    import pandas as pd

    table = as_leads_table(leads)
    refuse_no_company(list(table.columns))
    hearing, every = Hearing(), table_of(table)
    hearing.hear_all(every)
    found = accounts_of_batches([every], hearing)
    rows = {name: found.table[name].to_pylist() for name in COLUMNS}
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def refuse_no_company(columns: list[str]) -> None:
    """Raise LeadkitError where no column tells a company."""
    if not {"company", "email", "website"} & set(columns):
        raise LeadkitError(
            "accounts need the column company, email or website, which tell a company; "
            f"there are: {listed(columns)}"
        )
