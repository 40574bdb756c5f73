"""What the pages about studies ask for, with the words for each mistake."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField

from budgettracker.costing.kinds import Mode, PurchasesCounted, VatRule, WorkCounted
from budgettracker.studies.kinds import Profile
from budgettracker.widgets import DateField, Needed, PageForm, offered

PROFILE_HINTS = {str(profile): profile.hint for profile in Profile}
MODE_HINTS = {str(mode): mode.hint for mode in Mode}


class StudyForm(PageForm):
    """A study's name, days, what it costs, how exactly rows leave, and what it is for."""

    name = StringField("Name", [Needed("Enter the study's name.")])
    starts_on = DateField("First day", [Needed("Enter the first day.")], called="The first day")
    ends_on = DateField("Last day", [Needed("Enter the last day.")], called="The last day")
    intervention = StringField("Intervention")
    price_year = StringField("Price year")
    profile = RadioField(
        "Who will the rows go to?",
        [Needed("Choose who the rows go to.")],
        choices=offered((profile, profile.words) for profile in Profile),
    )
    purpose = TextAreaField("What is the study for?", [Needed("Say what the study is for.")])


class AgreementForm(PageForm):
    """How an authority logs its time, and on what basis it agrees to a study."""

    mode = RadioField(
        "How does the authority log time?",
        [Needed("Choose how time is logged.")],
        choices=offered((mode, mode.words) for mode in Mode),
    )
    basis = TextAreaField(
        "On what basis does the authority agree?", [Needed("Say on what basis the authority agrees.")]
    )


class EvaluatorForm(PageForm):
    """Another evaluator of a study, and from which day to which."""

    email = StringField("Their email address", [Needed("Enter the evaluator's email address.")])
    starts_on = DateField("First day", [Needed("Enter the first day.")], called="The first day")
    ends_on = DateField("Last day", [Needed("Enter the last day.")], called="The last day")


class AgreeToEvaluatorForm(PageForm):
    """An authority's agreement to an evaluator: nothing is typed."""


WORK_HINTS = {str(counted): counted.hint for counted in WorkCounted}


class RunForm(PageForm):
    """What a run counts; nothing need be changed. A study of all work asks nothing about an intervention."""

    work_counted = RadioField(
        "What counts of the families' time?",
        choices=[(counted, counted.words) for counted in WorkCounted],
        default=WorkCounted.ALL,
    )
    purchases_counted = RadioField(
        "Do purchases from the devolved budget count?",
        choices=[(counted, counted.words) for counted in PurchasesCounted],
        default=PurchasesCounted.COUNTED,
    )
    vat_rule = RadioField(
        "How are purchases counted?",
        choices=[(rule, rule.words) for rule in VatRule],
        default=VatRule.NET_OF_RECOVERABLE,
    )
    with_qualifications = BooleanField("Count the cost of qualifications in each hour")

    @property
    def own_time_only(self) -> bool:
        """Does the intervention's own time count alone?"""
        return "work_counted" in self and bool(self.work_counted.data == WorkCounted.OWN)

    @property
    def counts_purchases(self) -> bool:
        """Are purchases part of the total?"""
        return "purchases_counted" not in self or bool(self.purchases_counted.data == PurchasesCounted.COUNTED)


def run_form(intervention: str | None) -> RunForm:
    """The form of a study's next run: what an intervention asks is left away where none is studied."""
    form = RunForm()
    if intervention is None:
        del form.work_counted
        del form.purchases_counted
    return form
