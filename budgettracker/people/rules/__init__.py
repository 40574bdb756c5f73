"""Decisions about people and signing in, on plain values."""
