"""Who uses it: authorities, teams, people, their dated roles, and signing in."""

from flask import Flask

from budgettracker.histories import add_history


def register(app: Flask) -> None:
    """Know who is asking before every request, protect every form, and add the pages."""
    from budgettracker.access import Permission
    from budgettracker.confirmations.queries import how_many_to_confirm, others_asked
    from budgettracker.confirming import Matter, confirming_of
    from budgettracker.people import queries
    from budgettracker.people.actions.change_access import give_access
    from budgettracker.people.actions.give_cover import confirm_cover
    from budgettracker.people.actions.invite import allow_link
    from budgettracker.people.actions.let_in import let_in
    from budgettracker.people.actions.name_data_officer import name_data_officer
    from budgettracker.people.history import HISTORY
    from budgettracker.people.queries.access import ACCESS, LINK, access_facts, link_facts
    from budgettracker.people.queries.cover import COVER, cover_facts
    from budgettracker.people.queries.data_officers import DATA_OFFICER, data_officer_facts
    from budgettracker.people.queries.letting_in import LETTING_IN, letting_in_facts
    from budgettracker.people.views import bp, guard
    from budgettracker.web import NavigationEntry, Waits

    guard.register(app)
    app.register_blueprint(bp)
    app.extensions["navigation"] += [
        NavigationEntry("People", "people.people", Permission.MANAGE_PEOPLE),
        NavigationEntry("Teams", "people.teams", Permission.MANAGE_PEOPLE),
        NavigationEntry(
            "To confirm",
            "confirmations.waiting",
            Permission.MANAGE_PEOPLE,
            (Waits(others_asked, how_many_to_confirm),),
        ),
    ]
    add_history(app, HISTORY)
    confirming = confirming_of(app)
    confirming.colleagues, confirming.names_of = queries.colleagues_of, queries.names_of
    confirming.live = queries.is_live
    confirming.matters |= {
        ACCESS: Matter(ACCESS, "roles or teams", access_facts, give_access),
        COVER: Matter(COVER, "cover for somebody who is away", cover_facts, confirm_cover),
        DATA_OFFICER: Matter(DATA_OFFICER, "a data protection officer", data_officer_facts, name_data_officer),
        LETTING_IN: Matter(LETTING_IN, "letting somebody in again", letting_in_facts, let_in),
        LINK: Matter(LINK, "a link to set a password", link_facts, allow_link),
    }
