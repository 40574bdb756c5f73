"""How much dearer than approved a purchase may come without being judged again. Pence throughout."""

from dataclasses import dataclass

from budgettracker.money import pounds


@dataclass(frozen=True, slots=True)
class Margin:
    """How much dearer than approved a purchase may come without being judged again: percent, and at most these pence."""

    percent: int
    most_pence: int

    def of(self, approved_pence: int) -> int:
        """Pence above an approved price that this margin allows.

        >>> Margin(10, 25_00).of(100_00), Margin(10, 25_00).of(501_00)
        (1000, 2500)
        """
        return min(approved_pence * self.percent // 100, self.most_pence)

    def loosens(self, before: "Margin") -> bool:
        """Does this margin cover a price that the one before did not?

        >>> Margin(5, 50_00).loosens(Margin(10, 25_00)), Margin(5, 20_00).loosens(Margin(10, 25_00))
        (True, False)
        """
        nothing = self.percent == 0 or self.most_pence == 0
        return not nothing and (self.percent > before.percent or self.most_pence > before.most_pence)

    @property
    def words(self) -> str:
        """The margin as pages say it."""
        if self.percent == 0 or self.most_pence == 0:
            return "nothing above the approved price"
        return f"up to {self.percent}% and at most {pounds(self.most_pence)}"


USUAL_MARGIN = Margin(10, 25_00)
"""What holds in a scheme that sets no margin of its own."""
