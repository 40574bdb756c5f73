"""In which prices a study's runs stand, and the editions of price indices it has at hand."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.studies import actions, queries
from budgettracker.studies.forms import PriceSeriesForm, prices_form
from budgettracker.studies.rules.prices import shown_series
from budgettracker.studies.views.blueprint import BANNERS, Answer, bp
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/studies/<uuid:study_id>/prices", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def prices(study_id: uuid.UUID) -> Answer:
    """The price year of a study's runs with its series; each edition with its values."""
    study = queries.study_for(g.person, study_id, today())
    series = queries.price_series_of(study.id)
    form = prices_form(series, queries.prices_row(study.id))
    if form.validate_on_submit():
        with refusals_to(form):
            actions.set_study_prices(
                g.person,
                study,
                price_year=form.price_year.data if form.of_one_year else None,
                pay_series_id=form.pay_series_id,
                goods_series_id=form.goods_series_id,
                discounting=form.discounting(),
                on=today(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("studies.prices", study_id=study.id, banner="prices"), 303)
    return answered(
        form,
        "studies/prices.html",
        study=study,
        series=[shown_series(queries.plain_series(each)) for each in series],
        banner=banner_of(BANNERS),
    )


@bp.route("/studies/<uuid:study_id>/prices/series", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def add_price_series(study_id: uuid.UUID) -> Answer:
    """Add an edition of a price index to a study."""
    study = queries.study_for(g.person, study_id, today())
    form = PriceSeriesForm()
    if form.validate_on_submit():
        with refusals_to(form):
            actions.add_price_series(g.person, study, form.series(), on=today(), at=now())
        if not form.errors:
            return redirect(url_for("studies.prices", study_id=study.id, banner="series"), 303)
    return answered(form, "studies/add_price_series.html", study=study)
