"""SAF-T Cash Register 1.00: the journal of a period as the file that the tax administration asks for, and its checks.

Knows the journal's rows and plain master data alone: no database, no screen. Any thread.
"""
