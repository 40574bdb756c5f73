"""What finance states was paid, set beside what a run costed."""
