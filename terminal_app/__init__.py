"""Disken: a touchscreen till with an embedded sync to an accounting system."""
