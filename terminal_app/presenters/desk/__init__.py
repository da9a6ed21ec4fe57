"""The manager's desk: settings as the shop's guide names them, page by page. docs/desk.md shows how to add one.

Importing it imports no page: that is `desk.desk`, which no sale waits for.
"""
