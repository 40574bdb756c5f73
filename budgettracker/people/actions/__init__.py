"""What administrators, the operator's commands and people themselves do to people, teams, roles and sessions: one deed a file."""
