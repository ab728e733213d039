"""Dutch and English words on the pages of a release, and what the pages call types, mappings and other schemes."""

from .namespaces import CNL_AREA, CNL_CAPABILITY, ESCO_BASE, ESCO_ISCO, ESCO_OCCUPATION, ESCO_SKILL, ONET_ELEMENT, ONET_OCCUPATION, ONET_SCHEME

# type -> (page, singular nl, plural nl, singular en, plural en, what it is nl, what it is en)
TYPES = {
    "skill": (
        "vaardigheden", "vaardigheid", "vaardigheden", "skill", "skills",
        "Iets kunnen doen: een activiteit die iemand in werk of leren kan uitvoeren.",
        "Being able to do something: an activity that a person can carry out in work or learning.",
    ),
    "knowledge": (
        "kennis", "kennis", "kennis", "knowledge", "knowledge",
        "Een vakgebied, hulpmiddel, systeem, programma of norm die iemand kent.",
        "A field, tool, system, program or norm that a person knows.",
    ),
    "attitude": (
        "houdingen", "houding", "houdingen", "attitude", "attitudes",
        "Een eigenschap of instelling die in het werk blijkt.",
        "A trait or stance that shows in work.",
    ),
    "language": (
        "talen", "taal", "talen", "language", "languages",
        "Een natuurlijke taal, gesproken, geschreven of gebaard.",
        "A natural language, spoken, written or signed.",
    ),
    "certificate": (
        "certificaten", "certificaat", "certificaten", "certificate", "certificates",
        "Een diploma, certificaat, registratie of rijbewijs dat iets aantoont of toestaat.",
        "A diploma, certificate, registration or licence that proves or permits something.",
    ),
    "occupation": (
        "beroepen", "beroep", "beroepen", "occupation", "occupations",
        "Een beroep zoals vacatures het noemen, met de vaardigheden die erbij horen.",
        "An occupation as vacancies call it, with the skills that belong to it.",
    ),
    "group": (
        "groepen", "groep", "groepen", "group", "groups",
        "Een kop waaronder andere begrippen staan.",
        "A heading that other concepts stand under.",
    ),
}  # fmt: skip

MATCHES = {
    "exactMatch": ("gelijk aan", "the same as"),
    "closeMatch": ("vrijwel gelijk aan", "nearly the same as"),
    "broadMatch": ("valt onder", "falls under"),
    "narrowMatch": ("omvat", "includes"),
    "relatedMatch": ("verwant aan", "related to"),
}

REUSE_LEVELS = {
    "transversal": ("in alle beroepen", "in all occupations"),
    "cross-sector": ("in meer sectoren", "across sectors"),
    "sector-specific": ("in één sector", "in one sector"),
    "occupation-specific": ("in één beroep", "in one occupation"),
}

# beginning of an IRI -> what it names; the longest that fits
SCHEMES = {
    ESCO_SKILL: ("ESCO-vaardigheid", "ESCO skill"),
    ESCO_OCCUPATION: ("ESCO-beroep", "ESCO occupation"),
    ESCO_ISCO: ("ISCO-08-beroepsgroep", "ISCO-08 group"),
    CNL_CAPABILITY: ("CompetentNL-vaardigheid", "CompetentNL human capability"),
    CNL_AREA: ("CompetentNL-kennisgebied", "CompetentNL knowledge area"),
    ONET_ELEMENT: ("O*NET-element", "O*NET element"),
    ONET_OCCUPATION: ("O*NET-beroep", "O*NET occupation"),
}

# beginning of the IRIs that mappings point at -> the credit that their publisher asks for
ATTRIBUTIONS = {
    ESCO_BASE: (
        "Deze publicatie gebruikt de ESCO-classificatie van de Europese Commissie. Overgenomen zijn alleen verwijzingen naar begrippen van ESCO.",
        "This publication uses the ESCO classification of the European Commission. Only references to concepts of ESCO were taken over.",
    ),
    ONET_SCHEME: (
        "Deze publicatie verwijst naar de O*NET-database van het Amerikaanse ministerie van Arbeid (USDOL/ETA), licentie CC BY 4.0. "
        "Overgenomen zijn alleen verwijzingen. O*NET® is een handelsmerk van USDOL/ETA.",
        "This publication refers to the O*NET Database by the U.S. Department of Labor (USDOL/ETA), licence CC BY 4.0. "
        "Only references were taken over. O*NET® is a trademark of USDOL/ETA.",
    ),
}

LICENSES = {
    "https://creativecommons.org/licenses/by/4.0/": "Creative Commons BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "Creative Commons CC0 1.0",
}

FILES = {
    "ontology.ttl": ("de hele ontologie in Turtle", "the whole ontology in Turtle"),
    "ontology.nt.gz": ("hetzelfde in N-Triples, om in te lezen", "the same in N-Triples, for loading"),
    "ontology.jsonld": ("hetzelfde in JSON-LD", "the same in JSON-LD"),
    "mappings.sssom.tsv": ("koppelingen met andere classificaties (SSSOM)", "mappings to other classifications (SSSOM)"),
    "shapes.ttl": ("regels waaraan de gegevens voldoen (SHACL)", "rules that the data follow (SHACL)"),
    "schema.ttl": ("ons eigen vocabulaire", "our own vocabulary"),
    "void.ttl": ("beschrijving van de gegevens (VoID)", "description of the data (VoID)"),
    "changes.md": ("wijzigingen om te lezen", "changes for reading"),
    "changes.kgcl": ("wijzigingen als KGCL", "changes as KGCL"),
    "changes.json": ("wijzigingen als JSON", "changes as JSON"),
}
