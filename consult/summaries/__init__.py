"""From answers to a signed summary: counts, suppression, quotes, narrative."""
