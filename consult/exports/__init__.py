"""Papers and data files: one module per format, found through a registry."""
