"""Who did what, chained by hash."""
