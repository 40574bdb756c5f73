"""The blueprint that the pages of the ledger hang on."""

from flask import Blueprint

bp = Blueprint("ledger", __name__)
