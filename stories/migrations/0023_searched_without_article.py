"""What stands in the index already is found without the article of Arabic too."""

from itertools import batched

from django.db import migrations

from stories.folding import without_proclitics


def add_them_without(apps, schema_editor):
    """The words of each story tell it: the story itself is not read for it."""
    Searched = apps.get_model("stories", "Searched")
    keys = list(Searched.objects.order_by("pk").values_list("pk", flat=True))
    for some in batched(keys, 500):
        changed = []
        for one in Searched.objects.filter(pk__in=some):
            words = {word for text in without_proclitics(one.terms) for word in text.split()}
            terms = f" {' '.join(sorted(words))} "
            if terms != one.terms:
                one.terms = terms
                changed.append(one)
        Searched.objects.bulk_update(changed, ["terms"])


class Migration(migrations.Migration):
    dependencies = [("stories", "0022_holds_by_age")]

    operations = [migrations.RunPython(add_them_without, migrations.RunPython.noop)]
