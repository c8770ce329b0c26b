"""Arabic. Digits stay 0 to 9: they are read from Morocco to Iraq, and dialled."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
