"""Whether words are a place: towns of the Netherlands and Flanders (Faker's lists), parts of them and regions."""

import importlib
import re
from functools import lru_cache

from ontology.normalising import fold

_COUNTRY = re.compile(r"[ ,(]+(?:NL|BE|Nederland|Netherlands|The Netherlands|België|Belgium)\)?$")
_PART_OF_TOWN = re.compile(r"(?i)[ -](?:noord|oost|zuid|west|centrum|stad)(?:oost|west)?$|(?:,? \([\w .'-]+\)|, \w[\w .'-]+)$")
_REGION = re.compile(
    r"(?:(?:regio|omgeving|provincie|region|near) )?(?:'t Gooi|het Gooi|(?:de )?Achterhoek|Twente|(?:de )?Veluwe|(?:de )?Betuwe|(?:de )?Randstad|(?:het )?Westland|Salland|(?:de )?Kempen|Waasland|Meetjesland|Haspengouw|"
    r"Pajottenland|Westhoek|Groningen|Friesland|Fryslân|Drenthe|Overijssel|Flevoland|Gelderland|Utrecht|(?:Noord|Zuid)-Holland|Zeeland|Noord-Brabant|Limburg|"
    r"(?:Oost|West)-Vlaanderen|Antwerpen|Vlaams-Brabant)"
)


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    found = (importlib.import_module(f"faker.providers.address.{locale}").Provider.cities for locale in ("nl_NL", "nl_BE"))
    return frozenset(fold(place) for places in found for place in places)


def is_place(words: str) -> bool:
    """Whether these words are a Dutch or Flemish place, a part of one ("Rotterdam-West", "Leiden (Merenwijk)") or a region."""
    return words[:1].isupper() and fold(_COUNTRY.sub("", _PART_OF_TOWN.sub("", words))) in _places() or _REGION.fullmatch(words) is not None
