"""Costing runs: one frozen calculation over logged time and purchases, proved to have lost nothing."""
