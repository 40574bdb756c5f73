"""What the pages about people and signing in ask for."""

from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, SelectField, SelectMultipleField, StringField

from budgettracker.access import Role
from budgettracker.people.models import Post, Team
from budgettracker.widgets import DateField, Needed, PageForm, offered

STARTS_ON = "From which day"


class SignInForm(PageForm):
    """E-mail address and password."""

    email = StringField("Email address", [Needed("Enter your email address.")])
    password = PasswordField("Password", [Needed("Enter your password.")])


class NewPasswordForm(PageForm):
    """A password to be set by a one-time link."""

    new_password = PasswordField("New password", [Needed("Enter a password.")])


class ChangePasswordForm(PageForm):
    """The password one has, and the one to be."""

    password = PasswordField("Your password now", [Needed("Enter the password you have now.")])
    new_password = PasswordField("New password", [Needed("Enter a new password.")])


class RolesForm(PageForm):
    """The roles somebody holds from a day on."""

    roles = SelectMultipleField("Roles", choices=[])
    starts_on = DateField(STARTS_ON, [Needed("Enter the day.")], called="The day")

    def chosen(self) -> list[Role]:
        """The roles ticked."""
        return [Role(role) for role in self.roles.data or []]


class TeamsForm(PageForm):
    """The teams somebody is in from a day on."""

    teams = SelectMultipleField("Teams", choices=[])
    starts_on = DateField(STARTS_ON, [Needed("Enter the day.")], called="The day")


class PostForm(PageForm):
    """The post somebody holds from a day on."""

    post = SelectField("Post", choices=[])
    starts_on = DateField(STARTS_ON, [Needed("Enter the day.")], called="The day")


class HoursForm(PageForm):
    """The contracted hours a week from a day on."""

    weekly_hours = StringField("Contracted hours a week", [Needed("Enter the contracted hours a week.")])
    starts_on = DateField(STARTS_ON, [Needed("Enter the day.")], called="The day")


class DataOfficerForm(PageForm):
    """From which day somebody is the data protection officer."""

    starts_on = DateField(STARTS_ON, [Needed("Enter the day.")], called="The day")


class CoverForm(PageForm):
    """Who stands in for somebody who is away, and when."""

    covers = SelectField("Who covers?", [Needed("Choose who covers.")], choices=[])
    starts_on = DateField(STARTS_ON, [Needed("Enter the first day.")], called="The first day")
    ends_on = DateField("Until which day", [Needed("Enter the last day.")], called="The last day")


class CorrectPersonForm(PageForm):
    """Name, e-mail address, contracted hours and last day."""

    name = StringField("Name", [Needed("Enter the name.")])
    email = StringField("Email address", [Needed("Enter the email address.")])
    weekly_hours = StringField("Contracted hours a week, from their first day")
    active_to = DateField("Last day", called="The last day")
    version = HiddenField()


class AddPersonForm(PageForm):
    """Somebody new."""

    name = StringField("Name", [Needed("Enter the name.")])
    email = StringField("Email address", [Needed("Enter the email address.")])
    roles = SelectMultipleField("Roles", choices=[])
    teams = SelectMultipleField("Teams", choices=[])
    post = SelectField("Post", choices=[])
    weekly_hours = StringField("Contracted hours a week")
    active_from = DateField("First day", [Needed("Enter the first day.")], called="The first day")

    def chosen(self) -> list[Role]:
        """The roles ticked."""
        return [Role(role) for role in self.roles.data or []]


class DevicesForm(PageForm):
    """Whether devices may keep what is typed."""

    keeps_forms = BooleanField("Keep what is typed on the device until it is recorded")


class MessagesForm(PageForm):
    """Whether people are told by e-mail."""

    sends_messages = BooleanField("Tell people by e-mail that something waits for them")


class TeamForm(PageForm):
    """A team's name."""

    name = StringField("Name of the team", [Needed("Enter the name of the team.")])


def role_choices() -> list[Any]:
    """Every role an administrator can give."""
    return offered((role, role.words.capitalize()) for role in Role if role is not Role.EVALUATOR)


def team_choices(teams: list[Team]) -> list[Any]:
    """Teams to tick."""
    return offered((team.id, team.name) for team in teams)


def post_choices(posts: list[Post]) -> list[Any]:
    """Posts to choose one of, or none."""
    return offered(((post.id, post.name) for post in posts), "No post")
