"""An evaluator's question: scope, pseudonyms, disclosure."""
