"""Reports of problems: anonymous, sealed, answered under a code."""
