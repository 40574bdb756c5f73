"""Reading what the tables for funders are made of."""
