"""Hostile and broken submissions: what is handed in, and the mark that is right for it."""
