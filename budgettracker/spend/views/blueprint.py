"""The blueprint that every page of purchases hangs on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("spend", __name__)
Answer = Response | str | tuple[str, int]
