"""What each screen shows and what its touches mean, in plain Python on the window's thread.

A presenter gives a frozen view, whose texts are ready to show, and takes intents as method calls. It knows the
till and the texts; it knows neither Kivy nor the accounting system.
"""
