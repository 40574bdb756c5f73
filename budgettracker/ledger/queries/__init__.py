"""Reading the ledger's lines and the proof of the books."""
