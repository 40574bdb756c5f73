"""The blueprint that the pages of histories hang on."""

from flask import Blueprint

bp = Blueprint("history", __name__)
