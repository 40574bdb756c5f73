"""The blueprint that every page of decisions hangs on."""

from flask import Blueprint

bp = Blueprint("decisions", __name__)
