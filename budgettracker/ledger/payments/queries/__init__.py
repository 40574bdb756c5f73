"""Reading what a finance file is compared with: recorded purchases and refunds, and what was confirmed before."""
