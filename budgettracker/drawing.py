"""Drawing pictures as plain shapes: where bars, lines, marks and words stand, in the units of a picture 360 wide.

`templates/widgets/picture.html` prints them as SVG. Two series are told apart by their shapes (filled and hollow, whole and
dashed), never by colour alone, and every picture stands beside the table it is drawn from. Amounts are pence or numbers.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from budgettracker.money import half_up

WIDTH = 360
"""Narrow enough that its words are read on a phone."""
BANDS, MARKS = 10, 100
"""Rows of the table under a strip, and places in it: ten of them to a row."""
TALLEST, LOWEST = 24, 6
"""How tall a mark is that stands for the most families, and one for a single family among many."""
LOOKS = ("first", "second")
"""How the series of a picture look: the first filled or whole, the second hollow or dashed."""
LINE, BAR, GAP = 18, 13, 8
"""Heights of a line of words, of a bar, and between two groups of bars."""
Printed = Callable[[int], str]
"""A figure in words, as it is written beside its bar."""


class Mark(NamedTuple):
    """One mark of a strip: where it begins and how tall it is, from the foot."""

    x: int
    y: int
    height: int


class Rect(NamedTuple):
    """A bar, a box or a mark."""

    x: int
    y: int
    width: int
    height: int
    look: str


class Rule(NamedTuple):
    """A straight line: an axis or a tick."""

    x: int
    y: int
    to_x: int
    to_y: int


class Course(NamedTuple):
    """A line through points, with a mark on each."""

    points: list[tuple[int, int]]
    look: str


class Words(NamedTuple):
    """Words of a picture: `x` is where they begin, or end where `ends` is true; `y` their foot."""

    x: int
    y: int
    text: str
    ends: bool = False


class Picture(NamedTuple):
    """A picture: its height, and its shapes in the order they are drawn."""

    height: int
    rects: list[Rect]
    rules: list[Rule]
    courses: list[Course]
    words: list[Words]


def band_pence(most_pence: int) -> int:
    """How many pence a row holds, so that ten rows hold the most a family had: 1, 2 or 5 with noughts, in pounds.

    >>> band_pence(9_400_00), band_pence(10_000_00), band_pence(0)
    (100000, 100000, 100)
    """
    step = 1_00
    while step * BANDS < most_pence:
        # 1, 2, 5, 10 ...: doubled, but from 2 to 5.
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return step


def strip(places: Mapping[int, tuple[int, int]]) -> list[Mark]:
    """A strip of families: one mark for each place that any family has, taller where more of them have it.

    >>> strip({-1: (1, 0), 99: (4, 9_00)})
    [Mark(x=-10, y=18, height=6), Mark(x=990, y=0, height=24)]
    """
    most = max((families for families, _ in places.values()), default=0)
    marks = []
    for place, (families, _) in sorted(places.items()):
        height = max(LOWEST, TALLEST * families // most)
        marks.append(Mark(place * 10, TALLEST - height, height))
    return marks


def bars(rows: Sequence[tuple[str, Sequence[int]]], names: Sequence[str], printed: Printed) -> Picture:
    """A bar for each figure of each row, from nothing on the left; its figure stands at its end. Below nothing there is none.

    >>> bars([("Contact", [200, 100])], ["Budget", "Comparison"], str).rects[2:]
    [Rect(x=0, y=44, width=250, height=13, look='first'), Rect(x=0, y=57, width=125, height=13, look='second')]
    """
    longest = 250
    picture, foot = _with_key(names), LINE + GAP
    most = max((figure for _, figures in rows for figure in figures), default=0)
    for text, figures in rows:
        picture.words.append(Words(0, foot + LINE - 5, text))
        foot += LINE
        for at, figure in enumerate(figures):
            length = max(0, half_up(figure * longest, most)) if most > 0 else 0
            if length:
                picture.rects.append(Rect(0, foot, length, BAR, LOOKS[at]))
            picture.words.append(Words(length + 5, foot + BAR - 2, printed(figure)))
            foot += BAR
        foot += GAP
    return picture._replace(height=foot)


def lines(
    names: Sequence[str], categories: Sequence[str], series: Sequence[Sequence[int]], printed: Printed
) -> Picture:
    """A line for each series over the categories, on a scale that begins at nothing; words at the first and last of them."""
    left, right, top, foot = 74, WIDTH - 8, 2 * LINE, 190
    picture = _with_key(names)
    most = max((figure for each in series for figure in each), default=0)
    scale = _round_above(most)
    for part in (0, 1, 2):
        y = foot - (foot - top) * part // 2
        picture.rules.append(Rule(left, y, right, y))
        picture.words.append(Words(left - 6, y + 4, printed(scale * part // 2), True))
    last = max(1, len(categories) - 1)
    for at, figures in enumerate(series):
        points = [
            (left + (right - left) * place // last, foot - half_up(max(0, figure) * (foot - top), scale))
            for place, figure in enumerate(figures)
        ]
        picture.courses.append(Course(points, LOOKS[at]))
    if categories:
        picture.words.append(Words(left, foot + LINE, categories[0]))
    if len(categories) > 1:
        picture.words.append(Words(right, foot + LINE, categories[-1], True))
    return picture._replace(height=foot + LINE + GAP)


class Stripped(NamedTuple):
    """Families of a strip: their name, their places (as `strip` has them), and where their quartiles lie in thousandths."""

    name: str
    places: Mapping[int, tuple[int, int]]
    lower: int
    median: int
    upper: int


def strips(rows: Sequence[Stripped], ends: tuple[str, str]) -> Picture:
    """A strip for each group of families on one scale: a mark for families of about one cost, a box from quartile to quartile."""
    left, long = 10, WIDTH - 20
    picture, foot = Picture(0, [], [], [], []), 0
    for row in rows:
        picture.words.append(Words(0, foot + LINE - 4, row.name))
        foot += LINE + 2
        picture.rects.extend(
            Rect(left + half_up(mark.x * long, 1_000), foot + mark.y, 3, mark.height, LOOKS[0])
            for mark in strip(row.places)
        )
        foot += TALLEST
        picture.rules.append(Rule(0, foot, WIDTH, foot))
        low, middle, high = (left + half_up(at * long, 1_000) for at in (row.lower, row.median, row.upper))
        picture.rects.append(Rect(low, foot + 4, max(2, high - low), 10, LOOKS[1]))
        picture.rects.append(Rect(middle - 1, foot + 2, 3, 14, LOOKS[0]))
        foot += LINE + GAP
    picture.words.extend([Words(left, foot + 6, ends[0]), Words(WIDTH - 10, foot + 6, ends[1], True)])
    return picture._replace(height=foot + LINE)


def tornado(rows: Sequence[tuple[str, int, int]], middle: int, names: Sequence[str]) -> Picture:
    """A pair of bars to each side of the middle for each row (its words, its low end, its high end); the widest fills a half.

    The middle is drawn at the bars alone, so that it crosses no words.

    >>> tornado([("Hours", 90, 120)], 100, ["low", "high"]).rects[2:]
    [Rect(x=120, y=44, width=60, height=13, look='second'), Rect(x=180, y=44, width=120, height=13, look='first')]
    """
    half = WIDTH // 2
    picture, foot = _with_key(names, looks=LOOKS[::-1]), LINE + GAP
    most = max((abs(end - middle) for _, *ends in rows for end in ends), default=0)
    for text, *ends in rows:
        picture.words.append(Words(0, foot + LINE - 5, text))
        foot += LINE
        for end, look in zip(ends, LOOKS[::-1], strict=True):
            length = half_up(abs(end - middle) * 120, most) if most else 0
            if length:
                picture.rects.append(Rect(half if end >= middle else half - length, foot, length, BAR, look))
        picture.rules.append(Rule(half, foot - 3, half, foot + BAR + 3))
        foot += BAR + GAP
    return picture._replace(height=foot)


def _with_key(names: Sequence[str], looks: Sequence[str] = LOOKS) -> Picture:
    """An empty picture whose first line says what each look stands for."""
    picture = Picture(0, [], [], [], [])
    for at, (name, look) in enumerate(zip(names, looks, strict=False)):
        x = at * WIDTH // 2
        picture.rects.append(Rect(x, 3, 12, 12, look))
        picture.words.append(Words(x + 18, 13, name))
    return picture


def _round_above(most: int) -> int:
    """The end of a scale: 2 or 4 or 10 with noughts, at least what is drawn, so that its half is round too.

    >>> [_round_above(most) for most in (0, 7, 11, 40_01)]
    [2, 10, 20, 10000]
    """
    step = 1
    while True:
        for end in (2, 4, 10):
            if end * step >= most:
                return end * step
        step *= 10
