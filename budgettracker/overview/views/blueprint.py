"""The blueprint that every page of the overview hangs on."""

from flask import Blueprint

bp = Blueprint("overview", __name__)
