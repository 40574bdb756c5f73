"""Reading what finance stated, and the facts of a run that it is set beside."""
