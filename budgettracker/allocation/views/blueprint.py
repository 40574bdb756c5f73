"""The blueprint that every page of draws hangs on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("allocation", __name__)
Answer = Response | str | tuple[str, int]
