"""Hindi: thousands, then lakhs and crores."""

NUMBER_GROUPING = (3, 2, 0)
