"""The keys that cash transactions are signed with: kept as files of their own, beside the database and never in it."""

from .keys import Key
from .keystore import KeyStore

__all__ = ["Key", "KeyStore"]
