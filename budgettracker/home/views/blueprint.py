"""The blueprint of the pages that people start from."""

from flask import Blueprint

bp = Blueprint("home", __name__)
