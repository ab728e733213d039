"""The code lists of a translation in words that people read: (Dutch, English) of each value."""

WORDS: dict[str, dict[str | None, tuple[str, str]]] = {
    "kind": {
        "vacancy": ("vacature", "vacancy"), "cv": ("cv", "CV"), "profile": ("functieprofiel", "function profile"),
        "qualification": ("opleidingstekst", "qualification text"),
    },
    "kinds": {
        "vacancy": ("vacatures", "vacancies"), "cv": ("cv’s", "CVs"), "profile": ("functieprofielen", "function profiles"),
        "qualification": ("opleidingsteksten", "qualification texts"),
    },
    "language": {"nl": ("Nederlands", "Dutch"), "en": ("Engels", "English")},
    "type": {
        "skill": ("vaardigheid", "skill"), "knowledge": ("kennis", "knowledge"), "attitude": ("houding", "attitude"),
        "language": ("taal", "language"), "certificate": ("certificaat", "certificate"),
    },
    "types": {
        "skill": ("vaardigheden", "skills"), "knowledge": ("kennis", "knowledge"), "attitude": ("houdingen", "attitudes"),
        "language": ("talen", "languages"), "certificate": ("diploma’s en certificaten", "diplomas and certificates"),
    },
    "requirement": {
        "required": ("vereist", "required"), "preferred": ("gewenst", "preferred"), "task": ("hoort bij het werk", "part of the work"),
        "not_required": ("niet nodig", "not required"), None: ("niet gezegd", "not said"),
    },
    "evidence": {"hard": ("hard bewijs", "hard evidence"), "semi-hard": ("halfhard bewijs", "semi-hard evidence"), "soft": ("zacht bewijs", "soft evidence")},
    "ground": {
        "age": ("leeftijd", "age"), "gender": ("geslacht", "gender"), "origin": ("afkomst", "origin"), "language": ("taaleisen", "language demands"),
        "religion": ("godsdienst of levensovertuiging", "religion or belief"), "disability": ("handicap of ziekte", "disability or illness"),
        "civil_status": ("burgerlijke staat en gezin", "civil status and family"), "sexual_orientation": ("seksuele gerichtheid", "sexual orientation"),
        "political": ("politieke gezindheid", "political opinion"), "appearance": ("uiterlijk", "appearance"), "working_hours": ("arbeidsduur", "working hours"),
    },
    "directness": {"direct": ("direct", "direct"), "indirect": ("indirect", "indirect"), "stereotype": ("stereotype", "stereotype")},
    "severity": {
        "unlawful_unless_justified": ("verboden, tenzij de wet het toestaat", "unlawful unless justified"), "check": ("nagaan", "to be checked"),
        "style": ("stijl", "style"),
    },
    "stage": {"reading": ("lezen", "reading"), "language": ("taal", "language"), "translating": ("vertalen", "translating")},
    # ISCO-08, first digit; names shortened by us
    "sector": {
        "0": ("militairen", "armed forces"), "1": ("managers", "managers"), "2": ("specialisten", "professionals"),
        "3": ("technici en vakdeskundigen", "technicians and associate professionals"), "4": ("administratief personeel", "clerical support workers"),
        "5": ("dienstverlening en verkoop", "services and sales workers"), "6": ("land-, bosbouw en visserij", "agricultural, forestry and fishery workers"),
        "7": ("ambachten en bouw", "craft and related trades workers"), "8": ("machines, montage en vervoer", "plant and machine operators and drivers"),
        "9": ("elementaire beroepen", "elementary occupations"), None: ("beroep onbekend", "occupation unknown"),
    },
}  # fmt: skip


def word(kind: str, value: str | None, lang: str) -> str:
    """What ``value`` of the code list is called in "nl" or "en"; a value that the list does not have as it is."""
    names = WORDS[kind].get(value)
    return names[lang == "en"] if names else str(value)
