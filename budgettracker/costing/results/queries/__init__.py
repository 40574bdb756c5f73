"""Reading what a run comes to: `kept` gives what was reckoned once, `read_run` reads a run's rows to reckon it."""
