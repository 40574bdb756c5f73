"""The blueprint that every page of people hangs on."""

from flask import Blueprint

bp = Blueprint("people", __name__)
