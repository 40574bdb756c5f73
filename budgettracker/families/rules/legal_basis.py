"""Under which law an authority may help on a day: a closed list by nation, each entry from the day it came into force.

Sources: legislation.gov.uk, the commencement orders of each Act. The Children Act 1989 (14 October 1991); leaving care from
1 October 2001; special guardianship support from 30 December 2005; the general power of competence from 18 February 2012.
In Wales the Social Services and Well-being (Wales) Act 2014 took the place of section 17 and of Part 3 on 6 April 2016.
"""

from dataclasses import dataclass
from datetime import date

from budgettracker.errors import Refusal
from budgettracker.families.kinds import LegalBasis
from budgettracker.people.kinds import Nation

_CHILDREN_ACT, _LEAVING_CARE, _WELSH_ACT = date(1991, 10, 14), date(2001, 10, 1), date(2016, 4, 6)
_BEFORE_WELSH_ACT = date(2016, 4, 5)


@dataclass(frozen=True, slots=True)
class InForce:
    """A legal basis that holds in a nation from a day to a day, both included; without a last day it still holds."""

    basis: LegalBasis
    nation: Nation
    starts_on: date
    ends_on: date | None = None

    def holds_on(self, on: date) -> bool:
        """Did it hold on that day?"""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


IN_FORCE = (
    InForce(LegalBasis.CHILD_IN_NEED, Nation.ENGLAND, _CHILDREN_ACT),
    InForce(LegalBasis.LOOKED_AFTER, Nation.ENGLAND, _CHILDREN_ACT),
    InForce(LegalBasis.CARE_LEAVER, Nation.ENGLAND, _LEAVING_CARE),
    InForce(LegalBasis.SPECIAL_GUARDIANSHIP, Nation.ENGLAND, date(2005, 12, 30)),
    InForce(LegalBasis.GENERAL_POWER, Nation.ENGLAND, date(2012, 2, 18)),
    InForce(LegalBasis.WELSH_NEEDS, Nation.WALES, _WELSH_ACT),
    InForce(LegalBasis.WELSH_LOOKED_AFTER, Nation.WALES, _WELSH_ACT),
    InForce(LegalBasis.CHILD_IN_NEED, Nation.WALES, _CHILDREN_ACT, _BEFORE_WELSH_ACT),
    InForce(LegalBasis.LOOKED_AFTER, Nation.WALES, _CHILDREN_ACT, _BEFORE_WELSH_ACT),
    InForce(LegalBasis.CARE_LEAVER, Nation.WALES, _LEAVING_CARE, _BEFORE_WELSH_ACT),
    InForce(LegalBasis.SPECIAL_GUARDIANSHIP, Nation.WALES, date(2005, 12, 30)),
)
"""The list; of each nation and day the usual one comes first."""


def bases_on(nation: str, on: date) -> list[LegalBasis]:
    """What help can be given under on a day, the usual one first; of a day before any of them, the usual one of today.

    >>> [str(each) for each in bases_on("wales", date(2016, 4, 5))][:2], str(bases_on("wales", date(2016, 4, 6))[0])
    (['child_in_need', 'looked_after'], 'welsh_needs')
    """
    of_nation = [each for each in IN_FORCE if each.nation == nation]
    return [each.basis for each in of_nation if each.holds_on(on)] or [of_nation[0].basis]


def usual_basis(nation: str, on: date) -> LegalBasis:
    """What help is given under where nobody says otherwise: section 17 in England, Part 4 of the Welsh Act in Wales."""
    return bases_on(nation, on)[0]


def bases_of_family(family_words: str | None, nation: str, on: date) -> list[LegalBasis]:
    """The same with the one first that a family's purchases are given under where nobody says otherwise."""
    first = basis_of_purchase("", family_words, nation, on)
    return [first, *(each for each in bases_on(nation, on) if each is not first)]


def basis_of_purchase(chosen: str, family_words: str | None, nation: str, on: date) -> LegalBasis:
    """What a purchase of a day is kept under: what was chosen, else the family's where the list has it, else the usual one.

    Raises Refusal on `legal_basis` for one that did not hold in the nation on that day.

    >>> str(basis_of_purchase("", "Section 14F, Children Act 1989", "england", date(2026, 6, 1)))
    'special_guardianship'
    """
    holding = bases_on(nation, on)
    if chosen:
        basis = next((each for each in holding if each == chosen), None)
        if basis is None:
            raise Refusal("legal_basis", "Help could not be given under this law on that day. Choose another.")
        return basis
    return next((each for each in holding if each.words == family_words), holding[0])
