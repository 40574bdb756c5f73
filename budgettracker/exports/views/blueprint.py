"""The pages of workbooks, as one blueprint."""

from flask import Blueprint

bp = Blueprint("exports", __name__)
