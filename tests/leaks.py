"""What a careless server would do, for the tests of the audit."""

from metoo.audit.inventory import Check

# Runs before everything else in each process of the site: the leaks of a careless server.
CARELESS = """
import base64, sys, tempfile, time
from django.core.handlers.base import BaseHandler

sound = BaseHandler.get_response

def leak(request):
    from moderation.sessions import SessionStore
    from stories.models import Count, Submission

    words = request.POST["examples-0-text"]
    print("taken in:", words, file=sys.stderr, flush=True)
    Submission.objects.update(to_her=request.META["HTTP_X_FORWARDED_FOR"].encode())
    with tempfile.NamedTemporaryFile("wb", delete=False) as file:
        file.write(b"x" + base64.b64encode(b"y" + words.encode()))
    session = SessionStore()
    session["browser"] = request.META["HTTP_USER_AGENT"] * 20
    session.save()
    Count.objects.get_or_create(table="hour", cell=time.strftime("%H:%M:%S"), submissions=1)

def careless(self, request):
    answer = sound(self, request)
    if request.path == "/say/" and b"It arrived" in getattr(answer, "content", b""):
        leak(request)
    return answer

BaseHandler.get_response = careless
"""


def places(*checks: Check) -> str:
    """Where the checks found something; nothing where they found nothing."""
    return "\n".join(place for check in checks for place in check.found)
