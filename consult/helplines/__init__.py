"""Help lines for young people by country: shipped with their sources, kept up by staff."""
