"""Writing a questionnaire on screen: small changes, each kept, none lost to another's."""
