"""Figures of accounts beside each of their leads, where rules and people can read them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, repeated, to_numpy, whole
from leadkit.base.columns import ACCOUNT_FIGURES
from leadkit.base.leads import Appended, Closing
from leadkit.companies.figures import Accounts
from leadkit.companies.lists import HeardAccounts, refuse_no_company
from leadkit.fields.organisation_keys import parts_of
from leadkit.rules.hearing import Hearing

if TYPE_CHECKING:
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.base.leads import Look

WRITTEN = tuple(ACCOUNT_FIGURES.values())


class AccountsBeside:
    """Hears all leads of a run, and then tells beside each what is known of its account.

    Who belongs to none has blank cells there. ``with_table`` gives the accounts themselves, too.

    >>> import pandas as pd
    >>> run = AccountsBeside()
    >>> import pyarrow as pa
    >>> leads = pa.table({"company": ["Acme AG", "Acme", ""], "score": ["80", "40", "9"]})
    >>> run.hear(leads)
    >>> while look := run.hear_again():
    ...     look(leads)
    >>> run.append(leads).of_leads()["account_people"].to_pylist()
    ['2', '2', '']
    """

    def __init__(self, with_table: bool = False) -> None:
        self._hearing = Hearing()
        self._heard = HeardAccounts(self._hearing)
        self._is_heard = self._is_taken_in = False
        self._with_table = with_table

    def check(self, columns: list[str]) -> list[str]:
        """Raise LeadkitError where no column tells a company."""
        refuse_no_company(columns)
        return []

    def hear(self, leads: pa.Table) -> None:
        """Hear what the next leads refuse."""
        self._is_heard = True
        self._hearing.hear(leads)

    def hear_again(self) -> Look | None:
        """Return what all leads are shown once more: in the end what their accounts are made of."""
        if look := self._hearing.hear_again():
            return look
        if self._is_taken_in:
            return None
        self._is_taken_in = True
        return self._heard.add

    @cached_property
    def _accounts(self) -> Accounts:
        return self._heard.accounts()

    @cached_property
    def _figures(self) -> pa.Table:
        """The figures of each account, and behind them the blank ones of who is in none."""
        import pyarrow as pa

        table = self._accounts.table
        named = {own: own if own in table.column_names else name
                 for name, own in ACCOUNT_FIGURES.items()}  # fmt: skip
        told = pa.table({own: table[name] for own, name in named.items()})
        blank = pa.table({own: repeated("", 1) for own in named}, schema=told.schema)
        return pa.concat_tables([told, blank])

    def append(self, table: pa.Table) -> Appended:
        """Return the figures of the accounts of some leads, of those that were heard."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        def cells(name: str) -> Cells | None:
            if name not in table.column_names:
                return None
            return whole(table[name]).cast(pa.large_string())

        if not self._is_heard:  # nobody had all of them heard before: these are all
            self.hear(table)
            while look := self.hear_again():
                look(table)
        keys = self._accounts.known_as.tell_each(*parts_of(cells, len(table)))
        figures = self._figures
        last = len(figures) - 1
        place = pc.index_in(keys.dictionary, value_set=figures["account_key"].slice(0, last))
        rows = to_numpy(pc.fill_null(place, last)).astype(np.int64)
        return Appended(figures.take(numbers(rows)), to_numpy(keys.indices).astype(np.int64))

    def after_all(self) -> list[str]:
        """Return notes on cells that could not be read."""
        return list(self._accounts.notes)

    def closing(self) -> Closing:
        """Return the accounts, where they are asked for, and how many there are."""
        found = self._accounts
        counts = {"accounts": len(found.table), "without a company": found.without}
        return Closing({"accounts": found.table} if self._with_table else {}, counts)
