"""The accounts stage: beside each lead, what the leads of its company say together."""

from __future__ import annotations

from dataclasses import dataclass

from leadkit.base.leads import Stage, appending
from leadkit.base.options import StageOptions, option
from leadkit.companies.beside import WRITTEN, AccountsBeside
from leadkit.companies.figures import READS
from leadkit.companies.lists import account_table as account_table


@dataclass(frozen=True)
class AccountsOptions(StageOptions):
    """What is written of accounts beside the leads."""

    accounts: str = option("", "output", "Write a row for each account.")


def accounts_stage(options: AccountsOptions) -> Stage:
    """Return accounts as a step of a run: leads stay as they are, figures are added to each."""
    run = AccountsBeside(with_table=bool(options.accounts))
    return Stage(
        "accounts", appending(run.append), WRITTEN, check=run.check, append=run.append,
        reads=READS, survey=run.hear, survey_reads=READS, closing=run.closing,
    )  # fmt: skip
