"""The sheet Posts: what each post costs a year and an hour, from components to rate, by formulas."""

from datetime import date
from typing import Annotated, Any, NamedTuple

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.run.models import RunRate
from budgettracker.exports.study.columns import Declared, reference, text_or_empty
from budgettracker.exports.study.study_data import StudyData
from budgettracker.workbooks import Kind, Sheet, columns_of


def _yearly(description: str, source: str = "", **more: Any) -> Declared:
    return reference(description, source, Kind.MONEY, unit="pounds a year", **more)


class PostRow(NamedTuple):
    """A post's rate from a day on."""

    authority: Annotated[str, reference("The authority", "run_rate.authority_id")]
    post: Annotated[str, reference("A kind of staff, as the authority calls it", "run_rate.post", width=28)]
    starts_on: Annotated[
        date, reference("The first day of this rate; it holds until the post's next", "run_rate.starts_on", Kind.DATE)
    ]
    price_year: Annotated[str, reference("The financial year its prices are of", "run_rate.price_year")]
    salary: Annotated[int, _yearly("S: salary of a full-time equivalent", "run_rate.salary_pence")]
    oncosts: Annotated[int, _yearly("O: employer National Insurance and pension", "run_rate.oncosts_pence")]
    qualifications: Annotated[
        int,
        _yearly(
            "Q: yearly share of the cost of qualifying; 0 unless the run counts it", "run_rate.qualifications_pence"
        ),
    ]
    overhead_direct: Annotated[
        int, _yearly("Dd: direct overheads (management, administration, office)", "run_rate.overhead_direct_pence")
    ]
    overhead_indirect: Annotated[
        int,
        _yearly(
            "Di: indirect overheads (finance, human resources, general management)", "run_rate.overhead_indirect_pence"
        ),
    ]
    capital: Annotated[int, _yearly("K: capital overheads", "run_rate.capital_pence")]
    a: Annotated[int, _yearly("A: cost a year, the sum of the components", formula="ROUND(SUM({salary}:{capital}),2)")]
    hours_per_year: Annotated[
        tuple[int, int],
        reference(
            "H: hours paid and worked in a year",
            "run_rate.minutes_per_year",
            Kind.DECIMAL,
            places=4,
            unit="hours a year",
        ),
    ]
    c: Annotated[
        tuple[int, int],
        reference(
            "c = A / H, not rounded",
            kind=Kind.DECIMAL,
            places=6,
            unit="pounds an hour",
            formula="{a_pence}*60/({h_minutes}*100)",
        ),
    ]
    ratio: Annotated[
        tuple[int, int] | None,
        reference(
            "r: hours of indirect time for each hour of the kind named",
            "run_rate.ratio_thousandths",
            Kind.DECIMAL,
            places=3,
        ),
    ]
    ratio_kind: Annotated[
        str | None,
        reference(
            "The kind of hour the ratio is for: contact alone, or contact, preparation and travel",
            "run_rate.ratio_kind",
            values=tuple(RatioKind),
        ),
    ]
    c_r: Annotated[
        tuple[int, int] | None,
        reference(
            "c_r = c * (1 + r), not rounded; empty without a ratio",
            kind=Kind.DECIMAL,
            places=6,
            unit="pounds an hour",
            formula="{c}*(1+{ratio})",
        ),
    ]
    a_pence: Annotated[
        int,
        reference(
            "A in whole pence, which the costs are reckoned from",
            kind=Kind.WHOLE,
            unit="pence a year",
            formula="ROUND({a}*100,0)",
        ),
    ]
    h_minutes: Annotated[
        int,
        reference("H in whole minutes", kind=Kind.WHOLE, unit="minutes a year", formula="ROUND({hours_per_year}*60,0)"),
    ]
    r_thousandths: Annotated[
        int | None, reference("r in whole thousandths", kind=Kind.WHOLE, formula="ROUND({ratio}*1000,0)")
    ]
    source: Annotated[str | None, reference("Where the figures come from, as entered", "run_rate.source", width=50)]
    oncosts_source: Annotated[
        str | None,
        reference(
            "Whether on-costs were entered, or by which rates they were computed", "run_rate.oncosts_source", width=50
        ),
    ]


def posts_sheet(data: StudyData) -> Sheet:
    """Every rate of the run, by authority, post and date."""
    return Sheet(
        name="Posts",
        columns=columns_of(PostRow),
        rows=[_row(rate, data.authorities[rate.authority_id]) for rate in data.rates],
        description="What each post costs a year and an hour: change a component and every cost of time follows",
    )


def _row(rate: RunRate, authority: str) -> PostRow:
    annual = annual_pence(rate)
    hourly = (annual * 60, rate.minutes_per_year * 100)
    ratio = with_ratio = None
    if rate.ratio_thousandths is not None:
        ratio = (rate.ratio_thousandths, 1000)
        with_ratio = (annual * 60 * (1000 + rate.ratio_thousandths), rate.minutes_per_year * 100_000)
    return PostRow(
        authority=authority,
        post=rate.post,
        starts_on=rate.starts_on,
        price_year=rate.price_year,
        salary=rate.salary_pence,
        oncosts=rate.oncosts_pence,
        qualifications=rate.qualifications_pence,
        overhead_direct=rate.overhead_direct_pence,
        overhead_indirect=rate.overhead_indirect_pence,
        capital=rate.capital_pence,
        a=annual,
        hours_per_year=(rate.minutes_per_year, 60),
        c=hourly,
        ratio=ratio,
        ratio_kind=rate.ratio_kind,
        c_r=with_ratio,
        a_pence=annual,
        h_minutes=rate.minutes_per_year,
        r_thousandths=rate.ratio_thousandths,
        source=text_or_empty(rate.source),
        oncosts_source=text_or_empty(rate.oncosts_source),
    )


def annual_pence(rate: RunRate) -> int:
    """A: the sum of a rate's components, in pence a year."""
    overheads = rate.overhead_direct_pence + rate.overhead_indirect_pence + rate.capital_pence
    return rate.salary_pence + rate.oncosts_pence + rate.qualifications_pence + overheads
