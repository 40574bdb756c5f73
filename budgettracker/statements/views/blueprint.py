"""Where the pages of statements hang, and what they answer."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("statements", __name__)
Answer = Response | str | tuple[str, int]
