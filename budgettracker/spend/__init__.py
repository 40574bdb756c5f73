"""Request, approve, buy, refund, reverse; receipts."""
