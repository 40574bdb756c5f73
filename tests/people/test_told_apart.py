"""Two people of one name in a list."""

from budgettracker.access import Role
from budgettracker.database import db, transaction
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import told_apart
from budgettracker.web import today
from tests.factories import world as make
from tests.factories.world import World


def test_two_people_of_one_name_are_told_apart_by_team_and_the_others_keep_their_name(world: World) -> None:
    with transaction():
        twin = make.person(world.authority, "Zoe Zed", Role.PRACTITIONER, teams=(world.other_team,))
        twin.name = "alice Archer"
    people = [db.session.get_one(Person, each.id) for each in (world.alice, twin, world.bob)]
    assert [words for _, words in told_apart(people, today())] == [
        "Alice Archer (North team)",
        "alice Archer (South team)",
        "Bob Brown",
    ]
