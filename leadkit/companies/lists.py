"""Accounts of a whole list, given in batches or as a frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadkit.base.cells import as_cells, whole
from leadkit.base.errors import LeadkitError
from leadkit.base.frames import as_leads_table
from leadkit.base.named import listed
from leadkit.companies.figures import COLUMNS, READS, Accounts, accounts_of

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.base.leads import Leads


class HeardAccounts:
    """Hears the leads of a list, table by table, and then tells their accounts.

    Of each lead only what accounts are made of is kept.
    """

    def __init__(self) -> None:
        self._kept: list[pa.Table] = []

    def add(self, leads: pa.Table) -> None:
        """Take in the next leads."""
        self._kept.append(leads.select([name for name in leads.column_names if name in READS]))

    def accounts(self) -> Accounts:
        """Return the accounts of all leads that were taken in."""
        import pyarrow as pa

        if not self._kept:
            return accounts_of(lambda name: None, 0)
        every = pa.concat_tables(self._kept)
        self._kept.clear()

        def column(name: str) -> Cells | None:
            if name not in every.column_names:
                return None
            return whole(every[name]).cast(pa.large_string())

        return accounts_of(column, len(every))


def accounts_of_batches(tables: Iterable[pa.Table]) -> Accounts:
    """Return the accounts of the leads of some tables; of each only what is read is kept.

    Raises LeadkitError where no column tells a company.
    """
    heard = HeardAccounts()
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
    found = accounts_of(
        lambda name: as_cells(table[name]) if name in table.columns else None, len(table)
    )
    rows = {name: found.table[name].to_pylist() for name in COLUMNS}
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")


def refuse_no_company(columns: list[str]) -> None:
    """Raise LeadkitError where no column tells a company."""
    if not {"company", "email", "website"} & set(columns):
        raise LeadkitError(
            "accounts need the column company, email or website, which tell a company; "
            f"there are: {listed(columns)}"
        )
