"""Two people of one name in a list."""

from budgettracker.access import Role
from budgettracker.database import db, transaction
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import told_apart
from budgettracker.web import today
from tests.client import PageClient
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


def test_two_of_one_name_in_one_team_are_told_apart_by_address_in_every_list_of_people(
    client: PageClient, world: World
) -> None:
    with transaction():
        twin = make.person(world.authority, "Zoe Zed", Role.PRACTITIONER, teams=(world.team,))
        twin.name = "Alice Archer"
    first, second = (f"Alice Archer (North team), {each}@example.org" for each in ("alice.archer", "zoe.zed"))
    people = [db.session.get_one(Person, each.id) for each in (world.alice, twin)]
    assert [words for _, words in told_apart(people, today())] == [first, second]
    client.as_(world.mary.email)
    for page in (f"/families/{world.family_id}/hand-over", "/families/new", f"/families/{world.family_id}/restrict"):
        text = client.get(page).text
        assert first.partition(", ")[2] in text, page
        assert second.partition(", ")[2] in text, page
