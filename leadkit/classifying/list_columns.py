"""Which columns of a suppression list hold entries: by their headers, else by their cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from leadkit.base.cells import rows_of, texts
from leadkit.base.columns import DIALLED, EMAILS
from leadkit.base.named import quoted
from leadkit.fields.company import is_company
from leadkit.fields.headers.names import field_of, normal_header
from leadkit.fields.headers.words import understand
from leadkit.fields.listed.entries import domain_in, is_hashes
from leadkit.fields.name.parts import split_name
from leadkit.fields.placeholder import is_placeholder

_DOMAIN_HEADER = re.compile(
    r"(?:(?:e ?)?mail |blocked |excluded )?"
    r"(?:domains?|domaenen?|domaines?|dominios?|domini|domein(?:en)?|domen[ay]|domaner?)"
)
_HASH_HEADER = re.compile(r"sha ?256|hash|hmac")
_DAY = re.compile(r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}(?:[T,]? ?\d\d?[:.h]\d.*)?")
_NUMBER = re.compile(r"['\"=(+]*(?:\+|00|0|\()[\d\s()./'\"-]+")
_DIGITS = re.compile(r"[\d\s()./-]{9,}")
_SAMPLE = 1000  # different cells of a column that are looked at
_MOST = 0.8  # of them that have to be of one kind
_NAME_WORDS = 5  # at most
MAILS, NUMBERS, HASHES, DOMAINS = "e-mails", "numbers", "hashes", "domains"
NAMES = "names with their company"  # beside the others; of these alone no list is made
_NAME_AND_FIRM = re.compile(r"\s*[,(/]\s*|\s+[-–—]\s+")
# Whose address there is not that of who is on the list, and what no number is dialled in.
_OTHERS = ("owner", "website", "postal_code", "fax")


@dataclass(frozen=True)
class ListColumns:
    """The columns of a suppression list that hold entries."""

    entries: tuple[str, ...] = ()  # e-mails, @domains, numbers, hashes
    domains: tuple[str, ...] = ()  # plain domains
    by_cells: tuple[tuple[str, str], ...] = ()  # column and kind, where no header says so
    without_header: bool = False  # the first row is one of the entries

    def __bool__(self) -> bool:
        return bool(self.entries or self.domains)


def list_columns(headers: Sequence[str], cells_of: Callable[[str], Iterable[str]]) -> ListColumns:
    """Return which columns of a list hold entries; ``cells_of`` gives cells of a column.

    Where a header is not understood, a column counts whose cells are addresses, numbers, domains
    or hashes. A list whose first row is such an entry has no header.

    >>> cells = {"indirizzo": ["eva@x.example.com"], "data": ["2026-01-31"], "nota": ["spam"]}
    >>> list_columns([*cells], cells.__getitem__).by_cells
    (('indirizzo', 'e-mails'),)
    >>> list_columns(["eva@x.example.com"], lambda _: ["jan@x.example.com"]).without_header
    True
    """
    entries = [one for one in headers if _is_entry_header(one)]
    domains = [one for one in headers if _DOMAIN_HEADER.fullmatch(normal_header(one))]
    in_header = {*map(kind_of_cell, headers)} - {"", NAMES}  # "Why / who said so" is no name
    is_row = not (entries or domains) and bool(in_header)
    others = [one for one in headers if one not in (*entries, *domains)]
    unknown = [one for one in others if is_row or field_of(one) not in _OTHERS]
    sampled = {one: [*([one] if is_row else ()), *cells_of(one)] for one in unknown}
    beside_firm = any(field_of(one) == "company" for one in headers)

    def kinds_of(loosely: bool = False) -> dict[str, str]:
        some = {one: cells for one, cells in sampled.items() if not loosely or _may_dial(one)}
        return {
            one: kind
            for one, cells in some.items()
            if (kind := kind_of(cells, loosely, beside_firm))
        }

    kinds = kinds_of()
    if not (entries or domains or kinds):  # beside others they may be customers' numbers
        kinds = kinds_of(loosely=True)
    entries += [one for one, kind in kinds.items() if kind != DOMAINS]
    domains += [one for one, kind in kinds.items() if kind == DOMAINS]
    return ListColumns(tuple(entries), tuple(domains), tuple(kinds.items()), is_row)


def by_cells_notes(name: str, found: ListColumns, headers: Sequence[str]) -> list[str]:
    """Return what is to be said of columns that were taken for entries by their cells.

    >>> found = ListColumns(("indirizzo",), (), (("indirizzo", "e-mails"),))
    >>> by_cells_notes("never.csv", found, ["indirizzo", "data"])
    ["never.csv: column 'indirizzo' holds e-mails by its cells, and is read as such"]
    """
    if found.without_header:
        if len(headers) == 1:
            return []
        numbers = {header: at for at, header in enumerate(headers, start=1)}
        told = ", ".join(f"{numbers[one]} ({kind})" for one, kind in found.by_cells)
        return [f"{name}: has no header row; its columns {told} are read"]
    return [
        f"{name}: column {quoted(one)} holds {kind} by its cells, and is read as such"
        for one, kind in found.by_cells
    ]


def kind_of(cells: Iterable[str], loosely: bool = False, beside_firm: bool = False) -> str:
    """Return what most cells of a column are: e-mails, numbers, hashes, or all are domains.

    It is "" for neither. Beside a column of firms names may stand between them.

    >>> kind_of(["+49 89 99998123", "089/99998124", "n/a"]), kind_of(["15/04/26"])
    ('numbers', '')
    >>> kind_of(["+49 89 99998123", "eva@x.example.com"])
    'numbers and e-mails'
    """
    filled = _filled(cells)
    told = [kind_of_cell(cell, loosely) for cell in filled]
    if beside_firm:
        told = [
            kind or NAMES * bool(name_alone(cell)) for kind, cell in zip(told, filled, strict=True)
        ]
    if told and set(told) == {DOMAINS}:
        return DOMAINS
    entries = [kind for kind in told if kind not in ("", DOMAINS)]
    if not set(entries) - {NAMES}:
        return ""
    many = len(entries) >= _MOST * len(told)
    return " and ".join(dict.fromkeys(entries)) if many else ""


def _filled(cells: Iterable[str]) -> list[str]:
    held = dict.fromkeys(cell.strip() for cell in cells if cell.strip())
    sample = texts([*held][:_SAMPLE])
    return [*rows_of(sample, ~is_placeholder("email", sample)).to_pylist()]


def kind_of_cell(cell: str, loosely: bool = False) -> str:
    """Return what one cell is, "" where it is no entry; ``loosely`` a number is digits alone.

    >>> cells = ["Eva <eva@x.example.com>", "@x.example.com", "x.example.com"]
    >>> [kind_of_cell(one) for one in cells]
    ['e-mails', 'e-mails', 'domains']
    >>> [kind_of_cell(one) for one in ("2026-01-31", "3125550193", "Meier")]
    ['', '', '']
    >>> kind_of_cell("3125550193", loosely=True)
    'numbers'
    """
    cell = cell.strip()
    if is_hashes(cell):
        return HASHES
    if re.search(r"\S*@[^\s@]+\.[^\s@]+", cell):
        return MAILS
    digits = len(re.sub(r"\D", "", cell))
    if 7 <= digits <= 40 and not _DAY.fullmatch(cell):
        numbers = re.split(r"[;|]| / ", cell)
        shape = _DIGITS if loosely else _NUMBER
        if all(shape.fullmatch(one.strip()) or _NUMBER.fullmatch(one.strip()) for one in numbers):
            return NUMBERS
    if name_and_firm(cell):
        return NAMES
    domain = domain_in(cell)
    return DOMAINS if re.search(r"\.[a-z][a-z0-9-]+$", domain) else ""


def name_and_firm(cell: str) -> tuple[str, str, str] | None:
    """Return first name, last name and company of an entry such as people write by hand; of a
    surname and a company of several words the first is "".

    >>> name_and_firm("Frau Doris Pichler, Bäckerei Gruber GmbH")
    ('Doris', 'Pichler', 'Bäckerei Gruber GmbH')
    >>> name_and_firm("KOVAC Jan (Hora s.r.o.)"), name_and_firm("Meier, Eva")
    (('Jan', 'Kovac', 'Hora s.r.o.'), None)
    >>> name_and_firm("Hora s.r.o., pan Jan Kovac"), name_and_firm("Frau Pichler (Café am Markt)")
    (('Jan', 'Kovac', 'Hora s.r.o.'), ('', 'Pichler', 'Café am Markt'))
    """
    whom, *where = _NAME_AND_FIRM.split(cell.strip(" )"))
    if not where or not where[0] or "@" in cell or any(map(str.isdigit, whom)):
        return None
    name, firm = split_name(whom), where[0]  # by hand also without a legal form
    if is_company(whom) and (turned := split_name(cell.strip())).company:
        name, firm = turned, turned.company
    first, last = f"{name.first} {name.middle}".strip(), name.last
    if not last and " " not in first:  # Pichler, Café am Markt
        first, last = "", first
    told = (first and last) or (last and " " in firm.strip())
    return (first, last, firm) if told else None


def name_alone(cell: str) -> tuple[str, str] | None:
    """Return first and last name of a cell that holds these, whatever stands in brackets behind.

    >>> name_alone("Ida Holm (the elder, not her niece)"), name_alone("on the phone")
    (('Ida', 'Holm'), None)
    """
    name = re.sub(r"\(.*?(?:\)|$)", " ", cell).strip()
    words = name.split()
    if not 2 <= len(words) <= _NAME_WORDS or re.search(r"[\d@:;!?]", name):
        return None
    if not (words[0][0].isupper() and words[-1][0].isupper()):
        return None
    found = split_name(name)
    first, last = f"{found.first} {found.middle}".strip(), found.last
    return (first, last) if first and last else None


def _may_dial(header: str) -> bool:
    """Tell whether digits below a header may be dialled: it says nothing, or "number" and no more.

    >>> [_may_dial(one) for one in ("NUMERO", "CLI", "Kundennummer", "ID", "postal code")]
    [True, True, False, False, False]
    """
    says_number = understand(header).meanings == {"ID"} and normal_header(header) != "id"
    return says_number or not field_of(header)


def _is_entry_header(header: str) -> bool:
    return field_of(header) in (*EMAILS, *DIALLED) or bool(
        _HASH_HEADER.search(normal_header(header))
    )
