"""What the pages of the tables for funders ask for, with the words for each mistake."""

from collections.abc import Sequence
from dataclasses import replace

from wtforms import FieldList, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from budgettracker.funders.kinds import CostCategory, Grade, Indicator, Participants, Recurrence
from budgettracker.funders.rules.elements import elements_in_words, parse_elements
from budgettracker.funders.rules.facts import CostItem
from budgettracker.funders.rules.settings import MOST_YEARS, Settings, bands_in_words, parse_bands
from budgettracker.widgets import Needed, PageForm, WholeNumberField, offered


class PlacedForm(PageForm):
    """Where one cost of the run belongs."""

    class Meta(PageForm.Meta):
        csrf = False

    category = SelectField("Category", choices=offered((each, each.words) for each in CostCategory))
    recurrence = SelectField("How often", choices=offered((each, each.words) for each in Recurrence))


class SettingsForm(PageForm):
    """What the tables need that no run knows."""

    participants = RadioField(
        "Who is a participant?",
        [Needed("Choose who is a participant.")],
        choices=offered((each, each.words) for each in Participants),
    )
    years = WholeNumberField(
        "How many years do the tables look ahead?",
        [Needed("Enter a number of years."), NumberRange(1, MOST_YEARS, f"Enter a number from 1 to {MOST_YEARS}.")],
    )
    places = WholeNumberField(
        "Places a year", [Optional(), NumberRange(1, 1_000_000, "Enter a number of places of 1 or more.")]
    )
    duration_months = WholeNumberField(
        "For how many months is a family meant to be helped?",
        [Optional(), NumberRange(1, 120, "Enter a number of months from 1 to 120.")],
    )
    perspective = StringField("Whose costs are these?", [Needed("Say whose costs these are.")])
    there_already = TextAreaField("What was there already and is not counted?")
    bands = TextAreaField("Bands of the cost rating", [Needed("Enter the bands of the rating.")])
    bands_source = StringField("Where do the bands come from?", [Needed("Say where the bands come from.")])
    layouts_source = StringField(
        "Where do the years and columns come from?", [Needed("Say where the years and columns come from.")]
    )
    elements = TextAreaField("Elements of TDABC", [Needed("Enter the elements.")])
    elements_source = StringField("Where do the elements come from?", [Needed("Say where the elements come from.")])
    items = FieldList(FormField(PlacedForm), max_entries=500)

    @classmethod
    def of(cls, settings: Settings, items: Sequence[CostItem]) -> "SettingsForm":
        """The form filled with a study's settings, with a row for each cost of the run."""
        form = cls(
            data={
                "participants": settings.participants,
                "years": settings.years,
                "places": settings.places,
                "duration_months": settings.duration_months,
                "perspective": settings.perspective,
                "there_already": settings.there_already,
                "bands": bands_in_words(settings.bands),
                "bands_source": settings.bands_source,
                "layouts_source": settings.layouts_source,
                "elements": elements_in_words(settings.elements),
                "elements_source": settings.elements_source,
                "items": [
                    {"category": item.category, "recurrence": item.recurrence} for item in settings.placed(items)
                ],
            }
        )
        while len(form.items.entries) > len(items):
            form.items.pop_entry()
        return form

    def settings(self, before: Settings, items: Sequence[CostItem]) -> Settings:
        """What was typed, as settings; the columns stay. Raises Refusal for bands that do not follow one another."""
        placed = list(zip(items, (entry.form for entry in self.items.entries), strict=False))
        return replace(
            before,
            participants=Participants(self.participants.data),
            years=self.years.data or before.years,
            places=self.places.data,
            duration_months=self.duration_months.data,
            perspective=self.perspective.data or "",
            there_already=self.there_already.data or "",
            bands=parse_bands(self.bands.data or ""),
            bands_source=self.bands_source.data or "",
            layouts_source=self.layouts_source.data or "",
            elements=parse_elements(self.elements.data or ""),
            elements_source=self.elements_source.data or "",
            categories=before.categories | {item.name: CostCategory(row.category.data) for item, row in placed},
            recurrences=before.recurrences | {item.name: Recurrence(row.recurrence.data) for item, row in placed},
        )


class ColumnsForm(PageForm):
    """Which columns of a table are handed in, in which order, under which headings."""

    columns = TextAreaField("Columns")


def _graded(indicator: Indicator) -> RadioField:
    return RadioField(
        indicator.words,
        [Needed(f"Choose a grade for {indicator.words.lower()}.")],
        choices=offered((grade, grade.value) for grade in Grade),
    )


class GradesForm(PageForm):
    """The grades of a run, given under the name of whoever signs."""

    key_components = _graded(Indicator.COMPONENTS)
    bias = _graded(Indicator.BIAS)
    precision = _graded(Indicator.PRECISION)
    reporting = _graded(Indicator.REPORTING)

    def grades(self) -> dict[Indicator, Grade]:
        """What was chosen."""
        return {indicator: Grade(self[indicator].data) for indicator in Indicator}
