"""Where the pages about what families say hang, and what they answer."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("voice", __name__)
Answer = Response | str | tuple[str, int]
