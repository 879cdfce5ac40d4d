"""Whether a cell stands in a list that lies beside the rule file."""

from __future__ import annotations

from datetime import date

from leadkit.rules.batch import Distinct
from leadkit.rules.comparing.domains import among_domains
from leadkit.rules.comparing.texts import among
from leadkit.rules.item import Item
from leadkit.rules.lists import read_list
from leadkit.rules.truth import Test, Truth


def in_list(value: Item) -> Test:
    """The cell stands in a list beside the rule file: a text file, or a CSV's first column.

    In a text file each line is an entry and ``#`` begins a comment. Of a CSV another column is
    named as ``customers.csv#email``. An entry such as ``@firm.example.com`` is there for every
    address at that domain or below it.

    >>> from leadkit.rules.operators import say
    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".txt") as file:
    ...     _ = file.write("eva@a.example.com\\n@rival.example.com  # all of them\\n")
    ...     file.flush()
    ...     print(say(f"{{in_list: {file.name}}}", "Eva@a.example.com", "x@rival.example.com", "y"))
    yes yes no
    """
    entries = read_list(value)
    domains = [entry[1:] for entry in entries if entry.startswith("@")]
    whole = among([entry for entry in entries if not entry.startswith("@")])
    if not domains:
        return whole
    at_domain = among_domains(domains)

    def test(cells: Distinct, as_of: date | None) -> Truth:
        holds = whole(cells, as_of)[0] | at_domain(cells, as_of)[0]
        return holds, ~holds

    return test
