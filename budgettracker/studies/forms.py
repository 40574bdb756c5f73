"""What the pages about studies ask for, with the words for each mistake."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField

from budgettracker.costing.kinds import Mode, VatRule
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


class RunForm(PageForm):
    """What a run counts; nothing need be changed."""

    vat_rule = RadioField(
        "How are purchases counted?",
        choices=[(rule, rule.words) for rule in VatRule],
        default=VatRule.NET_OF_RECOVERABLE,
    )
    with_qualifications = BooleanField("Count the cost of qualifications in each hour")
