"""What a careless server would do, for the tests of the audit."""

from metoo.audit.inventory import Check

# Runs before everything else in each process of the site: the leaks of a careless server.
CARELESS = """
import base64, pathlib, pickle, sys, tempfile, time
from django.core.handlers.base import BaseHandler

sound = BaseHandler.get_response

def leak(request):
    from moderation.sessions import SessionStore
    from stories.models import Count, Submission

    words = request.POST["examples-0-text"]
    print("taken in:", words, file=sys.stderr, flush=True)
    print("so it is not read at a glance:", words[::-1], file=sys.stderr, flush=True)
    agent = request.META["HTTP_USER_AGENT"]
    print(base64.b64encode(agent.encode()).decode(), file=sys.stderr, flush=True)
    # Beside the database: where it was started.
    pathlib.Path("draft.txt").write_bytes(words.encode("utf-16-le"))
    pathlib.Path("cache").mkdir(exist_ok=True)
    pathlib.Path("cache", "answers").write_bytes(pickle.dumps({"/say/": words}))
    Submission.objects.update(to_her=request.META["HTTP_X_FORWARDED_FOR"].encode())
    with tempfile.NamedTemporaryFile("wb", delete=False) as file:
        file.write(b"x" + base64.b64encode(b"y" + words.encode()))
    session = SessionStore()
    session["browser"] = agent * 20
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
