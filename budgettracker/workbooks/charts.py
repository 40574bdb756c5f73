"""Charts of a page: native ones, that follow the cells they are drawn from."""

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.legend import Legend
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.worksheet.worksheet import Worksheet

from budgettracker.workbooks.cells import column_letter
from budgettracker.workbooks.layout import Chart, Drawn

WIDTH_CM, HEIGHT_CM = 17, 8.5
BAR_CM, BESIDE_BARS_CM = 0.55, 4
"""Of bars on their side: as high as each needs for its words, and what title, axis and legend need."""
COLOURS = ("0B5157", "C2571A", "6B7C85", "8F3F71", "4C6A2E", "B08A1E", "2F4B7C")
"""Told apart in grey too, dark and light in turn."""


def draw(tab: Worksheet, chart: Chart) -> None:
    """Add a chart to its page."""
    drawn = LineChart() if chart.drawn is Drawn.LINES else BarChart()
    if isinstance(drawn, BarChart) and chart.drawn is Drawn.STACKED:
        drawn.grouping, drawn.overlap = "stacked", 100
    if isinstance(drawn, BarChart) and chart.drawn is Drawn.SIDEWAYS:
        drawn.type, drawn.overlap = "bar", 100
        # The first row on top, and its words beside the bars that reach below nothing, not under them.
        drawn.x_axis.scaling.orientation, drawn.x_axis.tickLblPos = "maxMin", "low"
        drawn.x_axis.tickLblSkip = 1
    last = chart.first_row + chart.categories
    for at in range(chart.series):
        letter = column_letter(at + 1)
        cells = Reference(range_string=f"{tab.title}!${letter}${chart.first_row}:${letter}${last}")
        series = SeriesFactory(cells, title_from_data=True)
        series.graphicalProperties.solidFill = COLOURS[at % len(COLOURS)]
        series.graphicalProperties.line.solidFill = COLOURS[at % len(COLOURS)]
        if isinstance(drawn, LineChart):
            series.smooth = False
        drawn.append(series)
    drawn.set_categories(Reference(range_string=f"{tab.title}!$A${chart.first_row + 1}:$A${last}"))
    drawn.title = chart.title
    drawn.y_axis.title = chart.measure
    # Without saying so, some programs draw no axis at all.
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format = "#,##0"
    drawn.legend = Legend()
    drawn.legend.position = "b"
    drawn.width, drawn.height = WIDTH_CM, HEIGHT_CM
    if chart.drawn is Drawn.SIDEWAYS:
        drawn.height = max(HEIGHT_CM, BESIDE_BARS_CM + BAR_CM * chart.categories)
    tab.add_chart(drawn, chart.anchor)
