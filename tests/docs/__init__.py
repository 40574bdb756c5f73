"""The documents that the code writes, and the tests that documents and code say the same."""
