"""What a story holds by how old somebody was, for those that are written already."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

# As they stood in stories.categories: the fourth note in the list, and two ages.
CHILD, CHILDREN = 1 << 3, ("under13", "13-17")


def forwards(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Marks them."""
    stories = apps.get_model("stories", "Story").objects.filter(examples__age__in=CHILDREN)
    keys = list(stories.values_list("pk", flat=True).distinct())
    for start in range(0, len(keys), 500):
        few = apps.get_model("stories", "Story").objects.filter(pk__in=keys[start : start + 500])
        few.update(holds=F("holds").bitor(CHILD))


class Migration(migrations.Migration):
    dependencies = [("stories", "0021_names_at_desk")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
