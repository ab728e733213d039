"""What a publisher says of a dataset in ``dataset.ttl``: the table [dataset] of skillstaal.toml.

These are the properties that DCAT-AP-NL 3.0 makes mandatory and that nobody but the publisher knows. Until they are given, the
dataset counts as not public, with an unknown licence.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ontology.namespaces import EU_AUTHORITY

Iri = Annotated[str, Field(pattern=r"^(https?://|mailto:)[^\s<>\"{}|\\^`]+$")]

ACCESS = ("public", "restricted", "non_public")
THEMES = ("AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "OP_DATPRO", "REGI", "SOCI", "TECH", "TRAN")


class Publication(BaseModel):
    """``publisher`` and ``contact`` are names, ``publisher_iri`` preferably that of TOOI; ``contact_url`` is a web or mailto address;
    ``address`` is where the run folder is published; ``themes`` are codes of the EU's data themes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title_nl: str = Field("Vaardigheden in teksten van de arbeidsmarkt", min_length=1)
    title_en: str = Field("Skills in labour-market texts", min_length=1)
    publisher: str = Field("Gebruiker van Skillstaal", min_length=1)
    publisher_iri: Iri = "https://w3id.org/skillstaal/user"
    contact: str = Field("Gebruiker van Skillstaal", min_length=1)
    contact_url: Iri = "https://w3id.org/skillstaal"
    license: Iri = "http://standaarden.overheid.nl/owms/terms/licentieonbekend"
    access: Literal[ACCESS] = "non_public"
    themes: tuple[Literal[THEMES], ...] = Field(("SOCI",), min_length=1)
    keywords: tuple[str, ...] = ("arbeidsmarkt", "vaardigheden", "vacatures")
    address: Annotated[str, Field(pattern=r"^https?://\S+/$")] | None = None

    @property
    def access_iri(self) -> str:
        """The access right in the EU's list."""
        return f"{EU_AUTHORITY}access-right/{self.access.upper()}"

    @property
    def theme_iris(self) -> list[str]:
        """The themes in the EU's list."""
        return [f"{EU_AUTHORITY}data-theme/{theme}" for theme in self.themes]
