"""Papers on paper: what a receipt printer, a PDF or a folder gets of them, and the thread that prints.

Owns the devices and their bytes; knows neither screens nor the sync. Thread "printer".
"""
