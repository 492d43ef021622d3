"""Four questions to young people about taking part, apart from their answers."""
