"""The use cases of the till: what a cashier or a manager does, each one call and one transaction.

Screens and verbs share them. Everything a use case stores is durable when it returns; nothing here waits for the
network. Knows neither screens nor the accounting system.
"""

from .selling import Till, new_id, rights_for
from .sold import Sold

__all__ = ["Sold", "Till", "new_id", "rights_for"]
