"""The finance system's own file beside the books: which payment is which purchase, and what has no other side."""
