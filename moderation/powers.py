"""What somebody is and may at the desk: her roles, her second factors, and what follows from them.

Every page asks for all of it, and asks for it anew: so it is asked for in one, in plain words.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Permission, User
from django.db import connection

# What each of the three is marked by.
_ROLE, _FACTOR, _MAY = "role", "factor", "may"
_MAYS = """
  SELECT '{may}', t.app_label, p.codename FROM auth_permission p
  JOIN django_content_type t ON t.id = p.content_type_id"""
_OF_ALL = f"""
SELECT '{_ROLE}', g.name, '' FROM auth_group g
  JOIN auth_user_groups m ON m.group_id = g.id WHERE m.user_id = %(person)s
UNION SELECT '{_FACTOR}', CAST(f.id AS text), '' FROM mfa_authenticator f
  WHERE f.user_id = %(person)s
UNION {_MAYS.format(may=_MAY)}
  JOIN auth_group_permissions r ON r.permission_id = p.id
  JOIN auth_user_groups m ON m.group_id = r.group_id WHERE m.user_id = %(person)s
UNION {_MAYS.format(may=_MAY)}
  JOIN auth_user_user_permissions o ON o.permission_id = p.id WHERE o.user_id = %(person)s
"""  # noqa: S608 - nothing in it comes from anybody


@dataclass(frozen=True, slots=True)
class Powers:
    """The names of her roles and the keys of her second factors, each after its kind; and what she
    may, as `app.permission`, by her roles and by herself. Whether her account is open is not asked
    here."""

    has: tuple[str, ...]
    may: frozenset[str]


def of(person: User) -> Powers:
    """As it stands in the database now."""
    has, may = [], set()
    with connection.cursor() as cursor:
        cursor.execute(_OF_ALL, {"person": person.pk})
        for kind, one, other in cursor.fetchall():
            if kind == _MAY:
                may.add(f"{one}.{other}")
            else:
                has.append(f"{kind} {one}")
    if person.is_superuser:
        every = Permission.objects.order_by().values_list("content_type__app_label", "codename")
        may = {f"{app}.{name}" for app, name in every}
    return Powers(tuple(sorted(has)), frozenset(may))
