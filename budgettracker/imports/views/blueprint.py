"""The blueprint that the pages of imports hang on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("imports", __name__)
Answer = Response | str | tuple[str, int]
