"""Who uses it: authorities, teams, people, roles, signing in."""
