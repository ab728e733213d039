"""Loads, before workers are forked, what the stages read when they first need it (models, cue tables, dictionaries of both languages), so that workers share it."""

from ..translate import Translator
from ..types import Document

_VACANCY = """Ervaren kok (m/v/x) bij De Roode Leeuw in Zwolle
Wij zoeken een jonge collega met passie voor het vak. Hij heeft minimaal drie jaar ervaring, een rijbewijs B en beheerst de Nederlandse taal in woord en geschrift.
Wat ga je doen?
- Je bereidt gerechten en geeft leiding aan de brigade
- bestellen bij leveranciers, voorraad bijhouden
Wat breng je mee? een diploma koken op mbo-niveau 3 kennis van HACCP ervaring met het maken van roosters goede beheersing van Engels en je kunt goed samenwerken in een hecht team
Wat bieden wij?
Een salaris van € 2.800 en 25 vakantiedagen. Bel Anna de Vries, 06-12345678."""

_ENGLISH = """Software engineer
We are looking for a young native speaker who works well in a team.
Requirements
- three years of experience with Python
- a bachelor's degree in computer science
He writes clear documentation."""

_DOCUMENTS = (Document("", _VACANCY), Document("", _ENGLISH, language="en"))


def warm(translator: Translator) -> None:
    """Translates a vacancy in each language."""
    translator.translate_all(_DOCUMENTS)
