"""What the pages about people and signing in ask for."""

from wtforms import PasswordField, StringField

from budgettracker.widgets import Needed, PageForm


class SignInForm(PageForm):
    """E-mail address and password."""

    email = StringField("Email address", [Needed("Enter your email address.")])
    password = PasswordField("Password", [Needed("Enter your password.")])
