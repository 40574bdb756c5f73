"""Family costs reckoned a second time, slowly and from the published words, to be held against the program's."""

from collections import defaultdict
from fractions import Fraction
from math import floor
from typing import Any

from budgettracker.costing.kinds import Mode

OTHER = "~ other families"
"""Sorts after every reference."""


def rounded(value):
    return floor(Fraction(value) + Fraction(1, 2))


def shared(whole, weights):
    """Whole pence over (family, weight), rounding the running total: families by reference, other families last."""
    total, running, found = sum(weights.values()), 0, {}
    for family in sorted(weights):
        before = rounded(Fraction(whole * running, total))
        running += weights[family]
        found[family] = rounded(Fraction(whole * running, total)) - before
    return found


class Second:
    """The published method, one step after the other, without regard to speed."""

    def __init__(self, scope, costs, entries):
        self.scope, self.costs = scope, costs
        self.total = defaultdict(int)
        self.minutes: Any = defaultdict(lambda: defaultdict(int))
        self.pools: Any = defaultdict(int)
        self.car_hundredths = {(worker, 2025): before for worker, before in scope.miles_before.items()}
        for entry in sorted(entries, key=lambda entry: (entry.worked_on, entry.ref)):
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
        out = kind == "absent" or (entry.by_manager and kind != "deciding")
        evaluation = of_class == "evaluation"
        month = (entry.worker, entry.worked_on.year, entry.worked_on.month)
        if not entry.shares:
            wanted = named is None or self.scope.intervention in (None, named)
            if self.scope.mode == Mode.ALL_TIME and not out and not evaluation and wanted:
                self.pools[month, named, of_class] += sum(parts)
            return
        weights = {share.family or OTHER: share.weight for share in entry.shares}
        wanted = self.scope.intervention in (None, named)
        if self.scope.mode == Mode.CLIENT_TIME:
            ratio = Fraction(cost.ratio_thousandths, 1000)
            if cost.ratio_kind == "face_to_face":
                parts[1] = parts[2] = 0
                parts.append(rounded(c * contact * ratio))
            else:
                parts.append(rounded(c * (contact + preparation + travel) * ratio))
        for family in weights:
            if self.open(family, entry.worked_on) and not out and not evaluation and wanted:
                self.total[family] += sum(shared(part, weights)[family] for part in parts)
        if not out:
            for minutes in (contact, preparation, travel):
                for family, some in shared(minutes, weights).items():
                    # Minutes that do not count for the study carry their share of the pool all the same.
                    state = "" if self.open(family, entry.worked_on) else "outside"
                    state = "evaluation" if evaluation else state or ("" if wanted else "unwanted")
                    self.minutes[month][family, state] += some

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
        for (family, state), minutes in self.minutes[month].items():
            if named is not None:
                if family not in self.scope.own_families[named]:
                    continue
                state = "" if state == "unwanted" else state
            # Within a family, what counts comes before what is left out; reasons in the order of their names.
            order = {"": 0, "evaluation": 1, "outside": 3, "unwanted": 2}[state]
            weights[family, order] += minutes
        if sum(weights.values()) == 0:
            return
        for (family, order), some in shared(pence, weights).items():
            if order == 0 and family in self.scope.members:
                self.total[family] += some
