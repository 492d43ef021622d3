"""Staff: accounts, roles, sessions, who may reach which page."""
