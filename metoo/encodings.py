"""What a browser can unpack."""


def takes_gzip(accepted: str) -> bool:
    """Whether an `Accept-Encoding` header lets the answer be gzip: it is named, or a star is, and
    not with a weight of nothing (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        key, _, value = parameters.partition("=")
        weights[name.strip()] = _weight(value) if key.strip() == "q" else 1.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weight(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 0.0
