"""PowerOffice Go: its client, the mapping of our orders to its JSON, and a local one to try against."""
