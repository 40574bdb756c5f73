"""The workbooks of money that finance and auditors take home."""
