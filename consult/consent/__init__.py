"""Age bands, assent, and what young people are told before they agree."""
