"""How every measurement tells its figure: beside a peer of the same run, with the ratio, the bound and whether it holds."""

from typing import NamedTuple


class Figure(NamedTuple):
    """What was measured, its peer in the same unit, and the bound on one of them."""

    what: str
    figure: float
    peer: str
    peer_figure: float
    bound: float
    bound_is_on_ratio: bool = False
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """The figure over its peer's."""
        return self.figure / self.peer_figure

    @property
    def holds(self) -> bool:
        """Is the bound kept?"""
        return (self.ratio if self.bound_is_on_ratio else self.figure) <= self.bound


def tell(each: Figure) -> bool:
    """Print the line of a figure; True where its bound holds."""
    bound = f"ratio at most {each.bound:g}" if each.bound_is_on_ratio else f"at most {each.bound:g} {each.unit}"
    print(
        f"{'PASS' if each.holds else 'FAIL'}  {each.what}: {each.figure:.2f} {each.unit}; "
        f"{each.peer}: {each.peer_figure:.2f} {each.unit}; ratio {each.ratio:.3f}; bound: {bound}",
        flush=True,
    )
    return each.holds
