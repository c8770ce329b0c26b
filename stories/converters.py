"""How a random key stands in an address: sixteen hexadecimal digits."""


class KeyConverter:
    """A 63-bit key as `0123456789abcdef`. One beyond 63 bits is no key, and does not match."""

    regex = "[0-7][0-9a-f]{15}"

    def to_python(self, value: str) -> int:
        """The key."""
        return int(value, 16)

    def to_url(self, value: int) -> str:
        """Its sixteen digits."""
        return f"{value:016x}"
