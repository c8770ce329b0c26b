"""How a random key stands in an address: sixteen hexadecimal digits."""

from stories.random_keys import DIGITS


class KeyConverter:
    """A 63-bit key as `0123456789abcdef`. One beyond 63 bits is no key, and does not match."""

    regex = DIGITS

    def to_python(self, value: str) -> int:
        """The key."""
        return int(value, 16)

    def to_url(self, value: int) -> str:
        """Its sixteen digits."""
        return f"{value:016x}"
