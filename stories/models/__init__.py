"""What is kept: submissions, stories, releases, and the counts behind the numbers.

Keys are random, so that neither a number nor its place in a table says when somebody came. The
finest time anywhere in here is a date.
"""

from stories.models.keeping import FormKey, Intake, Place, SealingKey, Tidying
from stories.models.reports import Concern, Report
from stories.models.research import ResearchRelease, ResearchTable, Retold
from stories.models.searched import Searched
from stories.models.standing import Standing
from stories.models.submission import (
    SEALED_TO_DESK,
    SEALED_TO_HER,
    Example,
    State,
    Story,
    StoryQuerySet,
    Submission,
    SubmissionQuerySet,
)
from stories.models.wall import Count, Edition, Release

__all__ = [
    "SEALED_TO_DESK",
    "SEALED_TO_HER",
    "Concern",
    "Count",
    "Edition",
    "Example",
    "FormKey",
    "Intake",
    "Place",
    "Release",
    "Report",
    "ResearchRelease",
    "ResearchTable",
    "Retold",
    "SealingKey",
    "Searched",
    "Standing",
    "State",
    "Story",
    "StoryQuerySet",
    "Submission",
    "SubmissionQuerySet",
    "Tidying",
]
