"""Finding personal data and signs of harm in what somebody wrote: pure rules, no network."""
