"""How well dedupe finds who is who, and how fast, beside Splink as its own docs configure it.

    python benchmarks/linkage.py [--sets FOLDER] [--seeds 7,8,9] [--no-splink]
    python benchmarks/linkage.py --speed ROWS [--contacts FILE] [--no-splink]

Each peer has two lines. "pairs" are those it gives 0.95 and more, as they are. "clusters" are after
transitive closure: a pair counts as found where both rows are in one cluster. Precision is the
share of found pairs that are one entity, recall the share of an entity's pairs that were found;
"whole" is the share of entities whose rows form exactly one cluster. Sets that are not in the
folder are left out; the simulated fair needs none.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path

import pandas as pd

import fair

Leads = pd.DataFrame


def read(path: Path) -> Leads:
    return pd.read_csv(path, dtype=str, keep_default_na=False, skipinitialspace=True).astype("str")


def febrl(path: Path) -> Leads:
    """Names and address only; given as an address list has them: number and street together."""
    rows = read(path)
    rows["street"] = (rows["street_number"] + " " + rows["address_1"]).str.strip()
    names = {"given_name": "first_name", "surname": "last_name", "address_2": "street_2",
             "suburb": "city", "postcode": "postal_code"}  # fmt: skip
    return rows.rename(columns=names)[[*names.values(), "street", "state", "entity"]]


def fake(path: Path) -> Leads:
    names = {"first_name": "first_name", "surname": "last_name", "dob": "birthday"}
    return read(path).rename(columns=names)[[*names.values(), "city", "email", "entity"]]


def historical(path: Path) -> Leads:
    names = {"surname": "last_name", "dob": "birthday", "birth_place": "city",
             "postcode_fake": "postal_code"}  # fmt: skip
    return read(path).rename(columns=names)[["first_name", *names.values(), "entity"]]


def restaurants(path: Path) -> Leads:
    names = {"name": "company", "address": "street", "unique_id": "entity"}
    rows = read(path)
    rows.columns = [column.strip() for column in rows.columns]
    return rows.rename(columns=names)[["company", "street", "city", "entity"]]


def early_childhood(path: Path) -> Leads:
    names = {"Site name": "company", "Address": "street", "Zip": "postal_code", "Phone": "phone"}
    return read(path).rename(columns=names)[[*names.values(), "entity"]]


SETS: dict[str, Callable[[Path], Leads]] = {
    "febrl1": febrl, "febrl2": febrl, "fake_1000": fake, "fake_20000_half": fake,
    "historical_50k_half": historical, "restaurants": restaurants,
    "early_childhood_half": early_childhood,
}  # fmt: skip


def simulated(seed: int, rows: int = 3700) -> tuple[Leads, dict[str, float]]:
    """Return the three raw exports through import and clean with no option at all."""
    made = fair.make_fair(rows, seed)
    with tempfile.TemporaryDirectory() as folder:
        truth = fair.write_fair(made, Path(folder))
        lists = [str(Path(folder, f"{name}.csv")) for name in made.lists]
        imported, cleaned = Path(folder, "leads.csv"), Path(folder, "clean.csv")
        leadkit("import", *lists, "-o", str(imported))
        leadkit("clean", str(imported), "-o", str(cleaned))
        leads = read(cleaned)
    leads["entity"] = [
        truth[at] for at in zip(leads["source_file"], leads["source_row"], strict=True)
    ]
    return leads, fair.shares(made)


def leadkit(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "leadkit", *arguments, "-q"], check=True)


Pairs = set[tuple[int, int]]  # rows, the lower one first
Found = tuple[list[Hashable], Pairs]  # the cluster of each row, and the pairs of 0.95 and more


def by_leadkit(leads: Leads) -> Found:
    """Return what zero-config dedupe finds."""
    from leadkit import dedupe_leads
    from leadkit.deduping.matching.blocks import candidates
    from leadkit.deduping.matching.evidence import gather
    from leadkit.deduping.matching.match import bits_of
    from leadkit.deduping.matching.weigh import weigh
    from leadkit.deduping.matching.weights import score_pairs

    if "lead_id" not in leads.columns:
        leads = leads.assign(lead_id=[f"{at:07d}" for at in range(len(leads))])
    merges = dedupe_leads(leads).merges
    into = dict(zip(merges["lead_id"], merges["merged_into"], strict=True))
    contacts = weigh(gather(leads))
    asked = candidates(contacts).pairs
    scored = score_pairs(contacts, asked >> 32, asked & 0xFFFFFFFF, least=bits_of(0.95))
    pairs = set(zip(scored["l"].tolist(), scored["r"].tolist(), strict=True))
    return [into.get(one, one) for one in leads["lead_id"]], pairs


def by_splink(leads: Leads, threshold: float = 0.95, wide: bool = True) -> Found:
    """Return what Splink finds: its library's comparison for each kind of column, blocking
    on names and on whatever else there is, trained as in its README.

    Blocking on a first name alone makes a thousand million pairs of a million rows. Without
    ``wide`` it blocks as its docs advise for long lists, on pairs of columns and on addresses,
    and only the clusters are returned.
    """
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rows = leads.copy()
    if "full_name" in rows:  # it needs the parts of a name: given what a person would do by hand
        parts = rows["full_name"].str.extract(r"^(.*?)\s*(\S+)$").fillna("")
        blank = (rows["first_name"] == "") & (rows["last_name"] == "")
        rows.loc[blank, "first_name"] = parts[0]
        rows.loc[blank, "last_name"] = parts[1]
    if "email" in rows and "company" in rows:
        rows["domain"] = rows["email"].str.partition("@")[2]
    kinds = {
        "first_name": lambda c: cl.JaroWinklerAtThresholds(c, [0.9, 0.7]),
        "last_name": lambda c: cl.JaroAtThresholds(c, [0.9, 0.7]),
        "birthday": lambda c: cl.DateOfBirthComparison(
            c, input_is_string=True, datetime_metrics=["year", "month"], datetime_thresholds=[1, 1]
        ),
        "email": cl.EmailComparison,
        "phone": cl.ExactMatch, "mobile": cl.ExactMatch, "domain": cl.ExactMatch,
        "company": lambda c: cl.JaroWinklerAtThresholds(c, [0.9, 0.7]),
        "street": lambda c: cl.JaroWinklerAtThresholds(c, [0.9, 0.7]),
        "postal_code": cl.ExactMatch,
        "city": lambda c: cl.ExactMatch(c).configure(term_frequency_adjustments=True),
    }  # fmt: skip
    used = [name for name in kinds if name in rows and (rows[name] != "").any()]
    rows = rows[used].astype(object).where(rows[used] != "", None)
    rows.insert(0, "unique_id", range(len(rows)))
    keys = ["first_name", "last_name"] if "last_name" in used else ["company"]
    blocks = [
        block_on(name) for name in [*keys, *(n for n in ("email", "phone", "mobile") if n in used)]
    ]
    if "last_name" not in used:
        blocks.append(block_on("street"))
    if not wide:
        blocks = [block_on(*keys), block_on("last_name", "company"), *blocks[2:]]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[kinds[name](name) for name in used],
        blocking_rules_to_generate_predictions=blocks,
    )
    linker = Linker(DuckDBAPI().register(rows), settings)
    exact = block_on(*keys)
    linker.training.estimate_probability_two_random_records_match([exact], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(exact)
    other = next((n for n in ("birthday", "email", "street", "postal_code") if n in used), used[-1])
    linker.training.estimate_parameters_using_expectation_maximisation(block_on(other))
    predicted = linker.inference.predict(threshold_match_probability=0.01)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold)
    table = found.as_pandas_dataframe().sort_values("unique_id")
    if not wide:
        return table["cluster_id"].tolist(), set()
    likely = predicted.as_pandas_dataframe().query("match_probability >= @threshold")
    sides = (likely["unique_id_l"].tolist(), likely["unique_id_r"].tolist())
    pairs = {(min(pair), max(pair)) for pair in zip(*sides, strict=True)}
    return table["cluster_id"].tolist(), pairs


def pair_figures(pairs: Pairs, entities: Sequence[Hashable]) -> dict[str, float]:
    """Return precision, recall and F1 of pairs as they are."""
    both = sum(entities[one] == entities[other] for one, other in pairs)
    precision, recall = both / len(pairs) if pairs else 1.0, both / _pairs(entities)
    score = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"precision": precision, "recall": recall, "f1": score}


def figures(clusters: Sequence[Hashable], entities: Sequence[Hashable]) -> dict[str, float]:
    """Return precision, recall and F1 over pairs of rows, and the share of entities found whole."""
    both = _pairs(zip(clusters, entities, strict=True))
    made, true = _pairs(clusters), _pairs(entities)
    precision, recall = both / made if made else 1.0, both / true
    groups: dict[Hashable, set[int]] = {}
    for row, cluster in enumerate(clusters):
        groups.setdefault(cluster, set()).add(row)
    found = {frozenset(rows) for rows in groups.values()}
    people: dict[Hashable, set[int]] = {}
    for row, entity in enumerate(entities):
        people.setdefault(entity, set()).add(row)
    whole = sum(frozenset(rows) in found for rows in people.values()) / len(people)
    score = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"precision": precision, "recall": recall, "f1": score, "whole": whole}


SHOWN = ("precision", "recall", "f1", "whole")


def _pairs(labels: object) -> int:
    return sum(many * (many - 1) // 2 for many in Counter(labels).values())  # type: ignore[call-overload]


def show(name: str, rows: int, by: str, found: dict[str, float], seconds: float) -> None:
    shares = "  ".join(f"{found[one]:9.4f}" if one in found else " " * 9 for one in SHOWN)
    print(f"{name:<20}{rows:>6}  {by:<16}  {shares}  {seconds:7.1f}", flush=True)


def quality(folder: Path, seeds: Sequence[int], peers: dict[str, Callable[[Leads], Found]]) -> None:
    print(f"{'set':<20}{'rows':>6}  {'by':<16}  {'  '.join(f'{one:>9}' for one in SHOWN)}  seconds")
    todo = [(f"fair, seed {seed}", lambda seed=seed: simulated(seed)[0]) for seed in seeds]
    todo += [(name, lambda name=name, make=make: make(folder / f"{name}.csv"))
             for name, make in SETS.items() if (folder / f"{name}.csv").exists()]  # fmt: skip
    for name, make in todo:
        leads = make()
        entities = leads.pop("entity").tolist()
        for by, peer in peers.items():
            started = time.perf_counter()
            try:
                clusters, pairs = peer(leads)
            except Exception as problem:  # a peer that cannot do a set is worth a line, no more
                print(f"{name:<22}{len(leads):>7}  {by:<8}  {type(problem).__name__}")
                continue
            seconds = time.perf_counter() - started
            show(name, len(leads), f"{by}, pairs", pair_figures(pairs, entities), seconds)
            show(name, len(leads), f"{by}, clusters", figures(clusters, entities), seconds)


CONTACT = ("lead_id", "source_file", "source_row", "first_name", "last_name", "email", "phone",
           "mobile", "company", "street", "postal_code", "city")  # fmt: skip


def write_contacts(path: Path, rows: int) -> None:
    """Write a lead table of simulated contacts, its phones in the form that clean gives them."""
    made = fair.make_fair(rows, seed=1)
    people = {person.key: person for person in made.people}
    number = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(CONTACT)
        for place, entries in made.lists.items():
            at = {name: index for index, name in enumerate(fair.HEADERS[place])}
            for line, (key, cells) in enumerate(entries, start=2):
                firm = people[key].firm
                cell = {name: cells[index] for name, index in at.items()}
                first, last = cell.get("First Name", ""), cell.get("Last Name", "")
                if "Name" in cell:
                    first, _, last = cell["Name"].rpartition(" ")
                phone = (
                    cell.get("Business Phone") or cell.get("Telefon") or cell.get("Phone Number")
                )
                mobile = (
                    cell.get("Mobile Phone") or cell.get("Mobil") or cell.get("Mobile Phone Number")
                )
                number += 1
                writer.writerow([
                    f"{number * 7919 % 16777213:08x}", f"{place}.csv", line, first, last,
                    cell.get("Email Address") or cell.get("E-Mail") or cell.get("Email", ""),
                    e164(phone, firm.land), e164(mobile, firm.land),
                    cell.get("Company") or cell.get("Firma") or cell.get("Company Name", ""),
                    cell.get("Straße") or cell.get("Street Address", ""),
                    cell.get("PLZ") or cell.get("Postal Code", ""),
                    cell.get("Ort") or cell.get("City", ""),
                ])  # fmt: skip


def e164(number: str | None, land: str) -> str:
    digits = "".join(sign for sign in (number or "").replace("(0)", "") if sign.isdigit())
    code, trunk = fair.LANDS[land][:2]
    if not digits:
        return ""
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if (number or "").startswith("+"):
        return f"+{digits}"
    return f"+{code}{digits.removeprefix(trunk) if trunk else digits}"


def measured(command: list[str]) -> tuple[float, float]:
    """Run a command; return its seconds, and the most memory it held, in GB."""
    import resource

    started = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = __import__("os").wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[2:4]} failed")
    assert isinstance(usage, resource.struct_rusage)
    return time.perf_counter() - started, usage.ru_maxrss / 1e6


def speed(rows: int, with_splink: bool, kept: str) -> None:
    """CSV in, merged CSV out: leadkit's command beside Splink's script for the same columns."""
    with tempfile.TemporaryDirectory() as folder:
        contacts = Path(kept or Path(folder, "contacts.csv"))
        if not contacts.exists():
            write_contacts(contacts, rows)
        merged = Path(folder, "merged.csv")
        command = [sys.executable, "-m", "leadkit", "dedupe", str(contacts), "-o", str(merged)]
        seconds, memory = measured(command)
        print(f"leadkit {rows:>9} rows  {seconds:7.1f} s  {memory:5.2f} GB", flush=True)
        if with_splink:
            theirs, memory = measured([sys.executable, __file__, "--splink-script", str(contacts),
                                       str(Path(folder, "splink.csv"))])  # fmt: skip
            print(f"splink  {rows:>9} rows  {theirs:7.1f} s  {memory:5.2f} GB", flush=True)
            print(f"leadkit takes {seconds / theirs:.2f} of Splink's time")


def splink_script(source: str, target: str) -> None:
    """Read, train, block, predict, cluster, keep one row of each cluster, write."""
    leads = read(Path(source))
    leads["cluster"], _ = by_splink(
        leads.drop(columns=["lead_id", "source_file", "source_row"]), wide=False
    )
    leads.drop_duplicates("cluster").to_csv(target, index=False)


if __name__ == "__main__":
    import logging

    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sets", default="../shared/data/linkage", type=Path)
    parser.add_argument("--seeds", default="7,8,9")
    parser.add_argument("--speed", type=int, default=0)
    parser.add_argument("--contacts", default="", help="keep the list for --speed here")
    parser.add_argument("--no-splink", action="store_true")
    parser.add_argument("--splink-script", nargs=2, default=[])
    given = parser.parse_args()
    if given.splink_script:
        splink_script(*given.splink_script)
    elif given.speed:
        speed(given.speed, not given.no_splink, given.contacts)
    else:
        chosen = {"leadkit": by_leadkit}
        chosen |= {} if given.no_splink else {"splink": by_splink}
        quality(given.sets, [int(seed) for seed in given.seeds.split(",") if seed], chosen)
