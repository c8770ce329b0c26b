"""What it looks like when the database or the cache does not answer."""

from django.db import InterfaceError, OperationalError
from redis.exceptions import RedisError

# Does not answer, as against says no. A cache that says no (it is full, it cannot
# write to its disk) is no better than one that is away.
AWAY = (OperationalError, InterfaceError, RedisError)

# Seconds after which it is worth another try.
RETRY_AFTER = 30
