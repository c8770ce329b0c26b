"""What Django's own pages of lists say at the desk, for our catalogues: Django's have most of it in
most languages, and none of them all of it. Ours go before Django's. Never called."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

SAID = (
    # Around every page.
    _("Skip to main content"), _("Breadcrumbs"), _("Home"), _("History"), _("Close"), _("Error:"),
    # The index.
    _("Model name"), _("Add link"), _("Change or view list link"), _("View"), _("Change"),
    _("Recent actions"), _("My actions"), _("None available"), _("%(app)s administration"),
    _("You don’t have permission to view or edit anything."),
    # A list: its filters, what is looked for in it, its order.
    _("Filter"), _(" By %(filter_title)s "), _("Show counts"), _("Hide counts"),
    _("Clear all filters"), _("All"), _("Yes"), _("No"), _("Any date"), _("Today"),
    _("Past 7 days"), _("This month"), _("This year"), _("Search"), _("Search %(name)s"),
    _("Show all"), _("%(full_result_count)s total"), _("Select %s to view"),
    _("Remove from sorting"), _("Toggle sorting"), _("Sorting priority: %(priority_number)s"),
    _("Pagination %(name)s"),
    ngettext_lazy("%(counter)s result", "%(counter)s results"),
    # What is done with some of them.
    _("Action:"), _("Run"), _("- Select an option -"), _("0 of %(cnt)s selected"),
    _("Select all objects on this page for an action"),
    _("Select this object for an action - {}"), _("No action selected."),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    ngettext_lazy("%(total_count)s selected", "All %(total_count)s selected"),
    # One of them.
    _("View %s"), _("View on site"), _("Change history: %s"),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("This object doesn’t have a change history. It probably wasn’t added via this admin site."),
    # Another password, by Django.
    _("Password change"), _("Password change successful"), _("Your password was changed."),
    _("Change password"), _("Log out"), _("Documentation"),
    _("Toggle theme (current theme: auto)"), _("Toggle theme (current theme: light)"),
    _("Toggle theme (current theme: dark)"),
)  # fmt: skip
