"""Review of free text: what may be quoted, and how."""
