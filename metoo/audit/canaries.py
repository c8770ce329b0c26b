"""Values that must not be written, and every guise in which they could be."""

import base64
import hashlib
import html
import ipaddress
import json
from urllib.parse import quote

# What is about the one who sends: nowhere, ever. Addresses of this machine's own
# network, one of which each request comes from.
ADDRESSES = [f"127.7.41.{last}" for last in range(201, 225)]
SENDER = {
    "a forwarded address": "203.0.113.77",
    "a forwarded address, the newer kind": "2001:db8:7193::5ec2",
    "user agent": "Brombeerbrowser/71.93",
    "language header": "tlh-Zx-quittenlang",
    "referrer": "https://woher-sanddorn.example/kranich",
    "query": "quellwort-holunder",
    "path": "pfadwort-schlehe",
    "cookie": "keksdose-mirabelle",
    "host": "gastgeber-reneklode.example",
    "authorization": "losung-kornelkirsche",
    "country": "landname-vogelbeere",
    "nonce": "einmalzahl-weissdorn",
    "category": "merkmal-hagebutte",
    "searched": "suchwort-schneebeere",
    "field name": "feldname-felsenbirne",
    "file name": "dateiname-maulbeere",
    "file content": "dateiinhalt-stachelbeere",
    "moderator's wrong name": "niemand-heidelbeere",
    "moderator's wrong password": "passwort-preiselbeere",
} | {f"address {address}": address for address in ADDRESSES}

# What she says, by what becomes of it. In two alphabets and with a quotation mark:
# each is stored and escaped in its own way.
WORDS = {
    "refused": 'Ablehnwort "Aronia-Ölweide" отказано',
    "checked only": 'Prüfwort "Berberitze-Ähre" проверка',
    "declined": 'Streichwort "Cranberry-Übel" вычеркнуто',
    "published": 'Wandwort "Dattelpalme-Öse" опубликовано',
    "removed": 'Fortwort "Elsbeere-Äsche" выброшено',
    "waiting": 'Wartewort "Feigenblatt-Übung" ожидание',
    "sent into a fault": 'Fehlerwort "Granatapfel-Öl" неполадка',
}


def guises(value: str) -> dict[str, bytes]:
    """Every form in which `value` could stand somewhere, by the form's name."""
    plain = value.encode()
    found = {
        "plain": plain,
        "lower case": value.lower().encode(),
        "upper case": value.upper().encode(),
        "reversed": value[::-1].encode(),
        "reversed bytes": plain[::-1],
        "as JSON": json.dumps(value)[1:-1].encode(),
        "as Python": ascii(value)[1:-1].encode(),
        "as HTML": html.escape(value).encode(),
        "URL-quoted": quote(value).encode(),
        "URL-quoted whole": quote(value, safe="").encode(),
        "every byte URL-quoted": "".join(f"%{byte:02X}" for byte in plain).encode(),
        "hexadecimal": plain.hex().encode(),
        "hexadecimal, upper case": plain.hex().upper().encode(),
        "UTF-16, little end first": value.encode("utf-16-le"),
        "UTF-16, big end first": value.encode("utf-16-be"),
        "UTF-8 read as Latin-1": plain.decode("latin-1").encode(),
    }
    for alignment in range(3):
        # Without the characters at the ends that also depend on what stands beside them.
        coded = base64.b64encode(bytes(alignment) + plain)
        inner = coded[-(-alignment * 8 // 6) : len(coded) - 4].rstrip(b"=")
        found[f"base64, {alignment} bytes in"] = inner
        found[f"base64 for addresses, {alignment} bytes in"] = inner.translate(
            bytes.maketrans(b"+/", b"-_")
        )
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, plain, usedforsecurity=False)
        # An unsalted hash of an address is the address: there are few enough to try.
        found[name] = digest.digest()
        found[f"{name}, hexadecimal"] = digest.hexdigest().encode()
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return found
    return found | {
        "packed": address.packed,
        "packed, hexadecimal": address.packed.hex().encode(),
        "as a number": str(int(address)).encode(),
    }
