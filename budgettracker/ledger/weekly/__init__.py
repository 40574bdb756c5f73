"""Files for finance: codes for what families' money was spent on, and the journal, reimbursements and names to keep back."""
