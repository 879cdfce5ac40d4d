"""What the cells of a column look like: how many are of a kind, and what they cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from leadkit.base.columns import EMAILS, PHONES
from leadkit.fields.company import is_company
from leadkit.fields.consent import yes_or_no
from leadkit.fields.name.known import is_given
from leadkit.fields.name.titles import titles_before

LEAST = 3  # filled cells, below which they say nothing
_LOOKED_AT = 60  # cells
_MOST, _HALF, _FEW = 0.8, 0.5, 0.2  # shares of the filled cells
_ANYBODY = "Xyz"  # a name, for titles to stand before
_MONSIEUR = ("M", "M.")  # before a name it may be an initial
_PAGES = 5  # links, below which they may all be of one firm
_SHORT = 40  # letters; longer cells are prose
_WORDS_OF_PROSE = 4
_PHONE_DIGITS = range(5, 17)
_DIALLED = range(7, 16)
_DAY = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}")
_POSTAL_DIGITS = 8  # at most; a number with more is dialled
_NAMES = ("first_name", "last_name", "full_name", "company", "job_title", "department")
_PLACES = ("city", "state", "country", "street", "industry")
_STREET = re.compile(
    r"(?i)(?:\w(?:str\.?|stra(?:ß|ss)e|gasse|weg|allee|platz|straat|laan|gatan|vägen|gata|vej|gade|"
    r"katu|tie)|\b(?:street|st|road|rd|avenue|ave|lane|drive|blvd|rue|chemin|via|viale|piazza|calle|"
    r"avda|avenida|rua|travessa|ul|ulica|ulice|utca|út|str|cad|sok|ул|вул)\b\.?)"
)


def filled_cells(cells: Sequence[str]) -> list[str]:
    """Return the first different cells that hold something.

    >>> filled_cells(["a", " ", "b ", "a"])
    ['a', 'b']
    """
    return list(dict.fromkeys(cell.strip() for cell in cells if cell.strip()))[:_LOOKED_AT]


def share(cells: Sequence[str], is_one: Callable[[str], object]) -> float:
    """Return how many of the cells are of a kind, from 0 to 1; 0 where there are none."""
    return sum(map(bool, map(is_one, cells))) / len(cells) if cells else 0.0


def contradicts(field: str, cells: Sequence[str]) -> str:
    """Return why cells cannot be of a field, "" where they can, or where they are too few.

    >>> contradicts("phone", ["ja", "nein", "ja, gern"])
    'its cells are no numbers'
    >>> contradicts("phone", ["+49 30 1234567", "", "n/a"]), contradicts("city", ["Köln"] * 5)
    ('', '')
    """
    cells = [cell.strip() for cell in cells if cell.strip()][:_LOOKED_AT]
    if len(cells) < LEAST:
        return ""
    if field in _NAMES and mail_or_phone(cells):
        return "its cells are e-mails and numbers"
    if field == "website" and _are_pages_of_one_site(cells):
        return "its cells are the same few pages of one site"
    checks = _CHECKS.get(field, ())
    return next((why for is_one, least, why in checks if share(cells, is_one) < least), "")


def _digits(cell: str) -> int:
    return sum(map(str.isdigit, cell))


def _is_no_answer(cell: str) -> bool:
    return not 1 < len(cell) <= _SHORT or cell.isdecimal() or not yes_or_no(cell)


_Check = tuple[Callable[[str], object], float, str]  # (what fits, the least share, why not)
_NO_ANSWERS: _Check = (_is_no_answer, _FEW, "its cells are answers")
_NO_MAIL: _Check = (lambda cell: "@" not in cell, _HALF, "its cells are addresses of mail")
_DIGITS: _Check = (_digits, _FEW, "its cells hold no digits")
_SHORT_CODE: _Check = (
    lambda cell: _digits(cell) <= _POSTAL_DIGITS, _HALF, "its cells have too many digits"
)  # fmt: skip
_MAIL: _Check = (lambda cell: "@" in cell, _FEW, "its cells are no addresses")
_NUMBERS: _Check = (lambda cell: _digits(cell) > 1, _FEW, "its cells are no numbers")
_HOST: _Check = (
    lambda cell: "." in cell and "@" not in cell, _FEW, "its cells are no addresses"
)  # fmt: skip
_NO_GRADES: _Check = (lambda cell: len(cell) > 2 or cell.isalpha(), _FEW, "its cells are grades")
_CHECKS: dict[str, tuple[_Check, ...]] = {
    **dict.fromkeys(EMAILS, (_MAIL,)),
    **dict.fromkeys(PHONES, (_NUMBERS,)),
    **dict.fromkeys((*_NAMES, *_PLACES), (_NO_MAIL, _NO_ANSWERS)),
    "postal_code": (_DIGITS, _SHORT_CODE),
    "website": (_HOST,),
    "created_at": (_DIGITS,),
    "birthday": (_DIGITS,),
    "notes": (_NO_GRADES,),
}


def _is_title_before_a_name(cell: str) -> bool:
    return cell in _MONSIEUR or titles_before(f"{cell} {_ANYBODY}")[1] == _ANYBODY


def may_be_titles(cells: Sequence[str]) -> bool:
    """Tell whether some of the cells are titles before a name, or too few of them tell.

    >>> may_be_titles(["Dr.", "", "Prof. Dr.", "Dipl.-Ing."])
    True
    >>> may_be_titles(["Buyer", "Head of Sales", "Fitter"])
    False
    """
    filled = filled_cells(cells)
    return len(filled) < LEAST or share(filled, _is_title_before_a_name) >= _FEW


def _are_pages_of_one_site(cells: Sequence[str]) -> bool:
    """Tell whether links come again and lead into one site: to the form, not to its visitors."""
    few = len(cells) >= _PAGES and len(set(cells)) <= _HALF * len(cells)
    return few and len(hosts := set(map(_host_of_page, cells))) == 1 and "" not in hosts


def _host_of_page(cell: str) -> str:
    """Return the host of a link to a page in it, "" of all else."""
    found = re.match(r"(?:https?://)?([\w.-]+\.\w+)/[^\s/?]", cell.strip())
    return found[1].lower() if found else ""


def is_dialled(cell: str) -> bool:
    """Tell whether a cell is a phone number by its signs.

    >>> is_dialled("(0) 30/12 34-56"), is_dialled("2026-03-01"), is_dialled("12345")
    (True, False, False)
    """
    plain = re.fullmatch(r"(?:tel\.?:? ?)?\+?[\d ()/.–-]{6,22}", cell, re.I)
    if not plain or re.fullmatch(r"\d{1,4}([./-])\d{1,2}\1\d{1,4}", cell):
        return False
    return _digits(cell) in _PHONE_DIGITS and bool(re.match(r"\D*[0+]|\(", cell))


def mail_or_phone(cells: Sequence[str]) -> bool:
    """Tell whether cells are e-mails in some rows and phone numbers in others, in most of all.

    >>> mail_or_phone(["eva@x.example.com", "604 900 112", "0049 89 123456", "via reception"])
    False
    >>> mail_or_phone(["eva@x.example.com", "604 900 112", "li@x.example.com", "+48 22 1234567"])
    True
    """
    filled = filled_cells(cells)
    mails = [cell for cell in filled if re.fullmatch(r"\S+@\S+\.\S+", cell)]
    numbers = [cell for cell in filled if re.fullmatch(r"\+?[\d ()/.–-]{7,22}", cell)]
    numbers = [cell for cell in numbers if _digits(cell) in _DIALLED and not _DAY.fullmatch(cell)]
    most = len(mails) + len(numbers) >= _MOST * len(filled)
    return most and len(mails) >= 2 and len(numbers) >= 2


def begins_with_given_name(cell: str) -> bool:
    """Tell whether the first word of a cell is a given name that many people have."""
    words = cell.split()
    return bool(words) and is_given(words[0])


def is_prose(cells: Sequence[str]) -> bool:
    """Tell whether cells are sentences of all kinds, and no choices among a few.

    >>> is_prose(["Please call me after five", "we have 14 sites, is that ok?", "too many files"])
    True
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    long = share(filled, lambda cell: len(cell.split()) >= _WORDS_OF_PROSE)
    return len(set(filled)) >= max(LEAST, _HALF * len(filled)) and long >= _HALF


def field_of_kinds(cells: Sequence[str]) -> str:
    """Return the field that the kind of cells makes likely where no header says one, else "".

    Names only where hardly one is written twice: a colleague's stands in many rows.

    >>> field_of_kinds(["Herr", "Frau", "Frau", "Herr Dr."])
    'prefix'
    >>> field_of_kinds(["Maier GmbH", "Acme Ltd.", "Foo AG", "Bakery"])
    'company'
    """
    rows = [cell.strip() for cell in cells if cell.strip()]
    distinct = filled_cells(cells)
    if len(rows) < LEAST:
        return ""
    if share(distinct, _is_title_before_a_name) >= _MOST:
        return "prefix"
    if share(distinct, is_dialled) >= _MOST:
        return "phone"
    if len(distinct) >= LEAST and share(distinct, is_company) > _HALF:
        return "company"
    if len(distinct) >= LEAST and share(distinct, _is_street) > _HALF:
        return "street"
    seldom_twice = len(distinct) >= _MOST * min(len(rows), _LOOKED_AT)
    if seldom_twice and share(distinct, _is_name) > _HALF:
        parts = share(distinct, lambda cell: len(cell.split()) > 1)
        return "full_name" if parts > _HALF else "first_name" if parts < _HALF else ""
    return ""


def _is_name(cell: str) -> bool:
    """Tell whether the first or the last word of a cell is a given name: "Meier, Eva"."""
    return begins_with_given_name(cell) or begins_with_given_name(cell.rpartition(" ")[2])


def _is_street(cell: str) -> bool:
    return 0 < _digits(cell) < 6 and bool(_STREET.search(cell)) and len(cell) <= _SHORT
