"""Empty tables to fill in: a workbook with a sheet for each, whose cells are text."""

import io

from flask import Response, send_file

from budgettracker.access import Permission, requires
from budgettracker.imports.files.text_workbook import write_texts
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.views.blueprint import bp
from budgettracker.workbooks import MEDIA_TYPE


@bp.route("/imports/templates.xlsx")
@requires(Permission.IMPORT)
def templates() -> Response:
    """The tables with their headings, those that every row needs marked with *."""
    sheets = {
        str(name): [[f"{column.name}*" if column.required else column.name for column in contract.columns]]
        for name, contract in CONTRACTS.items()
    }
    file = io.BytesIO()
    write_texts(file, sheets, empty_rows=True)
    file.seek(0)
    return send_file(file, mimetype=MEDIA_TYPE, as_attachment=True, download_name="import-templates.xlsx", etag=False)
