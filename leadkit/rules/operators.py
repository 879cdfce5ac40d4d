"""The operators of rule files: one table that the loader, the docs and the JSON Schema stand on.

An operator says of each distinct cell that it holds or fails; whatever it says neither of is
unknown. Text is compared without regard to case and to spaces around it, unless said otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leadkit.base.cells import numbers, texts, to_numpy
from leadkit.base.fold import fold_case
from leadkit.fields.numbers import parse_range
from leadkit.fields.spans import parse_span
from leadkit.rules.batch import Distinct, regex_of
from leadkit.rules.item import GREATEST, Item
from leadkit.rules.lists import read_list

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_MANY = 500  # domains of which a pattern is made
# The host of an address or a website, wherever a name or a port stands before or after it.
_HOST = re.compile(r"(?:[a-z]+://)?(?:[^@/?#]*@)?([^/@?#:]*)(?:[:/?#]|\Z)", re.DOTALL)

Truth = tuple["np.ndarray", "np.ndarray"]  # holds, fails; neither is unknown
Test = Callable[[Distinct, date | None], Truth]

_EU = ("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK").split()
REGIONS = {"EU": _EU, "DACH": ["DE", "AT", "CH"], "BENELUX": ["BE", "NL", "LU"]}


@dataclass(frozen=True)
class Operator:
    """How an operator reads, what makes its test of the value, and an example of each answer."""

    words: str
    value: str  # what stands after it: texts, text, number, two numbers, pattern, span, file, flag
    make: Callable[[Item], Test]
    example: str  # a condition ...
    holds: str  # ... a cell for which it holds
    fails: str  # ... and one for which it fails
    unknown: str = ""  # a cell, blank or not, of which it cannot tell

    @property
    def meaning(self) -> str:
        return (self.make.__doc__ or "").splitlines()[0]


def say(condition: str, *cells: str, as_of: str = "2026-10-08") -> str:
    """Return what a condition in YAML says of the cells: yes, no, or ? where it cannot tell.

    >>> say("{at_least: 10}", "12", "9", "")
    'yes no ?'
    """
    import numpy as np

    from leadkit.rules.item import parse_yaml

    entries = parse_yaml(condition, "example").entries()
    (name, value), *_ = entries.items()
    seen = Distinct(texts(cells), np.arange(len(cells)))
    holds, fails = test_of(name, value)(seen, date.fromisoformat(as_of))
    return " ".join("yes" if h else "no" if f else "?" for h, f in zip(holds, fails, strict=True))


def test_of(operator: str, value: Item) -> Test:
    """Compile an operator and its value; of a blank cell only known and missing can tell."""
    kind = OPERATORS[operator]
    if kind.value != "flag":
        for part in value.items():
            if part.kind != "text" or not part.text().strip():
                raise part.fail(f"{operator}: a value is missing")
        if not value.items():
            raise value.fail(f"{operator}: a value is missing")
        if value.kind == "list" and kind.value not in ("texts", "two numbers"):
            raise value.fail(f"{operator}: give one value, not a list")
    test = kind.make(value)
    if kind.value == "flag":
        return test
    if kind.value == "texts":
        _check_size(operator, value, test)

    def told(cells: Distinct, as_of: date | None) -> Truth:
        holds, fails = test(cells, as_of)
        return holds & ~cells.blank, fails & ~cells.blank

    return told


def _check_size(operator: str, value: Item, test: Test) -> None:
    import numpy as np
    import pyarrow as pa

    try:
        test(Distinct(texts([""]), np.zeros(1, np.int64)), None)
    except pa.ArrowInvalid:
        many = len(value.items())
        problem = f"{operator}: {many:,} texts are too many for one pattern; write fewer"
        raise value.fail(problem) from None


def _rechecked(anywhere: str, pattern: re.Pattern[str]) -> Test:
    """Look for fixed texts by RE2, and closer at the few cells that hold one of them.

    The pattern that looks closer is leadkit's own, made to take time in proportion to the cell.
    """
    import numpy as np
    import pyarrow.compute as pc

    def test(cells: Distinct, as_of: date | None) -> Truth:
        holds = to_numpy(pc.match_substring_regex(cells.folded, anywhere)).copy()
        at = np.flatnonzero(holds)
        closer = cells.folded.take(numbers(at)).to_pylist()
        holds[at] = [bool(pattern.search(cell)) for cell in closer]
        return holds, ~holds

    return test


def _texts(value: Item) -> list[str]:
    return [fold_case(part.text()) for part in value.items()]


def _mask(found: pa.Array) -> Truth:
    holds = to_numpy(found)
    return holds, ~holds


def _among(entries: list[str]) -> Test:
    import pyarrow.compute as pc

    wanted = texts(entries)
    return lambda cells, as_of: _mask(pc.is_in(cells.folded, wanted))


def _pattern(pattern: str) -> Test:
    import pyarrow.compute as pc

    return lambda cells, as_of: _mask(pc.match_substring_regex(cells.folded, pattern))


def is_(value: Item) -> Test:
    """The cell is this text, or one of these.

    >>> say("{is: Trade fair}", " trade FAIR", "fair", "")
    'yes no ?'
    """
    return _among(_texts(value))


def one_of(value: Item) -> Test:
    """The cell is one of these texts.

    >>> say("{one_of: [DE, AT]}", "de", "CH", "")
    'yes no ?'
    """
    return _among(_texts(value))


def contains(value: Item) -> Test:
    """One of these texts stands anywhere in the cell.

    >>> say("{contains: [purchas, einkauf]}", "Head of Purchasing", "CEO", "")
    'yes no ?'
    """
    return _pattern(regex_of(_texts(value)))


def contains_word(value: Item) -> Test:
    """One of these texts stands in the cell as a whole word, or words.

    >>> say("{contains_word: [vp, c++]}", "Sales VP, EMEA", "MVP", "Lead C++ developer", "")
    'yes no yes ?'
    """
    words = regex_of(_texts(value))
    return _rechecked(words, re.compile(rf"(?<!\w){words}(?!\w)"))


def starts_with(value: Item) -> Test:
    """The cell starts with one of these texts.

    >>> say("{starts_with: '+49'}", "+49891234567", "0049891234567", "")
    'yes no ?'
    """
    return _pattern(rf"\A{regex_of(_texts(value))}")


def ends_with(value: Item) -> Test:
    """The cell ends with one of these texts.

    >>> say("{ends_with: [GmbH, AG]}", "Meier GmbH", "Meier GmbH & Co. KG", "")
    'yes no ?'
    """
    return _pattern(rf"{regex_of(_texts(value))}\z")


def matches(value: Item) -> Test:
    r"""An RE2 pattern matches somewhere in the cell; case does not count unless it has (?-i).

    RE2 needs time in proportion to the cell, whatever the pattern is.

    >>> say(r"{matches: '^\d{5}$'}", "01067", "1067", "")
    'yes no ?'
    >>> say("{matches: '(a+)+$'}", "a" * 100_000 + "!")
    'no'
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    pattern = unicodedata.normalize("NFC", value.text())

    def test(cells: Distinct, as_of: date | None) -> Truth:
        text = cells.text
        if not pc.all(pc.string_is_ascii(text)).as_py():
            text = pc.utf8_normalize(text, "NFC")
        return _mask(pc.match_substring_regex(text, pattern, ignore_case=True))

    try:
        pc.match_substring_regex(texts([""]), pattern, ignore_case=True)
    except pa.ArrowInvalid as error:
        problem = str(error).removeprefix("Invalid regular expression: ")
        raise value.fail(f"matches: {problem} (patterns are RE2's)") from None
    return test


def bound_of(item: Item) -> float:
    """Return the number of a bound, read as cells are: 1.000 and 10k are what people mean by it.

    >>> from leadkit.rules.item import parse_yaml
    >>> [bound_of(parse_yaml(text, "example")) for text in ("1.000", "10k", "0.5", "1e3")]
    [1000.0, 10000.0, 0.5, 1000.0]
    """
    read = parse_range(item.text())
    if read is None:
        return float(item.number())
    if read[0] != read[1] or abs(read[0]) > GREATEST:
        raise item.fail(f"expected a number, not '{item.text()}'")
    return read[0]


def _numbers(judge: Callable[[np.ndarray, np.ndarray], Truth]) -> Test:
    return lambda cells, as_of: judge(*cells.bounds)


def at_least(value: Item) -> Test:
    """The cell is this number or more; numbers as people write them, ranges included.

    >>> say("{at_least: 50}", "50", "1.000", "51-200", "10-100", "49", "many", "")
    'yes yes yes ? no ? ?'
    """
    bound = bound_of(value)
    return _numbers(lambda low, high: (low >= bound, high < bound))


def at_most(value: Item) -> Test:
    """The cell is this number or less.

    >>> say("{at_most: 50}", "50", "11-50", "500+", "10-100", "")
    'yes yes no ? ?'
    """
    bound = bound_of(value)
    return _numbers(lambda low, high: (high <= bound, low > bound))


def between(value: Item) -> Test:
    """The cell is between these two numbers, or is one of them.

    >>> say("{between: [50, 5000]}", "50", "5.000", "51-200", "5001", "1-100", "")
    'yes yes yes no ? ?'
    """
    bounds = value.items()
    if len(bounds) != 2:
        raise value.fail("between: give the least and the greatest number, as [10, 50]")
    least, greatest = map(bound_of, bounds)
    if least > greatest:
        raise value.fail(f"between: {bounds[0].text()} is above {bounds[1].text()}")
    return _numbers(
        lambda low, high: ((low >= least) & (high <= greatest), (high < least) | (low > greatest))
    )


def _flag(value: Item) -> bool:
    asked = value.text().casefold() or "true"
    if asked not in ("true", "false", "yes", "no"):
        raise value.fail(f"write true or false, not '{value.text()}'")
    return asked in ("true", "yes")


def known(value: Item) -> Test:
    """The cell is not blank (with false: it is).

    >>> say("{known: true}", "x", ""), say("{known: false}", "x", "")
    ('yes no', 'no yes')
    """
    wanted = _flag(value)
    return lambda cells, as_of: (cells.blank != wanted, cells.blank == wanted)


def missing(value: Item) -> Test:
    """The cell is blank (with false: it is not).

    >>> say("{missing: true}", "x", ""), say("{missing: false}", "x", "")
    ('no yes', 'yes no')
    """
    wanted = _flag(value)
    return lambda cells, as_of: (cells.blank == wanted, cells.blank != wanted)


def in_list(value: Item) -> Test:
    """The cell stands in a list beside the rule file: a text file, or a CSV's first column.

    In a text file each line is an entry and ``#`` begins a comment. Of a CSV another column is
    named as ``customers.csv#email``. An entry such as ``@firm.example.com`` is there for every
    address at that domain or below it.

    >>> from tempfile import NamedTemporaryFile
    >>> with NamedTemporaryFile("w", suffix=".txt") as file:
    ...     _ = file.write("eva@a.example.com\\n@rival.example.com  # all of them\\n")
    ...     file.flush()
    ...     print(say(f"{{in_list: {file.name}}}", "Eva@a.example.com", "x@rival.example.com", "y"))
    yes yes no
    """
    entries = read_list(value)
    domains = [entry[1:] for entry in entries if entry.startswith("@")]
    whole = _among([entry for entry in entries if not entry.startswith("@")])
    if not domains:
        return whole
    at_domain = _among_domains(domains)

    def test(cells: Distinct, as_of: date | None) -> Truth:
        holds = whole(cells, as_of)[0] | at_domain(cells, as_of)[0]
        return holds, ~holds

    return test


def _among_domains(domains: list[str]) -> Test:
    spellings = {form for domain in domains for form in _idn_forms(domain.strip(". @"))}
    if len(spellings) > _MANY:
        return _below(spellings)
    names = regex_of(sorted(spellings))
    host = rf"(?:[^/@?#]*\.)?{names}"
    whole = re.compile(rf"\A(?:[a-z]+://)?(?:[^@]*@)?{host}(?:[:/?#].*)?\Z", re.DOTALL)
    return _rechecked(names, whole)


def _below(domains: set[str]) -> Test:
    """Look each host up, and what it stands below: of many domains RE2 makes no pattern."""

    most = 1 + max(domain.count(".") for domain in domains)

    def is_below(host: str) -> bool:
        labels = host.rsplit(".", most)[-most:]
        return any(".".join(labels[at:]) in domains for at in range(len(labels)))

    def test(cells: Distinct, as_of: date | None) -> Truth:
        import numpy as np

        named = map(_HOST.match, cells.folded.to_pylist())
        holds = np.array([bool(found and is_below(found[1])) for found in named], bool)
        return holds, ~holds

    return test


def _idn_forms(domain: str) -> Iterator[str]:
    """Yield a domain as people read it and as the network does: both stand in lists."""
    yield domain
    with suppress(UnicodeError):
        yield domain.encode("idna").decode()
    with suppress(UnicodeError):
        yield domain.encode().decode("idna")


def domain_is(value: Item) -> Test:
    """The address or website is at one of these domains, or below it.

    >>> say("{domain_is: firm.example.com}", "eva@it.firm.example.com", "x@myfirm.example.com",
    ...     "https://www.firm.example.com/about", "firm.example.com@mail.example.net", "")
    'yes no yes no ?'
    """
    return _among_domains(_texts(value))


def _span(value: Item, inside: bool) -> Test:
    span = parse_span(value.text())
    if span is None:
        raise value.fail(f"'{value.text()}' is no span of time; write it as 30 days or 6 months")

    def test(cells: Distinct, as_of: date | None) -> Truth:
        assert as_of is not None, "rules that count days are not run without a date"
        first, last = span.before(as_of).toordinal(), as_of.toordinal()
        told = cells.days > 0
        holds = (cells.days >= first) & (cells.days <= last) if inside else cells.days < first
        return holds & told, ~holds & told

    return test


def within(value: Item) -> Test:
    """The day is no longer ago than this, counted from --as-of; the future is not within.

    >>> say("{within: 30 days}", "2026-10-08", "2026-09-08", "2026-09-07", "2026-10-09", "soon")
    'yes yes no no ?'
    """
    return _span(value, inside=True)


def older_than(value: Item) -> Test:
    """The day is longer ago than this, counted from --as-of: exactly 30 days are not.

    >>> say("{older_than: 30 days}", "2026-09-07", "2026-09-08", "2026-10-09", "03/04/2025", "")
    'yes no no ? ?'
    """
    return _span(value, inside=False)


def country_in(value: Item) -> Test:
    """The cell names one of these countries in any usual way; EU, DACH and BENELUX are known.

    >>> say("{country_in: [DACH, France]}", "Österreich", "FR", "UK", "Atlantis", "")
    'yes yes no ? ?'
    """
    from leadkit.fields.country import country_code

    codes: set[str] = set()
    for part in value.items():
        region = REGIONS.get(part.text().upper())
        code = country_code(part.text())
        if not region and not code:
            raise part.fail(f"country_in: unknown country '{part.text()}'; write DE, or Germany")
        codes.update(region or [code])

    def test(cells: Distinct, as_of: date | None) -> Truth:
        import numpy as np

        named = np.array([_code(cell) for cell in cells.text.to_pylist()], object)
        holds = np.isin(named, list(codes))
        return holds, ~holds & (named != "")

    from functools import lru_cache

    _code = lru_cache(1 << 12)(country_code)
    return test


OPERATORS: dict[str, Operator] = {
    "is": Operator("is", "texts", is_, "country: {is: DE}", "de", "AT"),
    "one_of": Operator("is one of", "texts", one_of, "country: {one_of: [DE, AT]}", "AT", "CH"),
    "contains": Operator(
        "contains", "texts", contains, "job_title: {contains: einkauf}", "Leiter Einkauf", "CEO"
    ),
    "contains_word": Operator(
        "has the word", "texts", contains_word, "job_title: {contains_word: vp}", "VP Sales", "MVP"
    ),
    "starts_with": Operator(
        "starts with", "texts", starts_with, "phone: {starts_with: '+49'}", "+4989123", "+43123"
    ),
    "ends_with": Operator(
        "ends with", "texts", ends_with, "company: {ends_with: [GmbH, AG]}", "Meier GmbH", "Meier"
    ),
    "matches": Operator(
        "matches", "pattern", matches, r"postal_code: {matches: '^\d{5}$'}", "01067", "1067"
    ),
    "at_least": Operator(
        "is at least", "number", at_least, "employees: {at_least: 50}", "51-200", "12", "10-100"
    ),
    "at_most": Operator(
        "is at most", "number", at_most, "employees: {at_most: 50}", "11-50", "1.000", "10-100"
    ),
    "between": Operator(
        "is between", "two numbers", between, "employees: {between: [50, 5000]}", "50", "5001",
        "many",
    ),
    "known": Operator("is known", "flag", known, "company: {known: true}", "Meier GmbH", ""),
    "missing": Operator("is missing", "flag", missing, "email: {missing: true}", "", "e@x.example"),
    "in_list": Operator(
        "stands in", "file", in_list, "company: {in_list: customers.txt}", "Meier GmbH", "Huber AG"
    ),
    "within": Operator(
        "is within", "span", within, "created_at: {within: 30 days}", "2026-09-08", "2026-09-07",
        "03/04/2026",
    ),
    "older_than": Operator(
        "is older than", "span", older_than, "created_at: {older_than: 30 days}", "2026-09-07",
        "2026-09-08", "03/04/2026",
    ),
    "domain_is": Operator(
        "is at", "texts", domain_is, "email: {domain_is: example.com}", "eva@firm.example.com",
        "eva@example.org",
    ),
    "country_in": Operator(
        "is in", "texts", country_in, "country: {country_in: [DACH, France]}", "Austria", "UK",
        "Atlantis",
    ),
}  # fmt: skip
DATED = ("within", "older_than")
