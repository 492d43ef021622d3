"""What every feature stands on: database, clock, errors, languages, forms, web, crypto."""
