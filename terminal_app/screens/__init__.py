"""The window: one module per screen, a toolkit of drawn widgets, and the finger that plays them.

Importing this package imports no Kivy, so that `screens.window.configure` can run first. Window thread.
"""
