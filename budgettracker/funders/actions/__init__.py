"""Settings of the tables for funders saved, grades signed."""
