"""The keys that cash transactions are signed with: kept as files of their own, beside the database and never in it."""

from .keys import Check, Key, load_library
from .keystore import KeyStore

__all__ = ["Check", "Key", "KeyStore", "load_library"]
