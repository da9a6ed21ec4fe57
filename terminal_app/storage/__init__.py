"""One SQLite file: the only room that knows SQL.

Every write goes through `Database.writing()`, one lock for the whole process; reads need no lock. Nothing here
knows of windows or of the accounting system.
"""
