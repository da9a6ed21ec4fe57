"""The verbs of the command line: headless, one process a verb, the same use cases as the screens.

The other half of the composition root (main.py is the first): it may know the till and the sync, never Kivy.
"""
