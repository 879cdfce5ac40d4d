"""The accounts stage: beside each lead, what the leads of its company say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadkit.base.frames import as_leads_table, given_back
from leadkit.base.leads import Stage, appended_to, appending, table_of
from leadkit.base.options import StageOptions, option
from leadkit.companies.beside import WRITTEN, AccountsBeside
from leadkit.companies.figures import READS
from leadkit.companies.lists import account_table as account_table
from leadkit.rules.hearing import READS as HEARING

if TYPE_CHECKING:
    from leadkit.base.leads import Leads


@dataclass(frozen=True)
class AccountsOptions(StageOptions):
    """What is written of accounts beside the leads."""

    accounts: str = option("", "output", "Write a row for each account.")


def account_leads(leads: Leads) -> Leads:
    """Return the leads with the figures of their companies: account_people, account_score ...

    ``leads`` is any frame with company, email or website; what comes back has its rows, its index
    and its columns as they are, then those that were added, which are text, and blank for whoever
    is of no company. Rule files ask for them under ``account``.

    Raises LeadkitError for what is no such frame.

    >>> import pandas as pd
    >>> leads = pd.DataFrame({"company": ["Acme AG", "Acme", "Voss"], "score": [80, 40, 9]})
    >>> account_leads(leads)[["account_people", "account_score"]].values.tolist()
    [['2', '100'], ['2', '100'], ['1', '9']]
    """
    table = as_leads_table(leads)
    run = AccountsBeside()
    run.check(list(table.columns))
    added = run.append(table_of(table))
    return given_back(leads, appended_to(table, added), added.columns)


def accounts_stage(options: AccountsOptions) -> Stage:
    """Return accounts as a step of a run: leads stay as they are, figures are added to each."""
    run = AccountsBeside(with_table=bool(options.accounts))
    return Stage(
        "accounts", appending(run.append), WRITTEN, check=run.check, append=run.append,
        reads=READS, survey=run.hear, survey_reads=READS | HEARING, survey_again=run.hear_again,
        closing=run.closing, after_all=run.after_all,
    )  # fmt: skip
