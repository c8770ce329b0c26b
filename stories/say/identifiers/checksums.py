"""Whether a number is one that its issuer could have given. Pure arithmetic."""

import datetime
import re

# ASCII for the digits of Arabic, Persian and Devanagari keyboards.
_DIGITS = {
    first + value: str(value) for first in (0x660, 0x6F0, 0x966, 0xFF10) for value in range(10)
}
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
# Verhoeff's multiplication in the dihedral group of order 10, and his permutation.
_VERHOEFF = [
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
]  # fmt: skip
_PERMUTED = [
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
]  # fmt: skip
# Lengths of an IBAN by country, from the SWIFT registry of 2024.
_IBAN_LENGTHS = dict(
    pair.split("=")
    for pair in (
        "AD=24 AE=23 AL=28 AT=20 AZ=28 BA=20 BE=16 BG=22 BH=22 BI=27 BR=29 BY=28 CH=21 CR=22 CY=28 "
        "CZ=24 DE=22 DJ=27 DK=18 DO=28 EE=20 EG=29 ES=24 FI=18 FK=18 FO=18 FR=27 GB=22 GE=22 GI=23 "
        "GL=18 GR=27 GT=28 HR=21 HU=28 IE=22 IL=23 IQ=23 IS=26 IT=27 JO=30 KW=30 KZ=20 LB=28 LC=32 "
        "LI=21 LT=20 LU=20 LV=21 LY=25 MC=27 MD=24 ME=22 MK=19 MN=20 MR=27 MT=31 MU=30 NI=28 NL=18 "
        "NO=15 OM=23 PK=24 PL=28 PS=29 PT=25 QA=29 RO=24 RS=22 RU=33 SA=24 SC=31 SD=18 SE=24 SI=19 "
        "SK=24 SM=27 SO=23 ST=25 SV=28 TL=23 TN=24 TR=26 UA=29 VA=22 VG=24 XK=20"
    ).split()
)


def bare(number: str) -> str:
    """The letters and digits of a number, in ASCII capitals."""
    return re.sub(r"[^0-9A-Z]", "", number.translate(_DIGITS).upper())


def luhn(digits: str) -> bool:
    """Payment cards, Canadian and Saudi numbers: the last digit completes the sum."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and len(set(digits)) > 1


def iban(number: str) -> bool:
    """An international bank account number (ISO 13616): its country's length, and 1 modulo 97."""
    if _IBAN_LENGTHS.get(number[:2]) != str(len(number)):
        return False
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1


def dni(number: str) -> bool:
    """A Spanish identity number, of a citizen (DNI) or a foreigner (NIE), by its letter."""
    first, letter = number[:-1].translate(str.maketrans("XYZ", "012")), number[-1]
    return first.isdigit() and _DNI_LETTERS[int(first) % 23] == letter


def nir(number: str) -> bool:
    """A French social security number with its key: 97 minus the rest modulo 97."""
    number = number.replace("2A", "19").replace("2B", "18")
    return number.isdigit() and 97 - int(number[:13]) % 97 == int(number[13:15])


def ssn(number: str) -> bool:
    """A United States social security number has no key; some were never given out."""
    area, group, serial = number[:3], number[3:5], number[5:]
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"


def verhoeff(number: str) -> bool:
    """An Indian Aadhaar number."""
    check = 0
    for place, digit in enumerate(reversed(number)):
        check = int(_VERHOEFF[check][int(_PERMUTED[place % 8][int(digit)])])
    return check == 0


def cpf(number: str) -> bool:
    """A Brazilian taxpayer's number, by its two last digits."""

    def key(length: int) -> int:
        total = sum(int(number[place]) * (length + 1 - place) for place in range(length))
        return total * 10 % 11 % 10

    return len(set(number)) > 1 and key(9) == int(number[9]) and key(10) == int(number[10])


def rut(number: str) -> bool:
    """A Chilean number, by its digit or K."""
    digits = number[:-1]
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits)))
    return "0123456789K0"[11 - total % 11] == number[-1]


def egyptian(number: str) -> bool:
    """An Egyptian identity number holds a day of birth and a governorate."""
    century = {"2": "19", "3": "20"}.get(number[0])
    try:
        datetime.date(int(f"{century}{number[1:3]}"), int(number[3:5]), int(number[5:7]))
    except ValueError:
        return False
    return 1 <= int(number[7:9]) <= 35 or number[7:9] == "88"
