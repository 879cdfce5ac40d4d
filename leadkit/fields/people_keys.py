"""Keys of people by name and company, however both are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from leadkit.base.cell_bytes import holding
from leadkit.base.cells import (
    as_mask,
    few_distinct,
    is_empty,
    map_cells,
    repeated,
    rows_of,
    text,
    text_bytes,
    texts,
    to_numpy,
    with_rows,
)
from leadkit.base.fold_column import folded_letters, folded_umlauts
from leadkit.fields.legal_forms import FORMS

if TYPE_CHECKING:
    from leadkit.base.cells import Cells, Mask
    from leadkit.fields.refusal_keys import Columns

_SPACE = ord(" ")


def with_firm(names: Cells, asked: Mask, columns: Columns) -> Cells:
    """Return a key of name and company for each row that is asked for and has both, else "".

    Letters are without their marks, and firms without their legal form.

    >>> import numpy as np
    >>> from leadkit.base.cells import texts
    >>> firms = {"company": texts(["Acme GmbH & Co. KG", ""])}
    >>> with_firm(texts(["eva muller los", "jan kern"]), np.ones(2, bool), firms.get).to_pylist()
    ['eva muller los|acme', '']
    """
    import pyarrow.compute as pc

    blank, companies = repeated("", len(names)), columns("company")
    if companies is None or not asked.any():
        return blank
    firm = _folded_firms(rows_of(companies, asked))
    keys = pc.binary_join_element_wise(rows_of(names, asked), firm, text("|"))
    return with_rows(blank, asked, pc.if_else(pc.equal(firm, text("")), text(""), keys))


def firms_of(columns: Columns, rows: int) -> Cells:
    """Return the company of each row as it is compared, "" where there is none.

    >>> from leadkit.base.cells import texts
    >>> firms_of({"company": texts(["Acme GmbH & Co. KG", ""])}.get, 2).to_pylist()
    ['acme', '']
    """
    companies = columns("company")
    return repeated("", rows) if companies is None else _folded_firms(companies)


def surname_keys(
    columns: Columns, rows: int, among: Callable[[Cells], Mask] | None = None
) -> Cells:
    """Return a key of last name and company for each row that has no first name, else "".

    With ``among``, of all rows whose last name it holds for.

    >>> from leadkit.base.cells import texts
    >>> table = {"first_name": texts(["", "Jan"]), "last_name": texts(["Kern", "Kern"]),
    ...     "full_name": texts(["Herr Kern", ""]), "prefix": texts(["Herr", ""]),
    ...     "company": texts(["Acme AG", "Acme AG"])}
    >>> surname_keys(table.get, 2).to_pylist()
    ['kern|acme', '']
    >>> from leadkit.base.known_texts import KnownTexts
    >>> surname_keys(table.get, 2, KnownTexts({"kern"}).among).to_pylist()
    ['kern|acme', 'kern|acme']
    """
    lasts = _column(columns, "last_name", rows)
    asked = ~is_empty(lasts)
    if asked.any():
        asked &= ~_has_first(columns, lasts) if among is None else among(lasts)
    return with_firm(lasts, asked, columns)


def _column(columns: Columns, name: str, rows: int) -> Cells:
    """Return a column of names as they are compared, blank throughout where there is none."""
    cells = columns(name)
    return repeated("", rows) if cells is None else _folded_names(cells)


def _has_first(columns: Columns, lasts: Cells) -> Mask:
    """Tell which rows have a first name, in a column of its own or within the whole name."""
    import pyarrow.compute as pc

    first, whole, prefix = (
        _column(columns, name, len(lasts)) for name in ("first_name", "full_name", "prefix")
    )
    with_prefix = pc.binary_join_element_wise(prefix, lasts, text(" "))
    is_last = as_mask(pc.or_(pc.equal(whole, lasts), pc.equal(whole, with_prefix)))
    found: Mask = ~is_empty(first) | (~is_empty(whole) & ~is_last)
    return found


def names_of(columns: Columns, rows: int) -> Cells:
    """Return the name of each row as it is compared, "" where it has no first and last name.

    >>> from leadkit.base.cells import texts
    >>> names_of({"full_name": texts(["Meier Eva", "Cher"])}.get, 2).to_pylist()
    ['eva meier', '']
    >>> turned = {"first_name": texts(["Ana", "Roca"]), "last_name": texts(["Roca Gil", "Gil Ana"])}
    >>> names_of(turned.get, 2).to_pylist()
    ['ana gil roca', 'ana gil roca']
    """
    import pyarrow.compute as pc

    first, last = (_column(columns, name, rows) for name in ("first_name", "last_name"))
    both = ~is_empty(first) & ~is_empty(last)
    in_order = to_numpy(pc.less_equal(first, last))
    several = both & (_several_words(first) | _several_words(last))
    name = pc.binary_join_element_wise(first, last, text(" "))
    turned = both & ~in_order & ~several
    if turned.any():
        parts = (rows_of(cells, turned) for cells in (last, first))
        name = with_rows(name, turned, pc.binary_join_element_wise(*parts, text(" ")))
    if several.any():
        name = with_rows(name, several, map_cells(rows_of(name, several), _in_one_order))
    if columns("full_name") is None or both.all():
        return with_rows(name, ~both, rows_of(repeated("", rows), ~both))
    whole = rows_of(_column(columns, "full_name", rows), ~both)
    return with_rows(name, ~both, map_cells(whole, _in_one_order))


def own_names(columns: Columns, rows: int) -> list[set[str]]:
    """Return the words of the names of each row, as they are compared.

    >>> from leadkit.base.cells import texts
    >>> sorted(own_names({"last_name": texts(["Müller-Kern"])}.get, 1)[0])
    ['kern', 'muller']
    """
    named = [_column(columns, one, rows).to_pylist() for one in ("last_name", "full_name")]
    return [{word for cell in cells for word in cell.split()} for cells in zip(*named, strict=True)]


def _several_words(cells: Cells) -> Mask:
    return holding(cells, text_bytes(cells)[0] == _SPACE)


def _in_one_order(name: str) -> str:
    words = name.split(" ")
    return " ".join(sorted(words)) if len(words) > 1 else ""


def _folded_names(cells: Cells) -> Cells:
    """Return names in small letters without marks: ü, ue and u are one."""
    if few_distinct(cells):
        encoded = cells.dictionary_encode()
        return folded_umlauts(encoded.dictionary).take(encoded.indices)
    return folded_umlauts(cells)


def _folded_firms(cells: Cells) -> Cells:
    """Return firms as they are compared, without their legal form.

    As company_base_name does with one cell, for forms at the end.

    >>> from leadkit.base.cells import texts
    >>> firms = texts(["Groß & Söhne GmbH", "FarmaLek Ośno Sp. z o.o.", "AG"])
    >>> _folded_firms(firms).to_pylist()
    ['gross soehne', 'farmalek osno', 'ag']
    """
    return _without_legal_forms(folded_letters(cells))


def _without_legal_forms(firms: Cells) -> Cells:
    """Return folded firms without what they end in, one form or several.

    Of hundreds of forms a column has a few; a pattern of these alone is soon made.
    """
    import pyarrow.compute as pc

    words = pc.split_pattern(firms, " ").flatten()
    some = set(words.filter(pc.is_in(words, _words_of_forms())).unique().to_pylist())
    forms = [form for form in FORMS if some.issuperset(form.split(" "))]
    if not forms:
        return firms
    pattern = rf"(?: (?:{'|'.join(sorted(forms, key=len, reverse=True))}))+$"
    return pc.replace_substring_regex(firms, pattern, "")


@cache
def _words_of_forms() -> Cells:
    return texts({word for form in FORMS for word in form.split(" ")})
