"""The sheet Posts: what each post costs a year and an hour, from components to rate, by formulas."""

from collections.abc import Iterator
from typing import Any

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.run.models import RunRate
from budgettracker.exports.study.columns import reference, said
from budgettracker.exports.study.scene import Scene
from budgettracker.workbooks.stream import Kind, Sheet

_COMPONENTS = ("salary", "oncosts", "qualifications", "overhead_direct", "overhead_indirect", "capital")
_YEARLY = "pounds a year"


def _component(name: str, description: str) -> Any:
    return reference(name, description, f"run_rate.{name}_pence", Kind.MONEY, unit=_YEARLY)


COLUMNS = (
    reference("authority", "The authority", "run_rate.authority_id"),
    reference("post", "A kind of staff, as the authority calls it", "run_rate.post", width=28),
    reference("starts_on", "The first day of this rate; it holds until the post's next", "run_rate.starts_on", Kind.DATE),
    reference("price_year", "The financial year its prices are of", "run_rate.price_year"),
    _component("salary", "S: salary of a full-time equivalent"),
    _component("oncosts", "O: employer National Insurance and pension"),
    _component("qualifications", "Q: yearly share of the cost of qualifying; 0 unless the run counts it"),
    _component("overhead_direct", "Dd: direct overheads (management, administration, office)"),
    _component("overhead_indirect", "Di: indirect overheads (finance, human resources, general management)"),
    _component("capital", "K: capital overheads"),
    reference(
        "a", "A: cost a year, the sum of the components", "", Kind.MONEY, unit=_YEARLY,
        formula="ROUND(SUM({salary}:{capital}),2)",
    ),
    reference(
        "hours_per_year", "H: hours paid and worked in a year", "run_rate.minutes_per_year", Kind.DECIMAL, places=4,
        unit="hours a year",
    ),
    reference(
        "c", "c = A / H, not rounded", "", Kind.DECIMAL, places=6, unit="pounds an hour",
        formula="{a_pence}*60/({h_minutes}*100)",
    ),
    reference(
        "ratio", "r: hours of indirect time for each hour of the kind named", "run_rate.ratio_thousandths",
        Kind.DECIMAL, places=3,
    ),
    reference(
        "ratio_kind", "The kind of hour the ratio is for: contact alone, or contact, preparation and travel",
        "run_rate.ratio_kind", values=tuple(RatioKind),
    ),
    reference(
        "c_r", "c_r = c * (1 + r), not rounded; empty without a ratio", "", Kind.DECIMAL, places=6,
        unit="pounds an hour", formula="{c}*(1+{ratio})",
    ),
    reference("a_pence", "A in whole pence, which the costs are reckoned from", "", Kind.WHOLE, unit="pence a year",
              formula="ROUND({a}*100,0)"),
    reference("h_minutes", "H in whole minutes", "", Kind.WHOLE, unit="minutes a year",
              formula="ROUND({hours_per_year}*60,0)"),
    reference("r_thousandths", "r in whole thousandths", "", Kind.WHOLE, formula="ROUND({ratio}*1000,0)"),
    reference("source", "Where the figures come from, as entered", "run_rate.source", width=50),
    reference("oncosts_source", "Whether on-costs were entered, or by which rates they were computed",
              "run_rate.oncosts_source", width=50),
)  # fmt: skip


def annual_pence(rate: RunRate) -> int:
    """A: the sum of a rate's components, in pence a year."""
    parts: list[int] = [getattr(rate, f"{name}_pence") for name in _COMPONENTS]
    return sum(parts)


def posts_sheet(scene: Scene) -> Sheet:
    """Every rate of the run, by authority, post and date."""
    return Sheet(
        name="Posts",
        columns=COLUMNS,
        rows=list(_rows(scene)),
        description="What each post costs a year and an hour: change a component and every cost of time follows",
    )


def _rows(scene: Scene) -> Iterator[tuple[Any, ...]]:
    for rate in scene.rates:
        annual, thousandths = annual_pence(rate), rate.ratio_thousandths
        yield (
            scene.authorities[rate.authority_id],
            rate.post,
            rate.starts_on,
            rate.price_year,
            *(getattr(rate, f"{name}_pence") for name in _COMPONENTS),
            annual,
            (rate.minutes_per_year, 60),
            (annual * 60, rate.minutes_per_year * 100),
            None if thousandths is None else (thousandths, 1000),
            rate.ratio_kind,
            None if thousandths is None else (annual * 60 * (1000 + thousandths), rate.minutes_per_year * 100_000),
            annual,
            rate.minutes_per_year,
            thousandths,
            said(rate.source),
            said(rate.oncosts_source),
        )
