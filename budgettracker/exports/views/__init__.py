"""The pages of workbooks, and the building beside them."""
