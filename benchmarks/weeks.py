"""The weekly exports of an invented marketing desk, and who each of their rows really is.

Web forms every week, badge scans, bought lists, a newsletter tool's export, now and then the whole
CRM, and earlier lists once more under another name and in another order. One person in five comes
again with other data: a new job, e-mail or phone, a married name, another spelling. Some opt out
(by a column, a remark, a list of unsubscribed), some are on a list of whom never to contact.
Colleagues, relatives and namesakes are those of fair.py. Nothing here is tuned to a matcher.

    python benchmarks/weeks.py FOLDER [--weeks 52] [--rows 200000] [--seed 1]
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import fair
from fair import LANDS, Person, Seen, ascii_of, digits, pick_surname, slug
from weekly_lists import HEADERS, Export, Row, Week, write_week
from words import SYLLABLES

FIRST_DAY = date(2026, 1, 5)
PER_PERSON = 1.9  # rows, all in all
CHANGES = ("job", "email", "married", "spelling", "phone", "same")
YES_NO = {"form de": ("Ja", "Nein"), "form en": ("Yes", "No"), "form fr": ("Oui", "Non")}
REMARKS = {  # what is noted at the stand, and which channels it closes
    "bitte keine E-Mails mehr": ("email",), "please do not call": ("call",),
    "möchte nicht mehr kontaktiert werden": ("email", "call"),
    "no more emails please": ("email",), "bitte nicht anrufen": ("call",),
}  # fmt: skip
STAGES = ("lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer")
PLAIN = fair.Rates(moved=0, married=0)  # who moves or marries does so for good, not for a row


@dataclass(frozen=True)
class Rates:
    """How often what happens: shares of people, of rows, or of the CRM at each of its exports."""

    again: float = 0.24  # people of whom another row is due; some of them only after the year
    same: float = 0.1  # people who come again as they were
    in_crm: float = 0.06
    yes: float = 0.3  # forms that agree to the newsletter, with day, source and wording
    no: float = 0.06
    remark: float = 0.02  # badges with a note that refuses
    unsubscribed: float = 0.01  # rows whose address is on the list of unsubscribed weeks later
    suppressed: float = 0.002  # the same, on the list of whom never to contact
    crm_opt_out: float = 0.02
    crm_gone: float = 0.02


@dataclass
class Desk:
    """What the world knows while weeks go by."""

    rng: Random
    rates: Rates
    people: dict[int, Person]
    firms: dict[str, list[fair.Firm]]  # by country
    weeks: list[Week]
    due: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    crm: dict[int, Row] = field(default_factory=dict)
    opted_out: set[int] = field(default_factory=set)  # members of the CRM
    stage: Counter[int] = field(default_factory=Counter)
    mailed: dict[int, Row] = field(default_factory=dict)  # who agreed, by person
    number: int = 0  # of the last row
    last: int = 52

    def later(self, number: int) -> int:
        """Return a week in which somebody comes again, within some months of a year."""
        return number + self.rng.randint(1, max(2, self.last * 2 // 5))


def name_of_firm(rng: Random) -> str:
    return "".join(map(rng.choice, SYLLABLES))


def e164(person: Person, number: str, mobile: bool) -> str:
    code = LANDS[person.firm.land][0]
    return f"+{code}{'' if mobile else person.firm.area}{number}"


def changed(desk: Desk, person: Person, change: str) -> Person:
    """Return a person after something happened to them."""
    rng, land = desk.rng, person.firm.land
    local = f"{slug(person.first)}.{slug(person.last)}"
    if change == "job":
        firm = rng.choice(desk.firms[land])
        return replace(
            person, firm=firm, email=f"{local}@{firm.domain}", phone=firm.switchboard,
            job=rng.choice(fair.JOBS),
        )  # fmt: skip
    if change == "email":
        other = f"{slug(person.last)}.{slug(person.first)}@{person.firm.domain}"
        return replace(person, email=rng.choice((other, person.private)))
    if change == "married" and not person.suffix:
        last = pick_surname(rng, land)
        own = f"{slug(person.first)}.{slug(last)}@{person.firm.domain}"
        return replace(person, last=last, email=rng.choice((own, person.email)))
    if change == "phone":
        mobile = person.mobile and person.mobile[:-6] + digits(rng, 6)
        return replace(person, phone=person.firm.switchboard[:-3] + digits(rng, 3), mobile=mobile)
    return person


def spelled(rng: Random, seen: Seen, change: str) -> Seen:
    if change != "spelling":
        return seen
    how = rng.randrange(4)
    if how == 0 and seen.first in fair.NICKNAMES:
        return replace(seen, first=rng.choice(fair.NICKNAMES[seen.first].split()))
    if how == 1:
        return replace(seen, last=fair.slip(rng, seen.last))
    if how == 2:
        return replace(seen, first=seen.first.upper(), last=seen.last.upper())
    return replace(seen, first=ascii_of(seen.first), last=ascii_of(seen.last))


def make_row(desk: Desk, key: int, kind: str, week: Week, change: str = "") -> Row:
    """Let a person fill in a form, be scanned, or stand on somebody's list."""
    rng, person = desk.rng, desk.people[key]
    place = kind if kind in ("badges", "crm") else "forms"
    seen = fair.spoil(rng, fair.see(rng, person, place, [person.firm], PLAIN), place, PLAIN)
    seen = spelled(rng, seen, change)
    desk.number += 1
    addresses = [("email", seen.email.lower())] if seen.email else []
    if seen.phone:
        addresses.append(("call", e164(person, person.phone, mobile=False)))
    if seen.mobile and kind not in ("bought", "mailing"):
        addresses.append(("call", e164(person, person.mobile, mobile=True)))
    cells, closed = CELLS[kind.split()[0]](desk, key, seen, kind, week)
    refuses = tuple(one for one in addresses if one[0] in closed)
    row = Row(key, tuple(cells), change, tuple(addresses), refuses)
    if kind.startswith("form") and cells[8] == YES_NO[kind][0] and seen.email:
        desk.mailed[key] = row
    return row


Cells = tuple[list[str], tuple[str, ...]]  # and the channels that they close


def badge_cells(desk: Desk, key: int, seen: Seen, kind: str, week: Week) -> Cells:
    rng = desk.rng
    refuses = rng.random() < desk.rates.remark
    note = rng.choice(list(REMARKS) if refuses else ["", "", "wants demo", "call back"])
    at = f"{week.day} {rng.randint(9, 17):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
    return [f"B{40017 + desk.number * 7}", at, seen.first, seen.last, seen.person.job, seen.company,
            seen.email, seen.mobile, seen.phone, country(rng, seen), note], REMARKS.get(note, ())  # fmt: skip


def form_cells(desk: Desk, key: int, seen: Seen, kind: str, week: Week) -> Cells:
    rng = desk.rng
    at = f"{week.day} {rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
    yes, no = YES_NO[kind]
    answer = rng.choices((yes, no, ""), (desk.rates.yes, desk.rates.no, 0.64))[0]
    proof = [at[:10], "web form", f"newsletter v{week.day.month}"] if answer == yes else [""] * 3
    message = rng.choice(("", "", "Angebot bitte", "price list?", "demo"))
    return [at, seen.first, seen.last, seen.company, seen.email, seen.phone, seen.mobile,
            country(rng, seen), answer, *proof, message], ("email",) * (answer == no)  # fmt: skip


def crm_cells(desk: Desk, key: int, seen: Seen, kind: str, week: Week) -> Cells:
    out = key in desk.opted_out
    created = (
        desk.crm[key].cells[14]
        if key in desk.crm
        else f"{week.day - timedelta(400 + key % 900)} 09:30"
    )
    postcode, city = place_of(seen)
    return [str(100351 + key * 13), seen.first, seen.last, seen.email, seen.phone, seen.mobile,
            seen.company, seen.person.job, seen.street, city, postcode, country(Random(key), seen),
            STAGES[desk.stage[key]], str(out).lower(), created], ("email",) * out  # fmt: skip


def bought_cells(desk: Desk, key: int, seen: Seen, kind: str, week: Week) -> Cells:
    postcode, city = place_of(seen)
    return [f"{seen.first} {seen.last}", seen.company, seen.person.job, seen.street, postcode, city,
            country(desk.rng, seen), seen.phone, seen.email], ()  # fmt: skip


CELLS = {"badges": badge_cells, "form": form_cells, "crm": crm_cells, "bought": bought_cells}


def country(rng: Random, seen: Seen) -> str:
    return rng.choice(LANDS[seen.person.firm.land][4].split("|"))


def place_of(seen: Seen) -> tuple[str, str]:
    parts = seen.city.split(" ")
    split = 2 if seen.person.firm.land in ("NL", "GB") else 1
    return " ".join(parts[:split]), " ".join(parts[split:])


def crm_export(desk: Desk, week: Week, fresh: Iterable[int]) -> list[Row]:
    """Return the whole CRM as it is this week: most of its rows are those of the last export."""
    rng, rates = desk.rng, desk.rates
    for key in [key for key in desk.crm if rng.random() < rates.crm_gone]:
        del desk.crm[key]
    for key in list(desk.crm):
        opts_out = rng.random() < rates.crm_opt_out
        desk.opted_out |= {key} if opts_out else set()
        moves = rng.random() < 0.06 and desk.stage[key] < len(STAGES) - 1
        desk.stage[key] += moves
        falls = rng.random() < 0.02  # somebody resets a field: no reason to fall back
        if opts_out or moves or rng.random() < 0.05:
            row = make_row(desk, key, "crm", week, desk.crm[key].change)
            if falls:
                cells = (*row.cells[:12], "lead", *row.cells[13:])
                row = replace(row, cells=cells)
            desk.crm[key] = row
    for key in fresh:
        desk.crm[key] = make_row(desk, key, "crm", week, "" if key not in desk.mailed else "same")
    return list(desk.crm.values())


def mailing_export(desk: Desk, week: Week) -> list[Row]:
    """Return some of those who agreed, as a newsletter tool has them; some have left it since."""
    rows = []
    for key, form in desk.mailed.items():
        left = desk.rng.random() < 0.03
        if not left and desk.rng.random() < 0.8:
            continue
        at, first, last, firm, email = form.cells[:5]
        status = "unsubscribed" if left else "subscribed"
        address = (("email", email.lower()),)
        cells = (email, first, last, firm, status, at)
        rows.append(Row(key, cells, "same", address, address if left else ()))
    return rows


def make_week(desk: Desk, week: Week, fresh: list[int]) -> None:
    """Let new people come, and those who are due; then what tools export of whom they have."""
    rng, number = desk.rng, week.number
    form = list(YES_NO)[number % 3]
    kinds = {
        form: 1,
        **({"badges": 3} if number % 3 == 1 else {}),
        **({"bought": 2} if number % 5 == 2 else {}),
    }
    lists: dict[str, list[Row]] = {kind: [] for kind in kinds}
    full = number % 4 == 0
    members = [key for key in fresh if full and rng.random() < desk.rates.in_crm * 5]
    arrivals = [(key, "") for key in fresh if key not in set(members)] + desk.due.pop(number, [])
    rng.shuffle(arrivals)
    for key, change in arrivals:
        kind = rng.choices(list(kinds), list(kinds.values()))[0]
        desk.people[key] = changed(desk, desk.people[key], change)
        lists[kind].append(make_row(desk, key, kind, week, change))
    if number % 5 == 3:
        lists["mailing"] = mailing_export(desk, week)
    if full:
        lists["crm"] = crm_export(desk, week, members)
    for kind, rows in lists.items():
        if rows:
            suffix = "xlsx" if kind == "bought" else "csv"
            name = f"w{number:02}_{kind.replace(' ', '_')}.{suffix}"
            week.exports.append(Export(name, kind, tuple(rows)))
    earlier = [export for old in desk.weeks for export in old.exports if not export.copy_of]
    if number % 5 == 4 and earlier:  # once more, by another name and in another order
        export = rng.choice(earlier)
        rows = tuple(rng.sample(export.rows, len(export.rows)))
        name = f"w{number:02}_export ({number}).{export.name.rpartition('.')[2]}"
        week.exports.append(Export(name, export.kind, rows, export.name))
    for key in fresh:
        plan_returns(desk, key, number)


def plan_returns(desk: Desk, key: int, number: int) -> None:
    rng = desk.rng
    if rng.random() < desk.rates.again:
        for _ in range(rng.choice((1, 1, 2))):
            desk.due[desk.later(number)].append((key, rng.choice(CHANGES[:5])))
    elif rng.random() < desk.rates.same:
        desk.due[desk.later(number)].append((key, "same"))


def list_refusals(desk: Desk, week: Week) -> None:
    """Put some of the rows of earlier weeks on the lists of unsubscribed and of never again."""
    rng, rates = desk.rng, desk.rates
    for old in desk.weeks[-6:]:
        for export in old.exports:
            for row in export.rows:
                chance = rng.random() * 6
                if (
                    chance < rates.unsubscribed
                    and row.addresses[:1]
                    and row.addresses[0][0] == "email"
                ):
                    week.unsubscribed.append(row)
                elif chance > 6 - rates.suppressed and row.addresses:
                    week.suppressed.append(row)


def make_year(
    weeks: int = 52, rows: int = 200_000, seed: int = 1, rates: Rates | None = None
) -> list[Week]:
    """Draw so many weeks of lists with about so many rows in all."""
    rng, rates = Random(seed), rates or Rates()
    per_week = int(rows / PER_PERSON / weeks)
    people = fair.make_people(rng, per_week * weeks, fair.Rates(), name_of_firm)[: per_week * weeks]
    # Some come with their colleagues, some alone; who is a namesake of whom has nothing to do with it.
    order = sorted(
        people, key=lambda one: one.key if rng.random() < 0.5 else rng.randrange(len(people))
    )
    firms = defaultdict(list)
    for firm in dict.fromkeys(person.firm for person in people):
        firms[firm.land].append(firm)
    desk = Desk(rng, rates, {one.key: one for one in people}, firms, [], last=weeks)
    for number in range(weeks):
        week = Week(number, FIRST_DAY + timedelta(7 * number))
        fresh = [person.key for person in order[number * per_week : (number + 1) * per_week]]
        make_week(desk, week, fresh)
        list_refusals(desk, week)
        desk.weeks.append(week)
    return desk.weeks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    weeks = make_year(given.weeks, given.rows, given.seed)
    for week in weeks:
        folder = given.folder / f"week_{week.number:02}"
        write_week(week, folder, given.folder / "unsubscribed.csv", given.folder / "suppress.csv")
    kinds = Counter(dict.fromkeys(HEADERS, 0))
    for export in (export for week in weeks for export in week.exports):
        kinds[export.kind] += len(export.rows)
    print(sum(kinds.values()), dict(kinds))


if __name__ == "__main__":
    main()
