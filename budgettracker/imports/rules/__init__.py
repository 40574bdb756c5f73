"""Reading a folder of council spreadsheets into checked plain rows; no database, no clock.

Start with `folder.read_folder`; `contract` says what the nine files hold, `rows` what comes out,
`report` how it is told.
"""
