"""The administrator's page for the post a person holds from a day on."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.people import queries
from budgettracker.people.actions import change_post as actions
from budgettracker.people.forms import PostForm, post_choices
from budgettracker.people.views.blueprint import bp
from budgettracker.people.views.redating import Answer, answer
from budgettracker.web import now, today


@bp.route("/people/<uuid:person_id>/post", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change_post(person_id: uuid.UUID) -> Answer:
    """Change a person's post."""
    shown = queries.person_for(g.person, person_id)
    posts = queries.posts_of(g.person.authority_id)
    held = shown.post_on(today())
    form = PostForm(data={"post": str(held.id) if held else "", "starts_on": today()})
    form.post.choices = post_choices(posts)
    return answer(
        form,
        shown,
        "post",
        lambda: actions.change_post(
            g.person,
            shown,
            next((post for post in posts if str(post.id) == form.post.data), None),
            form.starts_on.data,
            on=today(),
            at=now(),
        ),
    )
