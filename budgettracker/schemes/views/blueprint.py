"""The blueprint that every page of schemes hangs on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("schemes", __name__)
Answer = Response | str | tuple[str, int]
