"""What happened because of young people: what the group heard, and what it decided."""
