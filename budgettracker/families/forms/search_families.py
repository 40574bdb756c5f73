"""What is looked for among families."""

from wtforms import StringField
from wtforms.validators import Length

from budgettracker.widgets import PageForm


class SearchForm(PageForm):
    """What to look for among families. The session keeps it, in a cookie that must stay small."""

    text = StringField("Reference or name", [Length(max=200, message="Use 200 characters or fewer.")])
