"""How a family can complain about a decision, by the nation of the authority."""

from budgettracker.people.kinds import Nation

_COUNCIL = "The family can complain to the council, whose complaints officer for children's services answers first."
_WHERE = {
    Nation.ENGLAND: (
        "Where the answer does not settle it they can go to the Local Government and Social Care Ombudsman: 0300 061 0614, "
        "lgo.org.uk."
    ),
    Nation.WALES: (
        "Where the answer does not settle it they can go to the Public Services Ombudsman for Wales: 0300 790 0203, "
        "ombudsman.wales. They can be answered in Welsh."
    ),
}


def how_to_complain(nation: str) -> str:
    """What a family is told about complaining, as it stands on the record of a decision."""
    return f"{_COUNCIL} {_WHERE[Nation(nation)]}"
