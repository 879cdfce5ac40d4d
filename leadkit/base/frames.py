"""Any frame that a user of the Python functions has, read as its CSV would be: all cells text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from leadkit.base.cells import texts, whole
from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.leads import table_of
from leadkit.base.named import listed, quoted
from leadkit.base.options import defaults_of, options_of
from leadkit.base.pandas_text import as_chunks, as_column, is_text

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from leadkit.base.cells import Cells
    from leadkit.base.leads import Leads

_LARGEST = 1 << 63  # above it a number with a point has an exponent, as Python writes it
_SHORT = ("float16", "float32", "Float32")


def as_leads_table(frame: object, needs: Sequence[str] = (), what: str = "leads") -> Leads:
    """Return a frame as a table of text with the index 0, 1, 2 ...; what is text already stays.

    ``needs`` are columns it must have; ``what`` is what errors call it. A cell that is missing
    (None, NaN, NA, NaT) is "", a whole number has no point (a column with gaps holds 1.0), a day
    or moment is in ISO 8601 and without a clock where it is midnight, True and False are words,
    a Decimal keeps its digits; labels of columns become text in the same way.

    Raises LeadkitError for what is no frame, one without columns, with two of one name, or
    without one that is needed.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"n": [1, None], "on": pd.to_datetime(["2026-10-06", None])}, [7, 7])
    >>> as_leads_table(frame).to_dict("list")
    {'n': ['1', ''], 'on': ['2026-10-06', '']}
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        how = ", as its to_pandas() gives" if hasattr(frame, "to_pandas") else ""
        raise LeadkitError(f"{what}: give a pandas DataFrame{how}, not a {type(frame).__name__}")
    names = _names(frame, what)
    for name in needs:
        if name not in names:
            hint = did_you_mean(name, names) or f"; there are: {listed(names)}"
            added = ", which import_leads adds" if name == "lead_id" else ""
            raise LeadkitError(f"{what}: there is no column {name}{added}{hint}")
    plain = type(frame.columns) is pd.Index and names == list(frame.columns)
    counted = isinstance(frame.index, pd.RangeIndex) and frame.index.equals(
        pd.RangeIndex(len(frame))
    )
    columns = [frame.iloc[:, place] for place in range(len(names))]
    fit = [_is_text(column) for column in columns]
    if plain and counted and all(fit):
        return frame
    as_text = {
        name: column.array if text else as_column(_text_cells(column))
        for name, column, text in zip(names, columns, fit, strict=True)
    }
    return pd.DataFrame(as_text, index=pd.RangeIndex(len(frame)), copy=False)


def refuse_options(function: str, options: object, kind: type, reasons: Mapping[str, str]) -> None:
    """Raise LeadkitError for options of another kind, and for one that a function has no use for.

    Those are the options that name a file to write, and those that a reason is given for.
    """
    if not isinstance(options, kind):
        given = type(options).__name__
        raise LeadkitError(f"{function}: options are {kind.__name__}, not a {given}")
    defaults = defaults_of(kind)
    outputs = [name for name, declared in options_of(kind).items() if declared.kind == "output"]
    for name in (*reasons, *outputs):
        if getattr(options, name) != defaults[name]:
            reason = reasons.get(name, "it writes no file, it returns frames")
            raise LeadkitError(f"{function} cannot use the option {name}: {reason}")


def refuse_other(what: str, given: object, kind: type, reader: str) -> None:
    """Raise LeadkitError for what is no name, no path and not what a reader of files gives."""
    if not isinstance(given, kind):
        raise LeadkitError(
            f"{what}: give a name, a path or what {reader} returns, not a {type(given).__name__}"
        )


def given_back(frame: object, table: Leads, written: Collection[str]) -> Leads:
    """Return what a function made of a frame as its caller knows it: with the frame's own index.

    Columns that the function does not write are the frame's own (an integer stays one); those in
    ``written`` are the table's. The table's index says which rows of the frame it still has.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"n": [1, 2]}, index=["a", "b"])
    >>> given_back(frame, as_leads_table(frame).assign(score="5")[1:], ["score"]).to_dict("index")
    {'b': {'n': 2, 'score': '5'}}
    """
    import pandas as pd

    own = cast("pd.DataFrame", frame)
    if len(table) < len(own):
        own = own.iloc[table.index]
    columns = dict(table.items())
    for place, name in enumerate(_names(own, "leads")):
        if name in columns and name not in written:
            columns[name] = own.iloc[:, place]
    cells = {name: column.array for name, column in columns.items()}
    return pd.DataFrame(cells, index=own.index, copy=False)


def several(given: Any, what: str) -> list[tuple[str, Any]]:
    """Return a frame, or each of several, with what messages call it; nothing of None.

    >>> several("a", "spend"), several(["a", "b"], "spend"), several(None, "spend")
    ([('spend', 'a')], [('spend 1', 'a'), ('spend 2', 'b')], [])
    """
    if isinstance(given, list | tuple):
        return [(f"{what} {number}", one) for number, one in enumerate(given, start=1)]
    return [] if given is None else [(what, given)]


class LeadFrame:
    """A table in memory, for what reads tables batch by batch."""

    def __init__(self, frame: object, what: str = "leads", needs: Sequence[str] = ()) -> None:
        self.name = what
        self.notes: list[str] = []
        self._leads = as_leads_table(frame, needs, what)
        self.columns = list(self._leads.columns)

    def batches(self) -> Iterator[Leads]:
        yield self._leads

    def tables(self, only: frozenset[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows as text; with ``only``, columns that are not named may be left out."""
        yield table_of(self._leads)


def _names(frame: pd.DataFrame, what: str) -> list[str]:
    """Return the labels of the columns as text; raise LeadkitError where they name no columns."""
    if frame.columns.nlevels > 1:
        raise LeadkitError(
            f"{what}: the columns have labels on {frame.columns.nlevels} levels; give each one name"
        )
    names = [cell_text(label) for label in frame.columns.tolist()]
    if not names:
        raise LeadkitError(f"{what}: the frame is empty; it needs columns, such as lead_id, email")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise LeadkitError(
            f"{what}: column {quoted(twice)} stands there {names.count(twice)} times; "
            "give each a name of its own"
        )
    return names


def _is_text(column: pd.Series[Any]) -> bool:
    """Whether a column is text without gaps as pandas itself holds it, and may stay as it is."""
    return is_text(column) and as_chunks(column).null_count == 0


def _text_cells(column: pd.Series[Any]) -> Cells:
    """Return the cells of a column as text, working out each different one once."""
    import pandas as pd
    import pyarrow as pa

    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        words = _text_cells(kind.categories.to_series())
        return _taken(words.to_pylist(), column.cat.codes.to_numpy())
    if kind in ("float[pyarrow]", "halffloat[pyarrow]"):
        return _text_cells(column.astype("Float32"))
    if isinstance(kind, pd.ArrowDtype):
        return _of_arrow(whole(pa.array(column)))
    if isinstance(kind, pd.StringDtype) or kind == "object":
        try:
            cells = whole(pa.array(column, pa.large_string(), from_pandas=True))
            return cells.fill_null("")
        # what pyarrow raises of cells that are no text
        except (pa.ArrowException, TypeError, ValueError):
            return texts(map(cell_text, column.tolist()))
    if kind.kind in "iu" or kind in ("float64", "Float64"):
        return _of_arrow(whole(pa.array(column, from_pandas=True)))
    codes, distinct = pd.factorize(_short(column) if kind in _SHORT else column)
    return _taken([cell_text(cell) for cell in distinct], codes)


def _short(column: pd.Series[Any]) -> Any:
    """Return short floats as such: 0.1 of 32 bits is 0.1, and not 0.10000000149011612."""
    return column.to_numpy("float32", na_value=float("nan"))


def _of_arrow(cells: pa.Array) -> Cells:
    """Return Arrow's cells as text: numbers and text by Arrow itself, others by Python."""
    import pyarrow as pa

    kind = cells.type
    if pa.types.is_dictionary(kind):
        return _of_arrow(cells.dictionary_decode())
    if pa.types.is_floating(kind):
        with suppress(pa.ArrowInvalid):  # some have digits after the point
            cells = cells.cast(pa.int64())
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    if is_text or pa.types.is_integer(cells.type):
        return cells.cast(pa.large_string()).fill_null("")
    try:
        encoded = cells.dictionary_encode("mask")
    except pa.ArrowNotImplementedError:  # lists and the like
        return texts(map(cell_text, cells.to_pylist()))
    words = [cell_text(cell) for cell in encoded.dictionary.to_pylist()]
    return _taken(words, encoded.indices.fill_null(-1).to_numpy())


def _taken(words: list[str], codes: Any) -> Cells:
    """Return for each code its word, "" for the code -1."""
    import numpy as np
    import pyarrow as pa

    return texts([*words, ""]).take(pa.array(np.where(codes < 0, len(words), codes)))


def cell_text(cell: object) -> str:
    """Return any cell as the text that a CSV would hold of it.

    >>> [cell_text(cell) for cell in (None, float("nan"), 1.0, 0.5, True, Decimal("50.00"))]
    ['', '', '1', '0.5', 'True', '50.00']
    >>> cell_text(date(2026, 10, 6)), cell_text(datetime(2026, 10, 6, 9, 30)), cell_text("x")
    ('2026-10-06', '2026-10-06T09:30:00', 'x')
    """
    if isinstance(cell, str):
        if cell.isascii():
            return cell
        return cell.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    import numpy as np
    import pandas as pd

    # pandas' own types do not foresee what a frame may hold
    if cell is None or (pd.api.types.is_scalar(cell) and pd.isna(cell)):  # type: ignore[call-overload]
        return ""
    if isinstance(cell, float | np.floating):
        number = float(cell)
        is_whole = number.is_integer() and abs(number) < _LARGEST
        return str(int(number)) if is_whole else str(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, np.datetime64):
        cell = pd.Timestamp(cell)
    if isinstance(cell, datetime):
        return cell.isoformat().removesuffix("T00:00:00")
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
