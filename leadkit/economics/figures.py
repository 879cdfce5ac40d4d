"""The figures of a business: what people write -> exact numbers that make sense together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from leadkit.base.errors import LeadkitError, did_you_mean
from leadkit.base.frames import cell_text
from leadkit.economics.amounts import (
    Money,
    percent,
    read_count,
    read_currency,
    read_money,
    read_share,
)

Figures = Mapping[str, str]  # name of a figure -> what was written; "" where it is not known

TOLERANCE = Decimal("0.01")  # 33 leads per order and 3% are the same figure, rounded

# The stations between a lead and its order, each with the figure that leads to it.
CHAIN = {
    "MQL": "mql_rate", "SQL": "sql_rate", "opportunity": "opportunity_rate", "order": "order_rate",
}  # fmt: skip

CLOSING = ("close_rate", "leads_per_order", *CHAIN.values())  # the ways to tell a close rate

# Figure -> other headers it has in tables, compared after normal_header.
HEADERS: dict[str, tuple[str, ...]] = {
    "revenue": (
        "revenue per order", "order value", "average order value", "aov", "deal size",
        "average deal size", "deal value", "umsatz", "umsatz pro auftrag", "umsatz je auftrag",
        "auftragswert", "durchschnittlicher auftragswert",
    ),
    "margin": (
        "gross margin", "profit margin", "contribution margin", "marge", "rohertrag",
        "deckungsbeitrag", "handelsspanne",
    ),
    "close_rate": (
        "closing rate", "win rate", "conversion rate", "lead to order rate", "abschlussquote",
        "abschlussrate", "auftragsquote",
    ),
    "leads_per_order": (
        "leads per sale", "leads per customer", "leads per deal", "leads pro auftrag",
        "leads je auftrag",
    ),
    "keep_profit": ("target profit", "profit to keep", "zielgewinn"),
    "ltv": ("lifetime value", "customer lifetime value", "clv", "kundenwert"),
    "orders_per_customer": ("repeat orders", "auftraege pro kunde", "auftraege je kunde"),
    "mql_rate": ("lead to mql", "lead to mql rate", "mql per lead"),
    "sql_rate": ("mql to sql", "mql to sql rate", "sql per mql"),
    "opportunity_rate": ("sql to opportunity", "sql to opportunity rate", "opportunity per sql"),
    "order_rate": ("opportunity to order", "opportunity to order rate", "order per opportunity"),
    "spend": (
        "spent", "cost", "costs", "total cost", "amount spent", "ad spend", "ad cost",
        "media spend", "kosten", "gesamtkosten", "ausgaben", "werbekosten", "aufwand",
    ),
    "currency": ("currency code", "waehrung", "account currency"),
}  # fmt: skip


def find_figures(columns: Iterable[str], wanted: Iterable[str] = HEADERS) -> dict[str, str]:
    """Return which column holds each figure: its own name first, then the other spellings.

    >>> find_figures(["Quelle", "Kosten", "Umsatz pro Auftrag", "Marge"])
    {'revenue': 'Umsatz pro Auftrag', 'margin': 'Marge', 'spend': 'Kosten'}
    """
    from leadkit.fields.headers.names import normal_header  # the formula alone needs no headers

    columns = list(columns)
    by_header = {normal_header(column): column for column in reversed(columns)}
    found = {}
    for figure in wanted:
        spellings = (normal_header(figure), *HEADERS[figure])
        headers = [by_header[spelling] for spelling in spellings if spelling in by_header]
        if figure in columns or headers:
            found[figure] = figure if figure in columns else headers[0]
    return found


def read_figures(figures: Mapping[str, object], known: Iterable[str]) -> dict[str, str]:
    """Return figures as they are written; raise LeadkitError for a name that is none.

    >>> read_figures({"revenue": 50000, "margin": 0.2, "ltv": None}, ["revenue", "margin", "ltv"])
    {'revenue': '50000', 'margin': '0.2', 'ltv': ''}
    """
    known = list(known)
    for name in figures:
        if name not in known:
            hint = did_you_mean(name, known) or f"; there are: {', '.join(known)}"
            raise LeadkitError(f"'{name}' is no figure{hint}")
    return {name: cell_text(figure) for name, figure in figures.items()}


@dataclass(frozen=True)
class Worth:
    """What one order brings, and how much of it may go into winning the order."""

    revenue: Decimal
    margin: Decimal
    keep: Decimal = Decimal(0)  # the share of the gross profit that is to remain
    currency: str = ""

    @property
    def gross_profit(self) -> Decimal:
        return self.revenue * self.margin

    @property
    def ceiling(self) -> Decimal:
        """The most that an order may cost."""
        return self.gross_profit * (1 - self.keep)


def worth_of(figures: Figures) -> Worth:
    """Return what an order is worth, from revenue (or ltv), margin and keep_profit.

    >>> worth = worth_of({"revenue": "50000", "margin": "20%", "keep_profit": "30%"})
    >>> f"{worth.ceiling:.2f}"
    '7000.00'
    """
    money = _revenue_of(figures)
    if not figures.get("margin"):
        raise LeadkitError("margin is missing: the share of revenue that remains, such as 20%")
    currency = read_currency(figures.get("currency", ""))
    if money.currency and currency and money.currency != currency:
        raise LeadkitError(
            f"the revenue is in {money.currency}, the currency is {currency}; "
            "amounts of two currencies are never mixed: convert one"
        )
    keep = read_share(figures.get("keep_profit") or "0", "keep profit")
    margin = read_share(figures["margin"], "margin")
    return Worth(money.amount, margin, keep, currency or money.currency)


def check_figures(figures: Figures) -> None:
    """Raise LeadkitError for a figure of an order that makes no sense by itself."""
    for name in ("revenue", "ltv"):
        if figures.get(name):
            read_money(figures[name], name)
    for name in ("margin", "keep_profit"):
        if figures.get(name):
            read_share(figures[name], name.replace("_", " "))


def _revenue_of(figures: Figures) -> Money:
    revenue, ltv = figures.get("revenue"), figures.get("ltv")
    orders = figures.get("orders_per_customer")
    if ltv and (revenue or orders):
        other = "revenue" if revenue else "orders per customer"
        raise LeadkitError(
            f"ltv and {other} are both given; ltv is all that a customer will ever bring, "
            "or give revenue with orders per customer"
        )
    if ltv:
        return read_money(ltv, "ltv")
    if not revenue:
        raise LeadkitError("revenue is missing: the money one order brings, such as 50000")
    money = read_money(revenue, "revenue")
    if orders:
        return Money(
            money.amount * read_count(orders, "orders per customer", "2,5"), money.currency
        )
    return money


@dataclass(frozen=True)
class Station:
    """A station on the way to the order, and the share of those there who will order."""

    name: str
    rate: Decimal  # the share of the station before that gets here
    close_rate: Decimal


def filled(own: Figures, defaults: Figures) -> dict[str, str]:
    """Return a row's own figures, and the defaults of those that it does not tell in any way.

    >>> filled({"ltv": "9000"}, {"revenue": "5000", "ltv": "", "margin": "20%"})
    {'revenue': '', 'ltv': '9000', 'margin': '20%'}
    """
    own = {name: figure for name, figure in own.items() if figure}
    given: set[str] = set()
    if "ltv" in own:
        given = {"revenue", "orders_per_customer"}
    if "revenue" in own:
        given = {"ltv"}
    if any(name in own for name in CLOSING):
        given.update(CLOSING)
    kept = {name: "" if name in given else figure for name, figure in defaults.items()}
    return {**kept, **own}


def chain_of(figures: Figures) -> list[Station]:
    """Return the stations from lead to order, as far as their rates are told.

    The last stations may be left to follow from the close rate. A rate says how many of the
    station before come so far, so none before it may be missing.

    >>> rates = {"mql_rate": "40%", "sql_rate": "50%", "opportunity_rate": "100%",
    ...          "order_rate": "25%"}
    >>> [f"{station.name} {station.close_rate:.1%}" for station in chain_of(rates)]
    ['lead 5.0%', 'MQL 12.5%', 'SQL 25.0%', 'opportunity 25.0%', 'order 100.0%']
    """
    _check_gaps(figures)
    rates = {
        station: read_share(figures[name], name.replace("_", " "))
        for station, name in CHAIN.items()
        if figures.get(name)
    }
    given = _given_close_rate(figures)
    through = _product(rates.values())
    if given is not None and "order" in rates and abs(through - given) > TOLERANCE * given:
        raise LeadkitError(
            f"the rates from lead to order make {percent(through)}, but the close rate is "
            f"{percent(given)}: they contradict each other; give one of them"
        )
    if "order" not in rates:
        if given is None and rates:
            raise LeadkitError("order rate is missing: the share that orders in the end, as 25%")
        if given is None:
            raise LeadkitError("close rate (5%) or leads per order (20) is missing: one of the two")
        if given > through:
            raise LeadkitError(
                f"only {percent(through)} of the leads come as far as the last station, "
                f"but the close rate is {percent(given)}; lower it or raise a rate"
            )
        rates["order"] = given / through if through else Decimal(0)
    stations = [Station("lead", Decimal(1), given if given is not None else through)]
    names = list(rates)
    for place, name in enumerate(names):
        rest = _product(rates[later] for later in names[place + 1 :])
        stations.append(Station(name, rates[name], rest))
    return stations


def _check_gaps(figures: Figures) -> None:
    """Raise LeadkitError for a rate whose station before it has none."""
    names = list(CHAIN.values())
    told = [name for name in names if figures.get(name)]
    missing = [name for name in names[: names.index(told[-1])] if name not in told] if told else []
    if missing:
        *first, last = (name.replace("_", " ") for name in missing)
        words = f"{', '.join(first)} and {last}" if first else last
        raise LeadkitError(
            f"{words} {'is' if len(missing) == 1 else 'are'} missing, without which the "
            f"{told[-1].replace('_', ' ')} says nothing of leads; write 100% for a station that "
            "there is not"
        )


def close_rate_of(figures: Figures) -> Decimal:
    """Return orders per lead, from whichever figures tell it; they must not contradict."""
    return chain_of(figures)[0].close_rate


def _given_close_rate(figures: Figures) -> Decimal | None:
    written, leads_written = figures.get("close_rate"), figures.get("leads_per_order")
    rate = read_share(written, "close rate") if written else None
    if not leads_written:
        return rate
    by_leads = 1 / read_count(leads_written, "leads per order", "20")
    if rate is not None and abs(rate - by_leads) > TOLERANCE * by_leads:
        raise LeadkitError(
            f"close rate {written} and {leads_written} leads per order contradict each other; "
            "give one of them"
        )
    return by_leads


def _product(rates: Iterable[Decimal]) -> Decimal:
    product = Decimal(1)
    for rate in rates:
        product *= rate
    return product
