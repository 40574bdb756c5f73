"""Whom it is for: families, children, lead worker, opening, closing."""
