"""The sheet Posts: what each post costs a year and an hour, from components to rate, by formulas."""

from datetime import date
from typing import Annotated, Any, NamedTuple

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.run.models import RunRate
from budgettracker.exports.study.columns import Declared, reference
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.spend.kinds import VatStatus
from budgettracker.workbooks import Kind, Sheet, columns_of
from budgettracker.workbooks.cells import column_letter
from budgettracker.workbooks.layout import RowFormula


def _yearly(description: str, source: str = "", **more: Any) -> Declared:
    return reference(description, source, Kind.MONEY, unit="pounds a year", **more)


def _percent(description: str, source: str) -> Declared:
    return reference(description, source, Kind.DECIMAL, places=2, unit="percent")


COMPUTED, ENTERED = "computed", "entered"
ORIGINS = (COMPUTED, ENTERED)
YEAR, HOUR = "year", "hour"
COST_OF = (YEAR, HOUR)
OVERHEADS = ("direct", "indirect", "both", NONE)
INPUTS = {
    **dict.fromkeys(("salary", "ni_threshold", "oncosts", "qualifications"), 100),
    **dict.fromkeys(("overhead_direct", "overhead_indirect", "capital"), 100),
    **dict.fromkeys(("ni_percent", "pension_percent", "overhead_direct_percent", "overhead_indirect_percent"), 100),
    "hours_per_year": 10_000,
    "ratio": 1_000,
}
"""What may be changed on Posts, each with the number that makes it whole: computed components among them, which follow."""


class PostRow(NamedTuple):
    """A post's rate from a day on."""

    authority: Annotated[str, reference("The authority", "run_rate.authority_id")]
    post: Annotated[str, reference("A kind of staff, as the authority calls it", "run_rate.post", width=28)]
    starts_on: Annotated[
        date, reference("The first day of this rate; it holds until the post's next", "run_rate.starts_on", Kind.DATE)
    ]
    price_year: Annotated[str, reference("The financial year its prices are of", "run_rate.price_year")]
    cost_of: Annotated[
        str,
        reference(
            "What the amounts and H are of: a year of a full-time equivalent, or the one hour that an agency charges for",
            values=COST_OF,
        ),
    ]
    agency_vat: Annotated[
        str,
        reference(
            "Whether VAT in an agency's charge comes back and is left out of it; none for a salary",
            "run_rate.agency_vat",
            values=(*VatStatus, NONE),
        ),
    ]
    salary: Annotated[
        int, _yearly("S: salary of a full-time equivalent, or an agency's charge for an hour", "run_rate.salary_pence")
    ]
    oncosts_from: Annotated[
        str,
        reference("Whether on-costs are computed from the three columns that follow, or were entered", values=ORIGINS),
    ]
    ni_percent: Annotated[
        tuple[int, int],
        _percent(
            "Employer National Insurance on salary above the threshold; 0 where on-costs were entered",
            "run_rate.ni_basis_points",
        ),
    ]
    ni_threshold: Annotated[
        int, _yearly("Salary above which it is paid; 0 where on-costs were entered", "run_rate.ni_threshold_pence")
    ]
    pension_percent: Annotated[
        tuple[int, int],
        _percent("Employer pension on salary; 0 where on-costs were entered", "run_rate.pension_basis_points"),
    ]
    oncosts: Annotated[int, _yearly("O: employer National Insurance and pension", "run_rate.oncosts_pence")]
    qualifications: Annotated[
        int,
        _yearly(
            "Q: yearly share of the cost of qualifying; 0 unless the run counts it", "run_rate.qualifications_pence"
        ),
    ]
    overheads_from: Annotated[
        str,
        reference(
            "Which overheads are percentages of salary and on-costs: direct, indirect, both or none", values=OVERHEADS
        ),
    ]
    overhead_direct_percent: Annotated[
        tuple[int, int],
        _percent("Direct overheads, of S + O; 0 where an amount was entered", "run_rate.overhead_direct_basis_points"),
    ]
    overhead_direct: Annotated[
        int, _yearly("Dd: direct overheads (management, administration, office)", "run_rate.overhead_direct_pence")
    ]
    overhead_indirect_percent: Annotated[
        tuple[int, int],
        _percent(
            "Indirect overheads, of S + O; 0 where an amount was entered", "run_rate.overhead_indirect_basis_points"
        ),
    ]
    overhead_indirect: Annotated[
        int,
        _yearly(
            "Di: indirect overheads (finance, human resources, general management)", "run_rate.overhead_indirect_pence"
        ),
    ]
    capital: Annotated[int, _yearly("K: capital overheads", "run_rate.capital_pence")]
    a: Annotated[
        int,
        _yearly(
            "A: cost a year, the sum of the components",
            formula="ROUND({salary}+{oncosts}+{qualifications}+{overhead_direct}+{overhead_indirect}+{capital},2)",
        ),
    ]
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
        tuple[int, int],
        reference(
            "r: hours of indirect time for each hour of the kind named; 0 without a ratio",
            "run_rate.ratio_thousandths",
            Kind.DECIMAL,
            places=3,
        ),
    ]
    ratio_kind: Annotated[
        str,
        reference(
            "The kind of hour the ratio is for: contact alone, or contact, preparation and travel; none without a ratio",
            "run_rate.ratio_kind",
            values=(*RatioKind, NONE),
        ),
    ]
    c_r: Annotated[
        tuple[int, int],
        reference(
            "c_r = c * (1 + r), not rounded; c without a ratio",
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
    r_thousandths: Annotated[int, reference("r in whole thousandths", kind=Kind.WHOLE, formula="ROUND({ratio}*1000,0)")]
    source: Annotated[str, reference("Where the figures come from, as entered", "run_rate.source", width=50)]
    oncosts_source: Annotated[
        str,
        reference(
            "Whether on-costs were entered, or by which rates they were computed", "run_rate.oncosts_source", width=50
        ),
    ]


_LETTERS = {name: column_letter(position) for position, name in enumerate(PostRow._fields)}


def posts_sheet(data: StudyData) -> Sheet:
    """Every rate of the run, by authority, post and date."""
    return Sheet(
        name="Posts",
        columns=columns_of(
            PostRow,
            oncosts={"formula": _oncosts},
            overhead_direct={"formula": _overhead("direct")},
            overhead_indirect={"formula": _overhead("indirect")},
        ),
        rows=[_row(rate, data.authorities[rate.authority_id]) for rate in data.rates],
        description="What each post costs a year and an hour: change a component and every cost of time follows",
    )


def _oncosts(number: int, row: PostRow) -> str | None:
    """Computed on-costs in whole pence, their sum rounded once, from percentages and threshold; entered ones stand."""
    if row.oncosts_from != COMPUTED:
        return None
    ni, threshold, pension, salary = (
        f"ROUND({_LETTERS[name]}{number}*100,0)" for name in ("ni_percent", "ni_threshold", "pension_percent", "salary")
    )
    return f"ROUND(({ni}*MAX(0,{salary}-{threshold})+{pension}*{salary})/10000,0)/100"


def _overhead(which: str) -> RowFormula:
    """A percentage of salary and on-costs, rounded once to the penny; an amount that was entered stands."""

    def formula(number: int, row: PostRow) -> str | None:
        if row.overheads_from not in (which, "both"):
            return None
        percent, salary, oncosts = (
            f"{_LETTERS[name]}{number}" for name in (f"overhead_{which}_percent", "salary", "oncosts")
        )
        return f"ROUND(ROUND({percent}*100,0)*ROUND(({salary}+{oncosts})*100,0)/10000,0)/100"

    return formula


def _overheads_from(rate: RunRate) -> str:
    direct, indirect = rate.overhead_direct_basis_points is not None, rate.overhead_indirect_basis_points is not None
    if direct and indirect:
        return "both"
    return "direct" if direct else "indirect" if indirect else NONE


def _row(rate: RunRate, authority: str) -> PostRow:
    annual = rate.annual_pence
    hourly = (annual * 60, rate.minutes_per_year * 100)
    thousandths = rate.ratio_thousandths or 0
    return PostRow(
        authority=authority,
        post=rate.post,
        starts_on=rate.starts_on,
        price_year=rate.price_year,
        cost_of=HOUR if rate.agency_vat else YEAR,
        agency_vat=rate.agency_vat or NONE,
        salary=rate.salary_pence,
        oncosts_from=ENTERED if rate.ni_basis_points is None else COMPUTED,
        ni_percent=(rate.ni_basis_points or 0, 100),
        ni_threshold=rate.ni_threshold_pence or 0,
        pension_percent=(rate.pension_basis_points or 0, 100),
        oncosts=rate.oncosts_pence,
        qualifications=rate.qualifications_pence,
        overheads_from=_overheads_from(rate),
        overhead_direct_percent=(rate.overhead_direct_basis_points or 0, 100),
        overhead_direct=rate.overhead_direct_pence,
        overhead_indirect_percent=(rate.overhead_indirect_basis_points or 0, 100),
        overhead_indirect=rate.overhead_indirect_pence,
        capital=rate.capital_pence,
        a=annual,
        hours_per_year=(rate.minutes_per_year, 60),
        c=hourly,
        ratio=(thousandths, 1000),
        ratio_kind=rate.ratio_kind or NONE,
        c_r=(annual * 60 * (1000 + thousandths), rate.minutes_per_year * 100_000),
        a_pence=annual,
        h_minutes=rate.minutes_per_year,
        r_thousandths=thousandths,
        source=rate.source or NONE,
        oncosts_source=rate.oncosts_source or NONE,
    )
