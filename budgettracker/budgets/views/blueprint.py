"""The blueprint that every page of limits hangs on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("budgets", __name__)
Answer = Response | str | tuple[str, int]
