"""One cell to one value, or to words that say what is wrong with it."""
