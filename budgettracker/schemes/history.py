"""What the history of a scheme tells."""

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from flask import g, url_for
from sqlalchemy import Select, select

from budgettracker.access import Permission, Role
from budgettracker.audit.kinds import Deed
from budgettracker.errors import NotTheirs
from budgettracker.histories import FeatureHistory, Field, Kind, Names, Record, Words, day, money, named, one_of, text
from budgettracker.margins import Margin
from budgettracker.money import pounds
from budgettracker.schemes.kinds import CapPeriod
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import scheme_for

SCHEME, OTHER_HELP = "scheme", "other_help"


def _scheme(scheme_id: uuid.UUID, on: date) -> Record:
    scheme = scheme_for(g.person, scheme_id)
    return Record(scheme.name, "Scheme", url_for("schemes.scheme", scheme_id=scheme.id))


def _other_help(authority_id: uuid.UUID, on: date) -> Record:
    if authority_id != g.person.authority_id:
        raise NotTheirs
    return Record("Who may decide other help", g.person.authority_name, url_for("schemes.other_help"))


def _schemes_called(ids: Collection[uuid.UUID], authority_id: uuid.UUID | None) -> Select[tuple[uuid.UUID, str]]:
    return select(Scheme.id, Scheme.name).where(Scheme.id.in_(ids), Scheme.authority_id == authority_id)


def _bands(value: Any, _: Names) -> str:
    bands = sorted(value, key=lambda band: list(Role).index(Role(band[0])))
    return "; ".join(_band(*band) for band in bands) or "nobody decides"


def _band(role: str, single: int | None, running: int | None, window: int | None) -> str:
    bounds = [f"one purchase up to {pounds(single)}"] if single is not None else []
    bounds += [f"up to {pounds(running)} in {window} days"] if running is not None else []
    return f"{Role(role).words}: {', '.join(bounds) or 'any amount'}"


def _still_open(value: Any, _: Names) -> str:
    return "; ".join(f"{what}: {many:,}" for what, many in value) or "nothing"


HISTORY = FeatureHistory(
    kinds=(
        Kind(SCHEME, frozenset({Permission.MANAGE_SCHEMES}), _scheme),
        Kind(
            OTHER_HELP,
            frozenset({Permission.MANAGE_SCHEMES}),
            _other_help,
            only=frozenset({Deed.OTHER_HELP_BANDS_CHANGED}),
        ),
    ),
    words=(
        Words(
            {
                Deed.SCHEME_ADDED: "added the scheme",
                Deed.SCHEME_BANDS_CHANGED: "changed who may decide",
                Deed.SCHEME_MARGIN_CHANGED: "changed the price margin",
                Deed.SCHEME_CAP_CHANGED: "changed the cap",
                Deed.SCHEME_CLOSED: "closed the scheme",
                Deed.OTHER_HELP_BANDS_CHANGED: "changed who may decide other help",
            },
            {
                "cap_pence": Field("Cap for one family", money),
                "cap_period": Field("The cap covers", one_of({period: period.words for period in CapPeriod})),
                "starts_on": Field("From", day),
                "ends_on": Field("Until", day),
                "regular_needs": Field("Regular payments are decided by", lambda value, _: f"a {Role(value).words}"),
                "bands": Field("Who may decide", _bands),
                "margin": Field("Dearer than approved", lambda value, _: Margin(*value).words),
                "asked_by": Field("Asked for by", named),
                "closed_on": Field("Closed on", day),
                "open": Field("Still open then", _still_open, whole=True),
                "budgets": Field("Budgets it holds for", text),
            },
        ),
    ),
    names=(_schemes_called,),
)
