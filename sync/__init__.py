"""Brings invoice sales to the accounting system and customers back. Never imports the window."""
