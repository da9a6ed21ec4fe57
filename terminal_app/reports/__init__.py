"""Papers that leave the till: for the accountant, for the shop's file. Pure makers of documents; no window."""
