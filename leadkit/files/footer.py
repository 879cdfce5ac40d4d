"""What stands below a table: totals, the day, the name of a program. None of it is a lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leadkit.fields.dates import is_day_alone
from leadkit.files.greeting import is_greeting
from leadkit.files.raw import RawRows, Reject

_TOTAL = re.compile(
    r"(grand |sub)?totals?|sum|summe|gesamt|gesamtsumme|anzahl|total g[eé]n[eé]ral|somme|nombre"
    r"|suma|totale|totales|totais|totaal|ogółem|razem|celkem|i alt|totalt|summa|yhteensä|összesen"
    r"|zwischensumme|teilsumme|sous-total|subtotales|parziale|tussentotaal|mezisoučet|medzisúčet"
    r"|suma częściowa|delsumma?|välisumma|részösszeg|ara toplam|подытог|小計|小计|소계"
    r"|toplam|итого|всего|разом|σύνολο|المجموع|الإجمالي|إجمالي|合計|总计|合计|總計|합계"
    r"|count|records?|rows?|entries",
    re.IGNORECASE,
)
_TOTAL_OF = re.compile(  # "Gesamt: 130 Scans"
    rf"({_TOTAL.pattern})( [^\W\d]+)?\s*[:=]\s*\d[\d.,' ]{{0,14}}( [^\W\d]+){{0,2}}", re.IGNORECASE
)
_PAGE_WORDS = (
    "page|seite|pagina|página|sida|side|strona|strana|oldal|sayfa|sivu|страница|σελίδα|blatt|blad"
    "|foglio|hoja|feuille"
)
_PAGE_NUMBER = r"\W{0,3}\d+(\s?\W?\s?\w*\s?\d+)?\W*"
_PAGE_OF = re.compile(rf"({_PAGE_WORDS}){_PAGE_NUMBER}", re.IGNORECASE)
_PAGE = re.compile(  # of a list that was printed
    rf"({_PAGE_WORDS}|pág|pag|p|s|str|stranica|стр){_PAGE_NUMBER}", re.IGNORECASE
)
# What every sum and every title with its page has, for RE2, with a line to each cell of a row.
SUM_OR_PAGE = rf"(?im)^\s*({_TOTAL.pattern}|{_PAGE_WORDS})([^\pL]|$)"
_REASON = "a total or a note below the table"
_OF_WHAT = r"( (records?|rows?|leads?|contacts?|entries|datensätze|kontakte|count))?\s*[:=]?\s*"
_AMOUNT = r"[^\w+]{0,3}\d[\d.,' ]{0,14}[^\w]{0,3}(%|EUR|USD|GBP|CHF)?"
_COUNTED = re.compile(r"[1-9]\d{0,5} [^\W\d]{3,20}")  # "11 Mitglieder"
_PLAIN = re.compile(
    r"[^\w+]{0,3}(0|[1-9]\d{0,2}([.,' ]?\d{3}){0,3})([.,]\d{1,2})?\W{0,3}(EUR|USD|GBP|CHF)?"
)
_PHONE = re.compile(r"[+(]?\d[\d ./()-]{5,}")
_SUM_OF = re.compile(rf"({_TOTAL.pattern})\W+(?P<what>[^\W\d].{{0,40}})", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^()@]{3,60}\)|\[[^\[\]@]{3,60}\]")
_COUNT_BEHIND = re.compile(r"\s*[(\[]\s*\d{1,4}(\s[^\W\d]+)?\s*[)\]]$")
_LABEL = re.compile(r"[^\W\d][^:：@]{1,40}[:：]")  # "Legend:", with nothing behind it
_KEY = re.compile(r"[^=@]{1,40} ?= ?[^=@]*[^\W\d][^=@]*")  # "A = wants a call"
_LABELLED = re.compile(r"[^\W\d][^:：@/]{1,40}[:：]\s*\S.*|\*+\s?[^\W\d].* .*")
_SIGNATURE = 12  # lines at most
_NOTE = re.compile(
    r"[\W_]*(end of (report|file|list|document|export|data)(\W+\d+ \w+)?"
    r"|ende (der liste|des berichts)|ende"
    r"|fin (du rapport|de la liste|del informe)|fine (del )?report|eof"
    r"|(report )?(generated|exported|printed|created|downloaded) (on|at|by|from|with)\b.*"
    r"|(erstellt|gedruckt|exportiert|generiert) (am|mit|von|durch)\b.*|stand:.*"
    r"|(généré|imprimé|exporté) (le|par)\b.*|(generado|impreso|exportado) (el|por)\b.*"
    r"|(generato|stampato|esportato) (il|da)\b.*|(page|seite|pagina|página) \d+( ?\W? ?\w+ ?\d+)?"
    r"|confidential\b.*|vertraulich\b.*|copyright\b.*|©.*|\(c\) \d{4}.*"
    r"|\d+ (rows?|records?|entries)\b.*)[\W_]*",
    re.IGNORECASE,
)


def is_footer(cells: Sequence[str]) -> bool:
    """Tell whether a row is a total or a note; whether it stands at the end, others must tell.

    >>> is_footer(["Total", "2", ""]), is_footer(["End of report", "", ""])
    (True, True)
    >>> is_footer(["Total", "eva@x.example.com", ""]), is_footer(["Page", "Jimmy"])
    (False, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or len(cells) < 2:
        return False
    first, *others = filled
    note = any(one.fullmatch(first) for one in (_NOTE, _TOTAL_OF)) or is_greeting(first)
    if not others and note:
        return True
    total = re.fullmatch(rf"({_TOTAL.pattern}){_OF_WHAT}({_AMOUNT})?", first, re.IGNORECASE)
    if total is not None and all(re.fullmatch(_AMOUNT, other) for other in others):
        return True
    return is_total(cells)


def is_total(cells: Sequence[str]) -> bool:
    """Tell whether a row is a sum wherever it stands: its word, then counts that are no phones.

    >>> is_total(["Summe", "", "11 Mitglieder"]), is_total(["Total inscritos", "21", "3.150,00"])
    (True, True)
    >>> is_total(["Total", "", "030 5550123"]), is_total(["Total", "Eva Lang", "3"])
    (False, False)
    """
    first, *others = [cell.strip() for cell in cells if cell.strip()] or [""]
    return bool(
        others
        and len(cells) > 2
        and re.fullmatch(rf"({_TOTAL.pattern})( [^\W\d]+)?\W*", first, re.IGNORECASE)
        and all(_PLAIN.fullmatch(other) or _COUNTED.fullmatch(other) for other in others)
    )


def is_page_title(cells: Sequence[str]) -> bool:
    """Tell whether a row is a title or a day beside its page, which printed lists have on each.

    >>> is_page_title(["Leads of the fair", "", "", "Page 2 of 3"])
    True
    >>> is_page_title(["Page 1/4", "", "Printed 3 May 2026", ""])
    True
    >>> is_page_title(["Eva Lang", "", "", "Page"]), is_page_title(["Jimmy", "Page", "", ""])
    (False, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    return (
        1 < len(filled) < min(4, len(cells) - 1)
        and any(map(_PAGE_OF.fullmatch, filled))
        and not any("@" in cell or _PHONE.fullmatch(cell) for cell in filled)
    )


def is_page(text: str) -> bool:
    """Tell whether a text is a page's number and nothing else.

    >>> is_page("Seite 2 von 3"), is_page("Jimmy Page")
    (True, False)
    """
    return bool(_PAGE_OF.fullmatch(text))


def sum_of_group(cells: Sequence[str]) -> str:
    """Return what a row is the sum of, "" for all other rows: "Total North", then its counts.

    A firm may be called so, too: others must tell that the list has groups with sums.

    >>> sum_of_group(["Total North", "", "7"]), sum_of_group(["Subtotal: Halle 3", "", "1.250,00"])
    ('North', 'Halle 3')
    >>> sum_of_group(["Total North", "", "030 5550123"]), sum_of_group(["Total", "", "3"])
    ('', '')
    """
    first, *others = [cell.strip() for cell in cells if cell.strip()] or [""]
    of = _SUM_OF.fullmatch(first) if others and len(cells) > 2 else None
    plain = all(_PLAIN.fullmatch(other) or _COUNTED.fullmatch(other) for other in others)
    return of["what"] if of and plain else ""


def is_remark(cells: Sequence[str]) -> bool:
    """Tell whether a row holds a remark in brackets where others hold somebody: "(cancelled)".

    Beside it are a code and counts at most.

    >>> is_remark(["B07", "(stand cancelled)", "", "", "0"]), is_remark(["(Eva)", "", "5550123"])
    (True, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    remarks = [cell for cell in filled if _IN_BRACKETS.fullmatch(cell)]
    others = [cell for cell in filled if cell not in remarks]
    return bool(remarks) and all(len(one) < 7 and re.search(r"\d", one) for one in others)


def without_count(text: str) -> str:
    """Return the heading of a group without how many it has.

    >>> without_count("Region North (14)"), without_count("Hall 4")
    ('Region North', 'Hall 4')
    """
    return _COUNT_BEHIND.sub("", text.strip())


def is_note_below(cells: Sequence[str]) -> bool:
    """Tell whether a row is one text with a label, as notes have below a table and a blank row.

    So is the key to the signs that a list uses.

    >>> is_note_below(["", "Note: call the reception", ""]), is_note_below(["Eva Lang", "", ""])
    (True, False)
    >>> is_note_below(["Legend:", "", ""]), is_note_below(["A = call at once", "", ""])
    (True, True)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    return (
        len(filled) == 1 < len(cells) - 1
        and any(one.fullmatch(filled[0]) for one in (_LABELLED, _LABEL, _KEY))
        and len(re.findall(r"\d", filled[0])) < 7  # a number to call may be somebody's
        and "www." not in filled[0]
    )


def is_between(text: str) -> bool:
    """Tell whether a line that stands between rows is none itself: a page, a day, a note.

    So are a label, the key to a sign and a group with how many it has.

    >>> [is_between(text) for text in ("Pagina 1 di 3", "Jeudi", "Gus", "May Day")]
    [True, True, False, False]
    >>> [is_between(text) for text in ("Hall 4:", "A = urgent", "North (14)", "Eva (née Lang)")]
    [True, True, True, False]
    """
    known = any(one.fullmatch(text) for one in (_PAGE, _NOTE, _LABEL, _KEY))
    return known or is_day_alone(text) or (text[:1].isalpha() and without_count(text) != text)


def _may_be_note(cells: Sequence[str]) -> bool:
    """Tell whether a row is one text, as a note below a total is, or a part of that total."""
    first, *others = [cell.strip() for cell in cells if cell.strip()] or [""]
    return len(others) < min(3, len(cells) - 2) and "@" not in first and (
        " " in first or first.endswith((":", "."))
    ) and all(_PLAIN.fullmatch(other) or _COUNTED.fullmatch(other) for other in others)  # fmt: skip


def above_footer(
    batches: Iterator[RawRows], headers: Sequence[str], rejects: list[Reject]
) -> Iterator[RawRows]:
    """Pass the rows of a list on, but for the footer below the last of them, which is rejected.

    A row that may be one is held back until the next row shows that it is none.
    """
    import numpy as np

    held: list[RawRows] = []
    last_line = 0
    next_line = 0  # where a row would begin that stands right below the last one
    for rows in batches:
        end = _end_of_table(rows)
        if not end and len(rows.lines):
            held.append(rows)
            continue
        if held:
            rows = _one_table([*held, rows])
            end = _end_of_table(rows)
        held = [_part(rows, end, len(rows.lines))] if end < len(rows.lines) else []
        if end:
            last_line = int(rows.lines[end - 1])
            next_line = last_line + 1 + sum(cell.count("\n") for cell in _cells(rows, end - 1))
        if end or not held:
            yield _part(rows, 0, end) if held else rows
    if held and not last_line:
        yield _one_table(held)  # nothing stands above it
    elif held:
        rows = _one_table(held)
        begin = _begin_of_footer(rows, next_line)
        if begin:
            yield _part(rows, 0, begin)
            last_line = int(rows.lines[begin - 1])
            rows = _part(rows, begin, len(rows.lines))
        blank = np.ones(len(rows.lines), bool)
        for at in range(len(rows.lines)):
            cells = _cells(rows, at)
            if any(map(str.strip, cells)):
                blank[at] = False
                why = ("footer", _REASON, "", cells, tuple(headers))
                rejects.append(Reject(rows.file, int(rows.lines[at]), *why))
        if blank.any():
            yield rows.where(blank)
    for at, reject in enumerate(rejects):
        if reject.code == "ragged" and 0 < last_line < reject.line and _is_text(reject.cells):
            rejects[at] = replace(reject, code="footer", reason=_REASON)


def _end_of_table(rows: RawRows) -> int:
    """Return how many rows there are without the blank ones and possible footers at their end.

    A note is one where a total or another sure footer stands above it; below a greeting stands a
    signature, whatever it holds.
    """
    at = end = _begin_of_signature(rows)
    while at:
        cells = _cells(rows, at - 1)
        if not any(map(str.strip, cells)):
            end -= at == end
        elif is_footer(cells) or is_note_below(cells):
            end = at - 1
        elif not _may_be_note(cells):
            break
        at -= 1
    return end


def _begin_of_signature(rows: RawRows) -> int:
    """Return where a greeting stands below which each line is one text, else the end."""
    at = len(rows.lines)
    while at and len(rows.lines) - at < _SIGNATURE:
        filled = [cell.strip() for cell in _cells(rows, at - 1) if cell.strip()]
        if len(filled) > 1:
            break
        at -= 1
        if filled and is_greeting(filled[0]):
            return at
    return len(rows.lines)


def _begin_of_footer(rows: RawRows, next_line: int) -> int:
    """Return the first of the rows held back that is sure: a total, or a note below a blank row."""
    blank_above = len(rows.lines) > 0 and int(rows.lines[0]) > next_line
    for at in range(len(rows.lines)):
        cells = _cells(rows, at)
        if not any(map(str.strip, cells)):
            blank_above = True
            continue
        if is_footer(cells) or (blank_above and is_note_below(cells)):
            return at
        following = int(rows.lines[at + 1]) if at + 1 < len(rows.lines) else 0
        height = 1 + sum(cell.count("\n") for cell in cells)
        blank_above = following > int(rows.lines[at]) + height
    return len(rows.lines)


def _is_text(cells: Sequence[str]) -> bool:
    """Tell whether a line below a table is a sentence, not the start of a row that was cut off."""
    return len(cells) == 1 and "@" not in cells[0] and (" " in cells[0] or is_footer([*cells, ""]))


def _cells(rows: RawRows, at: int) -> tuple[str, ...]:
    return tuple(column[at].as_py() for column in rows.cells.columns)


def _part(rows: RawRows, begin: int, end: int) -> RawRows:
    raw = None if rows.raw is None else rows.raw[begin:end]
    return RawRows(rows.file, rows.cells[begin:end], rows.lines[begin:end], raw, marks=rows.marks)


def _one_table(parts: Sequence[RawRows]) -> RawRows:
    import numpy as np
    import pyarrow as pa

    if len(parts) == 1:
        return parts[0]
    cells = pa.concat_tables([part.cells for part in parts])
    raws = [part.raw for part in parts if part.raw is not None]
    raw = pa.concat_arrays(raws) if raws else None
    lines = np.concatenate([part.lines for part in parts])
    marks: dict[str, tuple[int, ...]] = {}
    for part in parts:
        marks |= {code: (*marks.get(code, ()), *own) for code, own in part.marks.items()}
    return RawRows(parts[0].file, cells, lines, raw, marks=marks)
