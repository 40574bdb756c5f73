"""The blueprint that every page of families hangs on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("families", __name__)
Answer = Response | str | tuple[str, int]
