"""What is known from elsewhere of how often it happens and how seldom it is told, as data.

It stands beside our number so that nobody takes that for the whole, and is set against nothing:
these asked people who were chosen; we count who came. `words` are quoted exactly as they were read
at `read_at`, and in their language.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Estimate:
    """One finding. `who` published it, of which `when` (a year, or a year and what it covers);
    `asked` is whom, as we put it; `words` theirs; `address` where they published it. `read_at` is
    where the words were read: the same address, or somebody who quotes them."""

    who: str
    title: str
    when: str | Promise
    asked: str | Promise
    words: tuple[str, ...]
    address: str
    read_at: str
    language: str = "en"


_EEOC = "https://www.eeoc.gov/select-task-force-study-harassment-workplace"
_FRA = "https://fra.europa.eu/en/press-release/2014/unreported-violence-against-women-masks-true-extent-problem"
_ONS = (
    "https://www.ons.gov.uk/peoplepopulationandcommunity/crimeandjustice/articles"
    "/sexualoffencesinenglandandwales/yearendingmarch2017"
)
_GAO = "https://www.gao.gov/products/gao-20-564"

ESTIMATES = (
    Estimate(
        who="World Health Organization",
        title="Lifetime toll: 840 million women faced partner or sexual violence",
        when=_("19 November 2025"),
        asked=_("Women from the age of 15 on, in 168 countries, between 2000 and 2023."),
        words=(
            (
                "Nearly 1 in 3 women – estimated 840 million globally – have experienced partner "
                "or sexual violence during their lifetime, a figure that has barely changed since "
                "2000."
            ),
            (
                "It finds 263 million women have experienced non-partner sexual violence since "
                "age 15, a figure experts caution is significantly under-reported due to stigma "
                "and fear."
            ),
        ),
        # Where its news releases are; the address of this one was not seen.
        address="https://www.who.int/news",
        read_at="https://epinews.emphnet.net/en/news/topics-in-focus"
        "/lifetime-toll-840-million-women-faced-partner-or-sexual-violence",
    ),
    Estimate(
        who="European Union Agency for Fundamental Rights",
        title="Violence against women: an EU-wide survey",
        when=_("February 2014"),
        asked=_("42,000 women of 18 to 74 years in 28 countries, drawn by lot, at home, in 2012."),
        words=(
            (
                "Two-thirds of female victims of physical and/or sexual violence did not contact "
                "the police or any other service following the most serious incident of violence "
                "they had experienced"
            ),
        ),
        address=_FRA,
        read_at=_FRA,
    ),
    Estimate(
        who="Office for National Statistics",
        title="Sexual offences in England and Wales: year ending March 2017",
        when=_("Year ending March 2017"),
        asked=_(
            "Women and men of 16 to 59 years in households of England and Wales, for the Crime "
            "Survey. Newer articles have taken this one's place."
        ),
        words=(
            (
                "The CSEW estimated that 20% of women and 4% of men have experienced some type of "
                "sexual assault since the age of 16"
            ),
            "around 5 in 6 victims (83%) did not report their experiences to the police",
        ),
        address=_ONS,
        read_at=_ONS,
    ),
    Estimate(
        who="U.S. Equal Employment Opportunity Commission",
        title="Select Task Force on the Study of Harassment in the Workplace: Report of Co-Chairs",
        when=_("June 2016"),
        asked=_(
            "Many surveys of people at work in the United States, compared. By how they asked and "
            "whom, between 25 and 85 of 100 women had been sexually harassed there. Of those who "
            "had been harassed at work, 70 of 100:"
        ),
        words=("never even talked with a supervisor, manager or union representative about it",),
        address=_EEOC,
        read_at="https://voiceofscs.com/many-victims-still-silent-sexual-misconduct-despite-furor/",
    ),
    Estimate(
        who="U.S. Government Accountability Office",
        title="Workplace Sexual Harassment (GAO-20-564)",
        when=_("September 2020"),
        asked=_("What is known of it at work in the United States, and how well."),
        words=(
            (
                "the few reliable nationwide estimates of sexual harassment's prevalence vary "
                "substantially due to differences in methodology, including the question "
                "structure and time period the survey used"
            ),
        ),
        address=_GAO,
        read_at="https://readkong.com/page"
        "/workplace-sexual-harassment-experts-suggest-expanding-8131776",
    ),
)
