"""The article groups of the tax administration's code list 04: what a category of goods is to the law. Pure.

Source: SAF-T Cash Register, PredefinedBasicID-04. The names are the law's own, in Norwegian and in English.
"""

from __future__ import annotations

from .records import record

OTHER = "04999"
"""What a category is before anybody has said more of it."""


@record
class ArticleGroup:
    """One code with its names."""

    code: str
    norwegian: str
    english: str

    def name(self, language: str) -> str:
        """What it is called in that language; Norwegian wherever it is not English."""
        return self.english if language == "en" else self.norwegian


ARTICLE_GROUPS = (
    ArticleGroup("04001", "Uttak av behandlingstjenester", "Withdrawal of treatment services"),
    ArticleGroup("04002", "Uttak av behandlingsvarer", "Withdrawal of goods used for treatment services"),
    ArticleGroup("04003", "Varesalg", "Sale of goods"),
    ArticleGroup("04004", "Salg av behandlingstjenester", "Sale of treatment services"),
    ArticleGroup("04005", "Salg av hårklipp", "Sale of haircut"),
    ArticleGroup("04006", "Mat", "Food"),
    ArticleGroup("04007", "Øl", "Beer"),
    ArticleGroup("04008", "Vin", "Wine"),
    ArticleGroup("04009", "Brennevin", "Liquor"),
    ArticleGroup("04010", "Rusbrus/Cider", "Alcopops/Cider"),
    ArticleGroup("04011", "Mineralvann (brus)", "Soft drinks/Mineral water"),
    ArticleGroup("04012", "Annen drikke (te, kaffe etc)", "Other drinks (tea, coffee etc)"),
    ArticleGroup("04013", "Tobakk", "Tobacco"),
    ArticleGroup("04014", "Andre varer", "Other goods"),
    ArticleGroup("04015", "Inngangspenger", "Entrance fee (cover charge)"),
    ArticleGroup("04016", "Inngangspenger fri adgang (uten vederlag)", "Free entrance (members etc)"),
    ArticleGroup("04017", "Garderobeavgift", "Cloakroom fee"),
    ArticleGroup("04018", "Garderobeavgift fri garderobe (uten vederlag)", "Free cloakroom"),
    ArticleGroup("04019", "Helpensjon: overnatting med frokost, lunsj og middag", "Accommodation - full board"),
    ArticleGroup("04020", "Halvpensjon: overnatting med frokost og middag", "Accommodation - half board"),
    ArticleGroup("04021", "Overnatting med frokost", "Accommodation - with breakfast"),
    ArticleGroup(OTHER, "Øvrige", "Other"),
)
"""All of the list, in its order."""

CODES = frozenset(group.code for group in ARTICLE_GROUPS)
