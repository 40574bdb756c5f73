"""Reading a finance file and suggesting which payment is which purchase: plain values, no database."""
