"""The page of a facilitator, who enters the paper answers of a group."""
