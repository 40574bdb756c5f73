"""Where the pages of vouchers hang, and what they answer."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("vouchers", __name__)
Answer = Response | str | tuple[str, int]
