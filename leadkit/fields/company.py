"""Companies: shouting repaired, and the name by which two spellings of one firm are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from leadkit.fields.cells import map_cells
from leadkit.fields.cleaner import Cleaned, Cleaner, Fields
from leadkit.fields.fold import fold
from leadkit.fields.legal_forms import ATTACHED, FORMS, LEADING, SPELLED

_LONGEST = max(len(form.split()) for form in FORMS)
_ATTACHED = re.compile("|".join(map(re.escape, ATTACHED)))
_SPACED = re.compile(r"\b(\w)\.\s+(?=\w\.)")  # S. A. de C. V.
# Forms that nobody is called, so that a name which ends in one is a company's.
_UNMISTAKABLE = frozenset(
    "gmbh ggmbh gesmbh mbh ug kgaa ohg gbr ltd limited llc llp inc incorporated corp corporation "
    "plc company sarl srl spa bv oyj aps kft zrt doo sro pty pte pvt ооо оао зао".split()
)
_CAPITAL_FORMS = re.compile(r"\s(?:AG|KG|SE|SA|NV|AB|AS|Oy|OY|UG|eG|e\.K\.|e\.V\.)$")


def company_base_name(cell: str) -> str:
    """Return the name without its legal form, for comparing only; blank only for a blank.

    >>> [company_base_name(name) for name in ("ACME GmbH & Co. KG", "Oy Karl Fazer Ab", "Ltd")]
    ['acme', 'karl fazer', 'ltd']
    >>> company_base_name("Foo UG (haftungsbeschränkt)"), company_base_name("株式会社サンプル")
    ('foo', 'サンプル')
    """
    return split_company(cell)[0]


def legal_form(cell: str) -> str:
    """Return the legal form a company's name ends in, as it is compared; blank where there is none.

    >>> [legal_form(name) for name in ("ACME GmbH & Co. KG", "Acme Ltd.", "Bistro", "AG")]
    ['gmbh co kg', 'ltd', '', '']
    """
    return split_company(cell)[1]


@lru_cache(maxsize=1 << 15)
def split_company(cell: str) -> tuple[str, str]:
    """Return what company_base_name and legal_form return, at once."""
    text = unicodedata.normalize("NFKC", cell)
    attached = "" if text.isascii() else "".join(_ATTACHED.findall(text))
    text = _ATTACHED.sub(" ", text) if attached else text
    text = _SPACED.sub(r"\1.", text)
    words = fold(text.replace("&", " ").replace("'", "").replace("’", "")).split()
    whole = words = words or fold(cell).split()
    while (end := _form_at_end(words)) and end < len(words):
        words = words[:-end]
    form = whole[len(words) :]
    while len(words) > 1 and words[0] in LEADING:
        form, words = [words[0], *form], words[1:]
    return " ".join(words or whole), " ".join(form) or attached


def _form_at_end(words: list[str]) -> int:
    """Return how many words at the end are a legal form, the longest one; 0 if none is."""
    for count in range(min(_LONGEST, len(words)), 0, -1):
        if " ".join(words[-count:]) in FORMS:
            return count
    return 0


def is_company(cell: str) -> bool:
    """Tell whether a name is surely that of a company: it ends in a legal form.

    >>> [is_company(name) for name in ("Meier GmbH", "Anna Co", "Muster & Söhne AG", "Jan Company")]
    [True, False, True, True]
    """
    words = fold(cell).split()
    if len(words) < 2:
        return False
    return words[-1] in _UNMISTAKABLE or bool(_CAPITAL_FORMS.search(cell) and not cell.isupper())


def clean_company(cell: str) -> str:
    """Trim a company's name and repair its case where it was shouted; its form stays.

    >>> [clean_company(name) for name in ("MÜLLER  MASCHINENBAU GMBH", "BMW AG", "adidas AG")]
    ['Müller Maschinenbau GmbH', 'BMW AG', 'adidas AG']
    """
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    if not text.isupper():
        return text
    words = text.split(" ")
    own = [word for word in words if word.casefold() not in SPELLED]
    if len(own) == 1 and len(own[0]) < 5:  # an abbreviation as often as a name
        return text
    return " ".join(_unshouted(word, at) for at, word in enumerate(words))


def _unshouted(word: str, at: int) -> str:
    spelled = SPELLED.get(word.casefold())
    if spelled and (at or not spelled.islower()):
        return spelled
    letters = re.sub(r"\W", "", word)
    if len(letters) < 4 or not re.search(r"[AEIOUYÄÖÜÁÉÍÓÚÀÈÌÒÙ]", letters) or "." in word:
        return word
    return re.sub(r"[^\W\d_]+", lambda part: part[0][0] + part[0][1:].lower(), word)


def clean_companies(fields: Fields) -> Cleaned:
    """Repair spaces and shouting of the company column."""
    plain = r"^[A-Z0-9][a-z0-9]+(?: [A-Za-z0-9&][A-Za-z0-9.&-]*)*$"
    return Cleaned(
        {
            name: map_cells(fields[name], clean_company, plain)
            for name in fields.present(["company"])
        }
    )


COMPANY = Cleaner("company", ("company",), clean_companies, why="spaces or shouting repaired")
