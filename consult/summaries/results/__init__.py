"""Results for staff: filters and cross-tables, all through the disclosure control of papers."""
