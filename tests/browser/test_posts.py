"""Finance gives a post its yearly cost and reads the working, on a phone and at a desk."""

import pytest

from tests.browser.conftest import Open, look

pytestmark = pytest.mark.browser


def test_finance_adds_a_cost_and_reads_how_it_comes_about(open_page: Open) -> None:
    page = open_page("fiona.field@example.org")
    page.goto("/posts")
    look(page, "posts-bare")
    page.get_by_role("link", name="Add a pension rate").click()
    page.get_by_label("Rate", exact=True).fill("19.8")
    first = page.get_by_role("group", name="First day")
    for label, text in (("Day", "1"), ("Month", "4"), ("Year", "2026")):
        first.get_by_label(label).fill(text)
    page.get_by_label("Where does the rate come from?").fill("The fund's actuary, valuation of 2025")
    look(page, "pension-rate")
    page.get_by_role("button", name="Add the rate").click()
    page.get_by_role("link", name="Social worker").click()
    look(page, "post-bare")
    page.get_by_role("link", name="Add a cost").click()
    begins = page.get_by_role("group", name="From which day?")
    for label, text in (("Day", "1"), ("Month", "4"), ("Year", "2026")):
        begins.get_by_label(label).fill(text)
    page.get_by_label("Salary").fill("42,000")
    assert page.get_by_label("On-costs for a year").is_hidden(), "asked only for on-costs that are entered"
    page.get_by_label("Direct overheads", exact=True).fill("29%")
    page.get_by_label("Indirect overheads", exact=True).fill("16%")
    page.get_by_label("Capital overheads").fill("4,120")
    page.get_by_label("Hours paid and worked").fill("a lot")
    page.get_by_label("Client related").check()
    page.get_by_label("Ratio: indirect hours").fill("0.38")
    page.get_by_label("Where do these figures come from?").fill("Finance, budget of 2026/27")
    page.get_by_role("button", name="Add the cost").click()
    look(page, "post-cost-refused")
    page.get_by_label("Hours paid and worked").fill("1,608")
    page.get_by_role("button", name="Add the cost").click()
    page.get_by_text("The cost is added.").wait_for()
    look(page, "post")
    page.get_by_role("link", name="Posts", exact=True).first.click()
    look(page, "posts")
