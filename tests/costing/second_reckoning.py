"""Family costs reckoned a second time, slowly and from the published words, to be held against the program's."""

from collections import defaultdict
from fractions import Fraction
from math import floor
from typing import Any

from budgettracker.costing.kinds import DecidingBy, Mode

OTHER = "~ other families"
"""Sorts after every reference."""


def rounded(value):
    return floor(Fraction(value) + Fraction(1, 2))


def shared(whole, weights):
    """Whole pence over (family, weight), rounding the running total: families by reference, other families last."""
    total, running, result = sum(weights.values()), 0, {}
    for family in sorted(weights):
        before = rounded(Fraction(whole * running, total))
        running += weights[family]
        result[family] = rounded(Fraction(whole * running, total)) - before
    return result


class Second:
    """The published method, one step after the other, without regard to speed."""

    def __init__(self, scope, costs, entries):
        self.scope, self.costs = scope, costs
        self.total = defaultdict(int)
        self.beside: Any = {column: defaultdict(int) for column in ("deciding", "set_up", "evaluation")}
        self.outside = defaultdict(int)
        self.minutes: Any = defaultdict(lambda: defaultdict(int))
        self.pools: Any = defaultdict(int)
        self.car_hundredths = {(worker, 2025): before for worker, before in scope.miles_before.items()}
        for entry in sorted(entries, key=lambda entry: (entry.worked_on, entry.ref)):
            if entry.worker in scope.posts_held:
                self.cost(entry)
        for key, pence in self.pools.items():
            month, named, of_class = key
            self.share_pool(month, named, of_class, pence)

    def cost(self, entry):
        post = next(held.post for held in self.scope.posts_held[entry.worker] if entry.worked_on in held.held)
        dated = [cost for cost in self.costs if cost.post == post and cost.starts_on <= entry.worked_on]
        cost = max(dated, key=lambda cost: cost.starts_on)
        employed = cost.salary_pence + cost.oncosts_pence
        direct = rounded(Fraction(employed * cost.overhead_direct.basis_points, 10_000))
        c = Fraction(employed + direct + cost.capital_pence, cost.minutes_per_year)
        contact, preparation, travel = entry.minutes
        parts = [
            rounded(c * contact),
            rounded(c * preparation),
            rounded(c * travel),
            self.miles(entry),
            entry.expenses_pence,
        ]
        named = entry.intervention or entry.activity.intervention
        kind, of_class = entry.activity.kind, entry.activity.activity_class
        deciding = kind == "deciding"
        out = kind == "absent" or (entry.by_manager and not deciding)
        out = out or (deciding and (not entry.shares or self.deciding_by(entry.worked_on) != "logs"))
        column = "deciding" if deciding else "" if of_class == "running" else of_class
        month = (entry.worker, entry.worked_on.year, entry.worked_on.month)
        wanted = self.scope.intervention in (None, named) or deciding
        if not entry.shares:
            pooled = self.scope.mode == Mode.ALL_TIME and of_class != "evaluation"
            if pooled and not out and (named is None or wanted):
                self.pools[month, named, of_class] += sum(parts)
            return
        weights = {share.family or OTHER: share.weight for share in entry.shares}
        if self.scope.mode == Mode.CLIENT_TIME and not deciding:
            ratio = Fraction(cost.ratio_thousandths, 1000)
            if cost.ratio_kind == "face_to_face":
                parts[1] = parts[2] = 0
                parts.append(rounded(c * contact * ratio))
            else:
                parts.append(rounded(c * (contact + preparation + travel) * ratio))
        for family in weights:
            if self.open(family, entry.worked_on) and not out and wanted:
                pence = sum(shared(part, weights)[family] for part in parts)
                self.bear(family, column, pence, self.away(family, entry.worked_on))
        if not out and not deciding:
            for minutes in (contact, preparation, travel):
                for family, some in shared(minutes, weights).items():
                    # Minutes that do not count for the study carry their share of the pool all the same.
                    counts = self.open(family, entry.worked_on)
                    state = ("" if wanted else "unwanted") if counts else "outside"
                    away = counts and self.away(family, entry.worked_on)
                    self.minutes[month][family, state, column, away] += some

    def bear(self, family, column, pence, away):
        """Pence on a family's total, or beside it."""
        if column:
            self.beside[column][family] += pence
        else:
            self.total[family] += pence
            self.outside[family] += pence if away else 0

    def away(self, family, day):
        return not any(day in each for each in self.scope.members[family].periods)

    def deciding_by(self, day):
        return [DecidingBy.LOGS, *(source for starts_on, source in self.scope.deciding if starts_on <= day)][-1]

    def miles(self, entry):
        flat = {"motorcycle": 24, "bicycle": 20}.get(entry.vehicle)
        if flat:
            return rounded(Fraction(entry.miles_hundredths * flat, 100))
        day = entry.worked_on
        year = (entry.worker, day.year if (day.month, day.day) >= (4, 6) else day.year - 1)
        before = self.car_hundredths.get(year, 0)
        self.car_hundredths[year] = before + entry.miles_hundredths
        first = max(0, min(entry.miles_hundredths, 1_000_000 - before))
        passengers = entry.passengers * entry.miles_hundredths * 5
        return rounded(Fraction(first * 45 + (entry.miles_hundredths - first) * 25 + passengers, 100))

    def open(self, family, day):
        """Does the day count for the family: after its first opening, open or from its allocation on?"""
        if family not in self.scope.members:
            return False
        member = self.scope.members[family]
        first = member.periods[0].start
        return first <= day and (any(day in each for each in member.periods) or (member.allocated_on or first) <= day)

    def share_pool(self, month, named, of_class, pence):
        weights: Any = defaultdict(int)
        for (family, state, column, away), minutes in self.minutes[month].items():
            if named is not None:
                if family not in self.scope.own_families[named]:
                    continue
                state = "" if state == "unwanted" else state
            # Within a family, what counts comes before what is left out; reasons in the order of their names.
            order = {"": 0, "outside": 3, "unwanted": 2}[state]
            if state == "outside" and family not in self.scope.members:
                order = 1
            weights[family, order, ("", "set_up", "evaluation").index(column), away] += minutes
        if sum(weights.values()) == 0:
            return
        for (family, order, place, away), some in shared(pence, weights).items():
            if order == 0 and family in self.scope.members:
                column = "set_up" if of_class == "set_up" else ("", "set_up", "evaluation")[place]
                self.bear(family, column, some, away)
