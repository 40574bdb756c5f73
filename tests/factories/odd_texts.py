"""Texts that spreadsheets like to take for something else."""

FORMULA_LIKE = [
    *(f"{before}{start}" for start in ("=1+1", "+1+1", "-1+1", "@SUM(1)") for before in ("", "\t", "\r", "\n", " ")),
    '=HYPERLINK("http://example.org","click")',
    '=WEBSERVICE("http://example.org")',
    "=cmd|'/c calc'!A0",
    "{=1+1}",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    '"=1',
    'a,"=1"',
]
OTHER_THINGS = [
    "#REF!",
    "#N/A",
    "http://example.org",
    "internal:A1",
    "file:///etc/passwd",
    "mailto:someone@example.org",
    "-5",
    "1E5",
    "00123",
    "1-2",
    "TRUE",
    "2026-04-01",
    "12.50",
    "<b>&amp;</b>]]>",
    '" s="1"><f>1+1</f>',
    "  spaces at both ends  ",
    "two\nlines",
    "carriage\rreturn\r\n",
    "tab\tinside",
    "right to left \u202e gnp.exe",
    "Łódź 東京 🙂",
    "_x000D_",
    "_x005F_x000D_",
    "_x0041_x0042_",
    "price_x0041",
]
KEPT = FORMULA_LIKE + OTHER_THINGS
"""Read back, each equals what was written."""

CHANGED = {
    "nul\x00here": "nul\ufffdhere",
    "vertical\x0btab": "vertical\ufffdtab",
    "half \ud83d of a character": "half \ufffd of a character",
    "escape\x1b[31m": "escape\ufffd[31m",
    "\uffff": "\ufffd",
}
"""Read back, these have the mark in the place of what no file can hold."""

TOO_LONG = "x" * 32_768
