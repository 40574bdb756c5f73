"""The blueprint that every page of work time hangs on."""

from flask import Blueprint
from werkzeug.wrappers import Response

bp = Blueprint("worktime", __name__)
Page = str | Response | tuple[str, int]
