"""Questions asked before deciding, and answered, about whatever waits: a purchase or a limit."""
