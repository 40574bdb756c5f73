"""What no page uses of GOV.UK's styles is left out of the stylesheet: then what pages do use must still be there."""

import re

from budgettracker.delivery import BUILT, fingerprint
from tests.access.table import TABLE
from tests.access.whole_world import WholeWorld
from tests.live import ROOT

CLASSES = re.compile(r"\.(govuk-[\w-]+(?:\\!-[\w-]+)?)")
GOVUK = ROOT / "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css"
LEFT_OUT = {"govuk-template--rebranded"}
"""Styles of GOV.UK's own dress, which our pages do not wear."""


def styled(css: str) -> set[str]:
    """The classes that a stylesheet says something about."""
    return {name.replace("\\", "") for name in CLASSES.findall(css)}


def test_every_class_of_every_page_has_its_style(here: WholeWorld) -> None:
    everything, ours = styled(GOVUK.read_text("utf-8")), styled((BUILT / fingerprint() / "app.css").read_text("utf-8"))
    used: dict[str, str] = {}
    for endpoint, row in TABLE.items():
        if row.look:
            page = here.ask(min(row.look), here.address(row)).data.decode("utf-8", "replace")
            for text in re.findall(r'class="([^"]*)"', page):
                used.update(dict.fromkeys(text.split(), endpoint))
    here.put_back()
    assert len(used.keys() & everything) > 60
    assert {name: used[name] for name in (used.keys() & everything) - ours - LEFT_OUT} == {}


def test_most_of_what_the_stylesheet_says_is_used(here: WholeWorld) -> None:
    everything, ours = styled(GOVUK.read_text("utf-8")), styled((BUILT / fingerprint() / "app.css").read_text("utf-8"))
    assert len(ours & everything) < len(everything) * 0.6


def test_classes_that_templates_put_together_have_their_styles_too() -> None:
    """A class that no template names whole, such as that of the way to the next page: without its place, the tap of the
    way would cover the whole page."""
    everything, ours = styled(GOVUK.read_text("utf-8")), styled((BUILT / fingerprint() / "app.css").read_text("utf-8"))
    taken_in = re.findall(r'govuk/components/([a-z-]+)"', (ROOT / "frontend" / "app.scss").read_text("utf-8"))
    components = [GOVUK.parent / "components" / name / "template.njk" for name in taken_in]
    texts = [path.read_text("utf-8") for path in (*components, *(ROOT / "templates").rglob("*.html"))]
    begun = {prefix for text in texts for prefix in re.findall(r"(govuk-[a-z-]+(?:__|--))\{", text)}
    assert "govuk-pagination__" in begun
    assert {name for name in everything - ours if name.startswith(tuple(begun))} == set()
