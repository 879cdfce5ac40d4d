"""The text of a phone cell without what people write around the number."""

from __future__ import annotations

import re
import unicodedata

from leadkit.fields.mended import Mended

# Words for an extension that phonenumbers does not know, with what may stand around them.
_EXTENSION = re.compile(
    r"(?ix)[\s,;/(\[-]*\b(?: durchwahl | dw | nebenstelle | nst | app(?:arat)? | klappe | kl"
    r" | hausruf | poste | interno | interne | int | toestel | wewn? | linka | klapka | pobočka"
    r" | anknytning | ankn | lokal | anexo | ramal | mellék | mell | dahili | 内線"
    r" | ext(?:ension|ensión|n)? | доб | x ) [-.:\s]* (\d{1,7}) [)\]\s]*$"
)
_KNOWN_EXTENSION = re.compile(r"(?i)(?:ext|;ext=)\D{0,3}\d{1,20}\s*$|[x#~]\s*\d{1,9}#?\s*$")
_EXCEL = re.compile(r"^[\s'’`]*=?[\s'\"]*|[\s'\"]+$")  # '0049..., ="+49..."
_LABEL = re.compile(r"^[^\d+:]{0,30}\d?\s*:\s*")  # "Phone 2: "
_REMARK = re.compile(r"[(\[][^()\[\]]*[^\W\d_]{2}[^()\[\]]*[)\]]")  # "(mobil)"
_WORDS_AFTER = re.compile(r"(?<=\d)\D*[^\W\d_]\D*$")  # "030 123456 privat"
# A toll-free number of the North American plan that spells a word: its letters are digits.
_VANITY = re.compile(r"^\+?1?[-. (]*8\d\d[-. )]*(?=(?:[-. ]*[A-Z0-9]){7}$)[-A-Z0-9. ]*[A-Z]{3}")
_SPREADSHEET_FLOAT = re.compile(r"^(\+?\d{5,})\.0$")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_WEB = re.compile(r"(?i)://|\bwww\.|\bwa\.me/")
_CHAT = re.compile(r"(?i)(?:\bwa\.me/|[?&]phone=)\+?(\d{6,15})\b")
_BEFORE = re.compile(r"^[^\d+]*")  # phonenumbers passes over it
# What stands between two numbers, the surest sign first; a slash also stands within one.
_BETWEEN = (re.compile(r"[;|\n,&]|\b(?:oder|or|und|and|ou|et|o|y)\b"), re.compile(" / "),
            re.compile("/"))  # fmt: skip
_SEPARATORS = str.maketrans("", "", " ()./-")


def folded(cell: str) -> str:
    """Bring odd spaces, digits, dashes and full-width signs to plain ones; drop invisible ones.

    >>> folded("＋４９\u2009（30）\u200b123–٤")
    '+49 (30)123-4'
    """
    if cell.isascii():
        return cell.strip()
    signs = []
    for sign in unicodedata.normalize("NFKC", cell):
        kind = unicodedata.category(sign)
        if kind == "Cf":
            continue
        if kind == "Nd":
            sign = str(unicodedata.decimal(sign))
        elif kind == "Pd" or sign == "−":
            sign = "-"
        elif kind == "Zs":
            sign = " "
        signs.append(sign)
    return "".join(signs).strip()


def bare_number(cell: str, *, may_spell: bool = False) -> str:
    """Return the number in a cell with at most an extension after it, "" if it holds no digit.

    Where a number may spell a word (1-800-FLOWERS), the letters of a toll-free one are kept.

    >>> [bare_number(cell) for cell in ("Mobil: 0171 123", "'+49 30 1 (privat)", "491512345.0")]
    ['0171 123', '+49 30 1', '491512345']
    >>> bare_number("https://wa.me/4917112345"), bare_number("https://meier.example.com/123456")
    ('+4917112345', '')
    >>> bare_number("089 99998 Durchwahl 12"), bare_number("1-800-FLOWERS", may_spell=True)
    ('089 99998 ext. 12', '1-800-FLOWERS')
    """
    text = _EXCEL.sub("", folded(cell))
    if "phone-context=" in text:
        return text
    if _WEB.search(text):
        chat = _CHAT.search(text)
        return f"+{chat[1]}" if chat else ""
    text = _LABEL.sub("", text)
    if may_spell and _VANITY.match(text.upper()):
        return text
    text = _EXTENSION.sub(r" ext. \1", text)
    text = _WORDS_AFTER.sub("", _REMARK.sub(" ", text)).strip()
    text = _SPREADSHEET_FLOAT.sub(r"\1", text)
    return text if any(map(str.isdigit, text)) else ""


def holds_words(number: str) -> bool:
    """Tell whether words remain between the digits, which phonenumbers would dial as letters.

    >>> holds_words("0171 123 oder 456"), holds_words("Ruf 0171 123 ext. 4")
    (True, False)
    """
    if "phone-context=" in number or _VANITY.match(number.upper()):
        return False
    return bool(_LETTERS.search(_KNOWN_EXTENSION.sub("", _BEFORE.sub("", number))))


def only_digits(number: str) -> str:
    """Return the digits of a number without a plus, "" where there is more than separators."""
    digits = number.translate(_SEPARATORS)
    return digits if digits.isascii() and digits.isdigit() else ""


def parts_of(number: str) -> list[str]:
    """Return what stands between separators, where each part is long enough to be a number."""
    for between in _BETWEEN:
        parts = [part for part in map(str.strip, between.split(number)) if part]
        if len(parts) > 1 and all(sum(map(str.isdigit, part)) > 5 for part in parts):
            return parts
    return []


def mend_phone(cell: str) -> Mended:
    """Take a phone out of what a program put around it; a second number comes apart.

    >>> mend_phone("tel:+49-89-1234567"), mend_phone("'+4989123456").cell
    (Mended(cell='+49-89-1234567', more='', code='unwrapped'), '+4989123456')
    >>> mend_phone("030 1234567; 0171 1234567").more, mend_phone("030/1234567").more
    ('0171 1234567', '')
    """
    text = cell.strip()
    code = ""
    if found := re.fullmatch(
        r"(?:(?:tel|p|phone|callto|sms):|')\s*(?=[+(\d])(.*)", text, re.I | re.S
    ):
        text, code = found[1], "unwrapped"
    parts = [part.strip() for part in re.split(r"\s*(?:;|\||:::|\n|,(?!\s*ext)| / )\s*", text)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(sum(map(str.isdigit, part)) >= 6 for part in parts):
        return Mended(parts[0], "; ".join(parts[1:]), code)
    return Mended(text if code else cell, code=code)
