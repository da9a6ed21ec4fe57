"""What a till knows: money, VAT, sales, receipts, the invoice order and the outbox.

Pure frozen dataclasses and functions on the standard library alone. Nothing here knows
of SQL, HTTP, Kivy, files or the clock; whatever varies is a parameter.
"""
