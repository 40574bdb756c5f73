"""The program's one way of sharing, as SQL: for sums that the database makes itself."""

from sqlalchemy import ColumnElement


def part_of_running_total(
    amount: ColumnElement[int], before: ColumnElement[int], after: ColumnElement[int], whole: ColumnElement[int]
) -> ColumnElement[int]:
    """`money.part_of_running_total` for columns of whole numbers of zero or more (`whole` above zero).

    Every column must be a whole number to the database too: PostgreSQL's sum is a decimal, which divides into
    fractions, so sums are cast to BigInteger first.
    """
    return _half_up(amount * after, whole) - _half_up(amount * before, whole)


def _half_up(numerator: ColumnElement[int], denominator: ColumnElement[int]) -> ColumnElement[int]:
    return (2 * numerator + denominator) // (2 * denominator)
