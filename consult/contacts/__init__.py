"""E-mail addresses that young people left to hear what came of it, apart from all answers."""
