"""What the pages about studies ask for, with the words for each mistake."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField

from budgettracker.costing.kinds import Mode, VatRule
from budgettracker.studies.kinds import Profile
from budgettracker.widgets import DateField, Needed, PageForm, offered

PROFILES = {
    Profile.INTERNAL: "Internal",
    Profile.CONTROLLED: "Controlled",
    Profile.PUBLISHED: "Published",
}
PROFILE_HINTS = {
    str(Profile.INTERNAL): "For the authorities' own analysts: exact dates and amounts",
    str(Profile.CONTROLLED): "For researchers under an agreement: months instead of days, age bands, no supplier",
    str(Profile.PUBLISHED): "Tables only, small counts hidden: no workbook of rows",
}
MODES = {
    Mode.ALL_TIME: "All time is logged (A)",
    Mode.CLIENT_TIME: "Only time for families is logged (B)",
}
MODE_HINTS = {
    str(Mode.ALL_TIME): "Time for nobody is shared over each worker's time for families, month by month",
    str(Mode.CLIENT_TIME): "Each post's published ratio stands for the time that is not logged",
}


class StudyForm(PageForm):
    """A study's name, days, what it costs, how exactly rows leave, and what it is for."""

    name = StringField("Name", [Needed("Enter the study's name.")])
    starts_on = DateField("First day", [Needed("Enter the first day.")], called="The first day")
    ends_on = DateField("Last day", [Needed("Enter the last day.")], called="The last day")
    intervention = StringField("Intervention")
    price_year = StringField("Price year")
    profile = RadioField(
        "Who will the rows go to?", [Needed("Choose who the rows go to.")], choices=offered(PROFILES.items())
    )
    purpose = TextAreaField("What is the study for?", [Needed("Say what the study is for.")])


class AgreementForm(PageForm):
    """How an authority logs its time, and on what basis it agrees to a study."""

    mode = RadioField(
        "How does the authority log time?", [Needed("Choose how time is logged.")], choices=offered(MODES.items())
    )
    basis = TextAreaField(
        "On what basis does the authority agree?", [Needed("Say on what basis the authority agrees.")]
    )


VAT_RULES = {
    VatRule.NET_OF_RECOVERABLE: "Without the tax the authority gets back",
    VatRule.GROSS: "With all tax, as paid",
}


class RunForm(PageForm):
    """What a run counts; nothing need be changed."""

    vat_rule = RadioField(
        "How are purchases counted?", choices=list(VAT_RULES.items()), default=VatRule.NET_OF_RECOVERABLE
    )
    with_qualifications = BooleanField("Count the cost of qualifications in each hour")
