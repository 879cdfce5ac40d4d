"""Candidate pairs and their scores: the contact model run by DuckDB.

Rows are numbered by their lead_id's order, so nothing depends on the order they came in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leadkit.matching import model
from leadkit.matching.evidence import FREE_MAIL, addresses, rows_evidence, words_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from leadkit.stage import Leads

# Rows under one key that are all compared with one another. In a larger block each row is
# compared with this many neighbours in the order of names: 5,000 rows with one number cost
# 5,000 x 60 comparisons, not 12.5 million.
BLOCK_LIMIT = 60
MEMORY_LIMIT = "1500MB"


@dataclass
class Scored:
    """Pairs worth looking at, and what was learned on the way."""

    pairs: pd.DataFrame  # l, r, bits, prior, contradicts, <comparison>_level, <comparison>_bits
    compared: int = 0
    capped: dict[str, tuple[int, int]] = field(default_factory=dict)  # block -> (keys, rows)


class Matcher:
    """The evidence of some leads in a database, ready to be compared."""

    def __init__(self, leads: Leads) -> None:
        import duckdb

        self.count = len(leads)
        self._db = duckdb.connect()
        self._db.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
        self._db.execute("SET preserve_insertion_order = false")
        self._db.execute("SET enable_progress_bar = false")
        # Queries below name their tables in the order to join them; the optimiser would at times
        # pair all rows with all rows first, and only then ask which pairs are wanted.
        self._db.execute("SET disabled_optimizers = 'join_order'")
        self._load(leads)

    def close(self) -> None:
        self._db.close()

    def _load(self, leads: Leads) -> None:
        """Build the table ``rows``: one row of evidence for each lead, with its weights."""
        import math

        db = self._db
        rows = rows_evidence(leads)
        rows.insert(0, "row", range(len(rows)))
        address = addresses(leads)
        words = words_of(rows["first"].tolist(), rows["last"].tolist())
        self.n = math.log2(max(len(rows), model.LEAST_ROWS))
        db.register("given_rows", rows)
        db.register("given_address", address)
        db.register("words", words)
        for macro in _MACROS:
            db.execute(macro)
        db.execute("CREATE TABLE address AS SELECT DISTINCT * FROM given_address")
        db.execute(f"CREATE TABLE free_mail AS SELECT unnest({sorted(FREE_MAIL)!r}) AS domain")
        total = float(max(len(rows), model.LEAST_ROWS))
        self._params = {"total": total, "n": self.n}
        db.execute(_NAMES_SQL.format(**self._params, **_bounds()))
        db.execute(_PROVIDERS_SQL)
        db.execute(_SHARED_SQL.format(first=model.FIRST_NAME.level_sql(), limit=BLOCK_LIMIT,
                                      swapped=model.SWAPPED, **_contradicting()))  # fmt: skip
        db.execute(_ROWS_SQL.format(**self._params))
        self.home = bool(
            db.execute(
                _HOME_SQL.format(
                    first=model.FIRST_NAME.level_sql(), swapped=model.SWAPPED, **_contradicting()
                )
            ).fetchall()[0][0]
        )
        self.kinds = [kind for (kind,) in db.execute("SELECT DISTINCT kind FROM rows").fetchall()]
        for name in ("given_rows", "given_address", "words"):
            db.unregister(name)

    def candidates(self, least: float = 0.0) -> Scored:
        """Compare all rows that share a key; return the pairs that are not hopeless."""
        capped: dict[str, tuple[int, int]] = {}
        self._db.execute("CREATE OR REPLACE TABLE candidate (l INTEGER, r INTEGER)")
        for kind, blocks in (("person", model.PERSON_BLOCKS), ("company", model.COMPANY_BLOCKS)):
            for name, key in blocks.items() if kind in self.kinds else ():
                keys, rows = self._block(kind, key)
                if keys:
                    capped[name] = keys, rows
        self._db.execute("CREATE OR REPLACE TABLE pair AS SELECT DISTINCT l, r FROM candidate")
        self._db.execute("DROP TABLE candidate")
        compared = self._db.execute("SELECT count(*) FROM pair").fetchall()[0][0]
        scored = self._score("pair", least=min(0.0, least))
        return Scored(scored, compared, capped)

    def between(self, pairs: pd.DataFrame) -> pd.DataFrame:
        """Compare these pairs (columns l and r), whatever they score."""
        self._db.register("asked", pairs)
        scored = self._score("asked", least=float("-inf"))
        self._db.unregister("asked")
        return scored

    def name_numbers(self) -> np.ndarray:
        """Return a number for each row's name and register entry; equal ones never contradict."""
        import numpy as np

        numbers = self._db.execute(
            "SELECT dense_rank() OVER (ORDER BY first, last, generation, register, "
            "CASE WHEN kind = 'company' THEN company || '|' || legal END) - 1 AS name "
            "FROM rows ORDER BY row"
        ).fetchnumpy()["name"]
        return np.asarray(numbers)

    def _block(self, kind: str, key: str) -> tuple[int, int]:
        """Add the pairs that share a key; return how many keys were capped, and their rows."""
        db = self._db
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE keyed AS SELECT row, sorted, hash(text) AS key "
            f"FROM (SELECT row, sorted, {key} AS text FROM rows WHERE kind = '{kind}') "
            f"WHERE text <> ''"
        )
        db.execute(
            "CREATE OR REPLACE TEMP TABLE blocks AS SELECT key, count(*) AS size FROM keyed "
            "GROUP BY key HAVING count(*) > 1"
        )
        small = f"SELECT key FROM blocks WHERE size <= {BLOCK_LIMIT}"
        db.execute(
            f"INSERT INTO candidate SELECT a.row, b.row FROM (SELECT * FROM keyed SEMI JOIN "
            f"({small}) USING (key)) a JOIN keyed b ON a.key = b.key AND a.row < b.row"
        )
        large = db.execute(
            f"SELECT count(*), coalesce(sum(size), 0) FROM blocks WHERE size > {BLOCK_LIMIT}"
        ).fetchall()[0]
        if large[0]:
            db.execute(_NEIGHBOURS_SQL.format(limit=BLOCK_LIMIT))
        return int(large[0]), int(large[1])

    def _score(self, table: str, least: float) -> pd.DataFrame:
        """Return the scored pairs of a table; each step is stored, for a filter over unstored
        columns would have the database evaluate all that they are made of many times over."""
        import pandas as pd

        db, found = self._db, []
        for kind, comparisons in (("person", model.PERSON), ("company", model.COMPANY)):
            if kind not in self.kinds and (kind == "company" or self.kinds):
                continue
            pairs = table
            if kind == "person" and least > float("-inf"):
                db.execute("CREATE OR REPLACE TEMP TABLE begun AS " + self._filled(
                    _score_sql(kind, comparisons[:1], table)))  # fmt: skip
                db.execute(_WORTH_SQL)
                pairs = "worth"
            db.execute("CREATE OR REPLACE TEMP TABLE scored AS "
                       + self._filled(_score_sql(kind, comparisons, pairs)))  # fmt: skip
            where = f" WHERE bits > {least}" if least > float("-inf") else ""
            found.append(db.execute(f"SELECT * FROM scored{where}").df())
        found = [one for one in found if len(one)] or found[:1]
        return pd.concat(found, ignore_index=True).sort_values(["l", "r"], ignore_index=True)

    def _filled(self, sql: str) -> str:
        return sql.replace("{n}", repr(self.n)).replace("{home}", str(self.home))


def _bounds() -> dict[str, float]:
    (first_low, first_high), (last_low, last_high) = model.FIRST_NAME_BITS, model.LAST_NAME_BITS
    return {"first_low": first_low, "first_high": first_high, "last_low": last_low,
            "last_high": last_high}  # fmt: skip


def _contradicting() -> dict[str, str]:
    """Return the numbers of the levels of first names that contradict, for SQL."""
    names = [level.name for level in model.FIRST_NAME.levels]
    numbers = [str(names.index(name)) for name in model.CONTRADICTING["first_name"]]
    return {"contradicting": ", ".join(numbers)}


def _score_sql(kind: str, comparisons: tuple[model.Comparison, ...], table: str) -> str:
    """Return the query that gives each pair its levels, its weights and their sum.

    Every step is a query around the one before, so that each expression is evaluated once.
    """
    steps: list[dict[str, str]] = [{"n": "{n}", "home": "l.bare AND r.bare AND {home}"}]
    if kind == "person":
        steps += [{"swapped": model.SWAPPED}, _R_NAMES]
    for comparison in comparisons:
        if comparison.name == "firm":
            steps.append(model.FIRM_STRENGTHS)
        if comparison.name == "address":
            steps.append({"place_tie": model.FIRM_STRENGTHS["place_tie"]})
        steps.append({f"{comparison.name}_level": comparison.level_sql()})
        steps.append({f"{comparison.name}_bits": comparison.bits_sql()})
    total = " + ".join(f"{comparison.name}_bits" for comparison in comparisons)
    flags: dict[str, Mapping[str, tuple[str, ...]]] = {
        "contradicts": model.CONTRADICTING, "never": model.NEVER_MERGED,
    }  # fmt: skip
    told = {
        name: f"NOT home AND ({_any_level(comparisons, levels)})" for name, levels in flags.items()
    }
    steps.append({"bits": f"{total} - n", **told})
    pattern = re.compile(r"\b([lr])\.(\w+)")
    texts = [sql for step in steps for sql in step.values()]
    used = {found for sql in texts for found in pattern.findall(sql)}
    sides = ", ".join(f"{side}.{name} AS {side}__{name}" for side, name in sorted(used))
    query = (
        f"SELECT pair.l AS l, pair.r AS r, {sides} FROM {table} AS pair "
        f"JOIN rows AS l ON l.row = pair.l JOIN rows AS r ON r.row = pair.r "
        f"WHERE l.kind = '{kind}' AND r.kind = '{kind}'"
    )
    for step in steps:
        columns = ", ".join(f"{sql} AS {name}" for name, sql in step.items())
        columns = pattern.sub(r"\1__\2", columns)
        query = f"SELECT *, {columns} FROM ({query})"
    kept = ", ".join(f"{c.name}_level, {c.name}_bits" for c in comparisons)
    apart = {"first_name": ("l__first", "r_first"), "last_name": ("l__last", "r_last"),
             "email": ("l__mail", "r__mail"), "company_name": ("l__company", "r__company")}  # fmt: skip
    for comparison in comparisons:
        if comparison.name in apart:  # by how many letters, for the reasons in words
            one, other = apart[comparison.name]
            kept += f", damerau_levenshtein({one}, {other}) AS {comparison.name}_apart"
    return f"SELECT l, r, bits, contradicts, never, {kept}, home, '{kind}' AS kind FROM ({query})"


def _any_level(
    comparisons: tuple[model.Comparison, ...], chosen: Mapping[str, tuple[str, ...]]
) -> str:
    conditions = []
    for comparison in comparisons:
        names = [level.name for level in comparison.levels]
        numbers = [str(names.index(name)) for name in chosen.get(comparison.name, ())]
        if numbers:
            conditions.append(f"{comparison.name}_level IN ({', '.join(numbers)})")
    return " OR ".join(conditions) or "false"


_WORTH_SQL = f"""
CREATE OR REPLACE TEMP TABLE worth AS SELECT begun.l, begun.r FROM begun
JOIN rows AS l ON l.row = begun.l JOIN rows AS r ON r.row = begun.r WHERE {model.WORTH_WEIGHING}
"""

# The right row's names, exchanged where first and last name changed columns.
_R_NAMES = {
    f"r_{name}": f"CASE WHEN swapped THEN {swapped} ELSE r.{name} END"
    for name, swapped in {
        "first": "r.last", "last": "r.first", "given": "r.last", "first1": "r.last",
        "formals": "r.last_formals", "first_sound": "r.last_sound", "last_sound": "r.first_sound",
        "first_bits": "least(l.first_bits, r.last_bits)", "first_known": "false",
    }.items()
}  # fmt: skip

_MACROS = (
    # Martin and Martina, Paul and Paula, Stefan and Stefanie, Andreas and Andrea.
    """CREATE MACRO feminine(a, b) AS
        (starts_with(a, b) AND a[length(b) + 1:] IN ('a','e','ie','in','ina','ine','ette','ia','s'))
        OR (starts_with(b, a) AND b[length(a) + 1:] IN ('a','e','ie','in','ina','ine','ette','ia','s'))
        OR (length(a) > 3 AND length(a) = length(b) AND a[:-2] = b[:-2]
            AND a[-1:] <> b[-1:] AND a[-1:] IN ('a','o','e') AND b[-1:] IN ('a','o','e'))""",
)

# How rare names are here, held by what the world is like where the list is too small to tell.
_NAMES_SQL = """
CREATE TABLE person AS
WITH firsts AS (SELECT first, count(*) AS many, count(DISTINCT last) AS families
                FROM given_rows GROUP BY first),
     lasts AS (SELECT last, count(*) AS many FROM given_rows GROUP BY last)
SELECT given_rows.*, split_part(given, ' ', 1) AS first1,
    coalesce(CAST(wf.sound AS VARCHAR), '') AS first_sound, coalesce(CAST(wl.sound AS VARCHAR), '') AS last_sound,
    coalesce(CAST(wf.formal AS VARCHAR[]), []) AS formal, coalesce(CAST(wl.formal AS VARCHAR[]), []) AS last_formal,
    coalesce(CAST(wf.formal AS VARCHAR[])[1], '') AS formal_key,
    '|' || array_to_string(coalesce(CAST(wf.formal AS VARCHAR[]), []), '|') || '|' AS formals,
    '|' || array_to_string(coalesce(CAST(wl.formal AS VARCHAR[]), []), '|') || '|' AS last_formals,
    len(coalesce(CAST(wf.formal AS VARCHAR[]), [])) > 1 AS is_short,
    coalesce(CAST(wf.formal_itself AS BOOLEAN), false) AS formal_itself,
    coalesce(CAST(wf.listed AS BOOLEAN), false) OR firsts.families >= 3 AS first_known,
    greatest({first_low}, least({first_high},
        log2(({total} + 300) / (firsts.many - 1 + 1.2)))) AS first_bits,
    greatest({last_low}, least({last_high},
        log2(({total} + 300) / (lasts.many - 1 + 0.1)))) AS last_bits
FROM given_rows JOIN firsts USING (first) JOIN lasts USING (last)
    LEFT JOIN words wf ON CAST(wf.name AS VARCHAR) = given_rows.first
    LEFT JOIN words wl ON CAST(wl.name AS VARCHAR) = given_rows.last
"""

# A domain under which many companies have mailboxes is a provider, not an employer.
_PROVIDERS_SQL = """
CREATE TABLE provider AS
SELECT domain FROM free_mail UNION
SELECT address.value FROM address JOIN person USING (row)
WHERE address.kind = 'domain' AND company <> ''
GROUP BY address.value
HAVING count(DISTINCT company[:4]) >= 4 AND count(DISTINCT company[:4]) > 0.3 * count(*)
"""

# A number or mailbox seen with several different names is shared, whatever its column says. One
# pair of contradicting first names is enough for a landline. For a mailbox or a mobile the last
# names must differ as well, or a third first name appear: a second name of one person is more
# likely than two relatives with one mailbox.
_SHARED_SQL = """
CREATE TABLE shared AS
WITH used AS (
    SELECT kind, value, row, max(own) AS own, row_number() OVER (
        PARTITION BY kind, value ORDER BY any_value(first), any_value(last), row) AS place
    FROM address JOIN person USING (row) WHERE kind IN ('mail', 'phone') AND first <> ''
    GROUP BY kind, value, row),
numbers AS (
    SELECT kind, value, max(own) AS own FROM used GROUP BY kind, value
    HAVING count(*) > 1),
pairs AS (
    SELECT kind, value, numbers.own, l.first AS one, r_first AS other,
        l.last <> '' AND r_last <> '' AND l.last_sound <> r_last_sound
            AND jaro_winkler_similarity(l.last, r_last) < 0.85 AS families,
        {first} AS level
    FROM (SELECT kind, value, a.row AS l, b.row AS r FROM used a JOIN used b USING (kind, value)
          WHERE b.place = a.place + 1 OR (b.place > a.place AND b.place <= 12)) u
    JOIN numbers USING (kind, value)
    JOIN (SELECT *, '' AS local, false AS swapped, false AS home FROM person) l ON l.row = u.l JOIN (SELECT *, last AS r_last, first AS r_first,
        '' AS local, first1 AS r_first1, given AS r_given, formals AS r_formals, first_sound AS r_first_sound,
        last_sound AS r_last_sound, first_known AS r_first_known FROM person) r ON r.row = u.r
    WHERE NOT {swapped} AND NOT (l.first = r.last))
SELECT kind, value FROM pairs WHERE level IN ({contradicting})
GROUP BY kind, value, own
HAVING bool_or(families) OR (kind = 'phone' AND own = 0)
    OR count(DISTINCT one) + count(DISTINCT other) > 3
"""

_ROWS_SQL = """
CREATE TABLE rows AS
WITH own_address AS (
    SELECT address.*, shared.value IS NOT NULL AS is_shared
    FROM address LEFT JOIN shared USING (kind, value)
    WHERE NOT (kind = 'domain' AND value IN (SELECT domain FROM provider))),
sized AS (SELECT kind, value, is_shared, max(own) AS own, count(DISTINCT row) AS many
          FROM own_address GROUP BY kind, value, is_shared),
weighed AS (
    SELECT o.row, o.kind, o.value, o.is_shared, s.own, log2({total} / s.many) AS bits
    FROM own_address o JOIN sized s USING (kind, value)),
lists AS (
    SELECT row,
        list(DISTINCT value ORDER BY value) FILTER (kind = 'mail' AND NOT is_shared) AS mails,
        list(DISTINCT value ORDER BY value) FILTER (kind = 'role' OR (kind = 'mail' AND is_shared)) AS roles,
        list(DISTINCT value ORDER BY value) FILTER (kind = 'phone' AND own = 1 AND NOT is_shared) AS mobiles,
        list(DISTINCT value ORDER BY value) FILTER (kind = 'phone' AND own = 0 AND NOT is_shared) AS directs,
        list(DISTINCT value ORDER BY value) FILTER (kind = 'phone' AND is_shared) AS lines,
        list(DISTINCT value ORDER BY value) FILTER (kind = 'phone') AS numbers,
        list(DISTINCT value ORDER BY value) FILTER (kind = 'domain') AS domains,
        min(bits) FILTER (kind = 'domain') AS domain_bits,
        min(bits) FILTER (kind = 'phone' AND is_shared) AS line_bits,
        min(value) FILTER (kind = 'mail' AND NOT is_shared) AS mail
    FROM weighed GROUP BY row),
counts AS (
    SELECT row, log2({total} / count(*) OVER (PARTITION BY company)) AS company_bits,
        log2({total} / count(*) OVER (PARTITION BY street)) AS street_bits,
        log2({total} / count(*) OVER (PARTITION BY street_2)) AS street_2_bits,
        log2({total} / count(*) OVER (PARTITION BY city)) AS city_bits,
        log2({total} / count(*) OVER (PARTITION BY postcode)) AS postcode_bits
    FROM person)
SELECT person.*, counts.* EXCLUDE (row), coalesce(mails, []) AS mails, coalesce(roles, []) AS roles,
    coalesce(mobiles, []) AS mobiles, coalesce(directs, []) AS directs,
    coalesce(lines, []) AS lines, coalesce(numbers, []) AS numbers,
    coalesce(domains, []) AS domains, coalesce(domain_bits, 0) AS domain_bits,
    coalesce(line_bits, 0) AS line_bits, coalesce(mail, '') AS mail,
    mails[1] AS mails_1, mails[2] AS mails_2, mails[3] AS mails_3,
    mobiles[1] AS mobiles_1, mobiles[2] AS mobiles_2, mobiles[3] AS mobiles_3,
    directs[1] AS directs_1, directs[2] AS directs_2, directs[3] AS directs_3,
    lines[1] AS lines_1, lines[2] AS lines_2, lines[3] AS lines_3,
    numbers[1] AS numbers_1, numbers[2] AS numbers_2, numbers[3] AS numbers_3,
    domains[1] AS domains_1, domains[2] AS domains_2, domains[3] AS domains_3,
    split_part(coalesce(mail, ''), '@', 1) AS local,
    split_part(coalesce(mail, ''), '@', 2) AS mail_domain,
    split_part(coalesce(mail, ''), '@', 2) NOT IN (SELECT domain FROM provider) AS mail_firm,
    list_filter(string_split(company, ' '), lambda x: length(x) > 1) AS company_words,
    least(first, last) || ' ' || greatest(first, last) AS sorted,
    company = '' AND len(coalesce(mails, [])) = 0 AND len(coalesce(roles, [])) = 0
        AND len(coalesce(numbers, [])) = 0 AND street <> '' AS bare,
    CASE WHEN first = '' AND last = '' AND coalesce(len(mails), 0) = 0 AND company <> ''
        THEN 'company' ELSE 'person' END AS kind
FROM person JOIN counts USING (row) LEFT JOIN lists USING (row)
ORDER BY person.row
"""

# Whether people share addresses is asked of the data, as with phones: where nine of ten pairs of
# rows of one address do not contradict each other, an address belongs to one person.
_HOME_SQL = """
SELECT coalesce(count(*) >= 20 AND avg(CASE WHEN level IN ({contradicting}) THEN 1 ELSE 0 END) < 0.2,
    false)
FROM (SELECT {first} AS level
    FROM (SELECT *, row_number() OVER (PARTITION BY street, city ORDER BY row) AS place FROM rows
          WHERE bare AND city <> '' AND first <> '') l
    JOIN (SELECT *, row_number() OVER (PARTITION BY street, city ORDER BY row) AS place,
          first AS r_first, first1 AS r_first1, given AS r_given, formals AS r_formals,
          first_sound AS r_first_sound, first_known AS r_first_known, last AS r_last FROM rows
          WHERE bare AND city <> '' AND first <> '') r
    ON l.street = r.street AND l.city = r.city AND r.place = l.place + 1
    CROSS JOIN (SELECT false AS home, false AS swapped)
    WHERE NOT {swapped})
"""

# Large blocks: each row with the next ones in the order of names, bucket by bucket.
_NEIGHBOURS_SQL = """
INSERT INTO candidate
WITH ranked AS (
    SELECT key, row, row_number() OVER (PARTITION BY key ORDER BY sorted, row) AS place
    FROM keyed SEMI JOIN (SELECT key FROM blocks WHERE size > {limit}) USING (key)),
near AS (
    SELECT a.row AS one, b.row AS other FROM ranked a
    JOIN ranked b ON a.key = b.key AND a.place // {limit} = b.place // {limit}
    AND b.place > a.place
    UNION ALL
    SELECT a.row, b.row FROM ranked a
    JOIN ranked b ON a.key = b.key AND a.place // {limit} + 1 = b.place // {limit}
    AND b.place - a.place <= {limit})
SELECT least(one, other), greatest(one, other) FROM near
"""
