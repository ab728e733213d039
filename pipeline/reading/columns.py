"""Which fields of a record, or columns of a table, are the id, title, text, kind and language of a document.

Names are compared without regard to case and outer spaces. The first name that has a value counts. When the text is given by
the user as several columns, all of them are the text, in that order, each under its name as a heading.
"""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

TEXT_NAMES = (
    "text", "description", "tekst", "body", "vacaturetekst", "vacature_tekst", "functieomschrijving", "functie_omschrijving", "omschrijving",
    "beschrijving", "vacancy_text", "job_description", "jobdescription", "cv_tekst", "cv_text", "inhoud", "content",
)  # fmt: skip


def folded(name: str) -> str:
    """A name as it is compared; a byte order mark, as files that were put together have, is no part of it."""
    return name.strip().lower() if name.isascii() else name.strip().strip("\ufeff").strip().lower()


def first_filled(fields: Iterable[tuple[str, object]]) -> dict:
    """The fields as one record: of two with the same name the first that has a value counts."""
    record: dict = {}
    for name, value in fields:
        if record.get(name) in (None, ""):
            record[name] = value
    return record


def _names(value):
    """One name or a list of names -> folded names; other values as they are, for pydantic to refuse."""
    values = [value] if isinstance(value, str) else value
    listed = isinstance(values, list | tuple) and all(isinstance(name, str) and name.strip() for name in values)
    return tuple(folded(name) for name in values) if listed else values


Names = Annotated[tuple[str, ...], BeforeValidator(_names)]


class Columns(BaseModel):
    """Names of the fields; the table ``[columns]`` of skillstaal.toml. ``text`` None stands for the first filled of TEXT_NAMES."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Names = Field(
        ("id", "identifier", "vacature_id", "vacatureid", "vacaturenummer", "vacature_nummer", "vacancy_id", "job_id", "jobid", "document_id", "referentienummer", "kenmerk"),
        min_length=1,
    )  # fmt: skip
    title: Names = Field(("title", "titel", "functietitel", "functie_titel", "vacaturetitel", "functie", "functienaam", "job_title", "jobtitle"), min_length=1)
    text: Names | None = Field(None, min_length=1)
    kind: Names = Field(("kind", "tekstsoort", "documentsoort", "soort_tekst", "soort_document"), min_length=1)
    language: Names = Field(("language", "taal", "taalcode", "lang", "inlanguage"), min_length=1)

    published: Names = Field(
        ("published", "dateposted", "date_posted", "publicatiedatum", "publicatie_datum", "datum_publicatie", "plaatsingsdatum", "gepubliceerd", "datum"), min_length=1
    )
    sector: Names = Field(("sector", "industry", "branche", "bedrijfstak"), min_length=1)
    region: Names = Field(("region", "regio", "provincie", "addressregion", "address_region", "gemeente", "standplaats", "plaats", "addresslocality", "locatie", "location"), min_length=1)

    def wanted(self) -> set[str]:
        """Every name that is looked for."""
        return {*self.id, *self.title, *(self.text or TEXT_NAMES), *self.kind, *self.language, *self.published, *self.sector, *self.region}
