"""What a passport says in plain words, in Dutch (level B1) or English: how a skill shows, how long it was used, when last."""

from ...cv.entry import USED
from .statements import Period, Role, Statement

_MONTHS = (
    ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
)
_KINDS = {
    "work": ("werk", "work"), "internship": ("stage", "an internship"), "volunteering": ("vrijwilligerswerk", "voluntary work"), "project": ("een project", "a project"),
    "education": ("een opleiding", "a study"), "course": ("een cursus", "a course"), "certificate": ("een certificaat of registratie", "a certificate or registration"),
    "claim": ("eigen woorden", "own words"),
}  # fmt: skip
_ROLES = {
    "work": ("werk", "work"), "internship": ("stage", "internship"), "volunteering": ("vrijwilligerswerk", "voluntary work"), "project": ("project", "project"),
    "education": ("opleiding", "study"), "course": ("cursus", "course"), "certificate": ("certificaat", "certificate"),
}  # fmt: skip
_STATUS = {"not_obtained": ("niet gehaald", "not obtained"), "ongoing": ("nog bezig", "still going on")}
_OWNER = {
    "added": ("zelf toegevoegd", "added by the owner"), "corrected": ("zelf aangepast", "corrected by the owner"), "confirmed": ("zelf bevestigd", "confirmed by the owner"),
}  # fmt: skip
_UNSIGNED = (
    "Eigen verklaring, gemaakt uit een cv en niet ondertekend. Niemand heeft diploma's, certificaten of werk gecontroleerd.",
    "Self-asserted, made from a CV and not signed. Nobody has checked diplomas, certificates or work.",
)
_MEANING = {
    "hard": (
        "Dit staat op een diploma, certificaat of registratie, of je leert het voor dat diploma.",
        "A diploma, certificate or registration says this, or one learns it for that diploma.",
    ),
    "semi-hard": (
        "Deze persoon heeft dit gedaan in werk, in een stage, als vrijwilliger of in een opleiding.",
        "This person did this at work, in an internship, as a volunteer or in a study.",
    ),
    "soft": (
        "Deze persoon zegt dit zelf. Er is geen diploma en geen werk bij genoemd.",
        "This person says so. No diploma and no work is named for it.",
    ),
}


def class_meaning(evidence: str, lang: str) -> str:
    """What a class of evidence says of a skill."""
    return _MEANING[evidence][lang == "en"]


def unsigned(lang: str) -> str:
    """What every passport has to say of itself."""
    return _UNSIGNED[lang == "en"]


def shown_by(said: Statement, lang: str) -> str:
    """What the skill shows from: "hbo-diploma social work, werk, zelf aangepast"."""
    english = lang == "en"
    parts = [reason.names[english] for reason in said.reasons]
    parts += [_KINDS[kind][english] for kind in said.kinds if kind != "claim" or not said.owner and len(said.kinds) + len(parts) == 1]
    if said.evidence != "hard" and said.status in _STATUS:
        parts[0] += f" ({_STATUS[said.status][english]})"
    parts += [_OWNER[said.owner][english]] if said.owner else []
    if said.valid_until:
        parts.append(("geldig tot en met ", "valid to ")[english] + month(said.valid_until, lang))
    return ", ".join(dict.fromkeys(parts))


def evidence_phrase(said: Statement, lang: str) -> str:
    """One sentence: the class of evidence, what it shows from, how long and when last."""
    english = lang == "en"
    classes = {"hard": ("Hard bewijs", "Hard evidence"), "semi-hard": ("Halfhard bewijs", "Semi-hard evidence"), "soft": ("Zacht bewijs", "Soft evidence")}
    parts = [f"{classes[said.evidence][english]}: {shown_by(said, lang)}"]
    if said.period.months:
        parts.append(duration(said.period.months, lang))
    if last := last_used(said.period, lang):
        parts.append(f"{('laatst', 'last')[english]}: {last}")
    return "; ".join(parts) + "."


def role_name(role: Role, lang: str) -> str:
    """The occupation or diploma, else what it was: "opleiding, hbo", "werk, beroep niet herkend"."""
    english = lang == "en"
    if role.names:
        return role.names[english]
    status = _STATUS.get(role.status)
    unknown = [("beroep niet herkend", "occupation not recognised")[english]] if role.kind in USED else []
    parts = [_ROLES[role.kind][english], *([role.level] if role.level else []), *([status[english]] if status else unknown)]
    return ", ".join(parts)


def role_kind(role: Role, lang: str) -> str:
    """What it was where that is not plain from its name: an internship, voluntary work; else ""."""
    return _ROLES[role.kind][lang == "en"] if role.names and role.kind != "work" else ""


def duration(months: int, lang: str) -> str:
    """Months under a year, from then years: "9 maanden", "2 jaar", "ruim 5 jaar" from three months more."""
    english, (years, rest) = lang == "en", divmod(months, 12)
    if not years:
        return f"{rest} {('maand', 'month')[english] if rest == 1 else ('maanden', 'months')[english]}"
    more = ("ruim ", "over ")[english] if rest >= 3 else ""
    return f"{more}{years} {('jaar', 'year' if years == 1 else 'years')[english]}"


def last_used(period: Period, lang: str) -> str:
    """When a skill was used last: "nu", "2019", "maart 2019"; "" when nothing says so."""
    if period.ongoing:
        return ("nu", "now")[lang == "en"]
    return month(period.until, lang) if period.until else ""


def span(period: Period, lang: str) -> str:
    """A period: "maart 2015 tot en met augustus 2019", "sinds 2021", "2006"."""
    english = lang == "en"
    if period.ongoing and period.from_:
        return f"{('sinds', 'since')[english]} {month(period.from_, lang)}"
    if period.from_ and period.until and period.from_ != period.until:
        return f"{month(period.from_, lang)} {('t/m', 'to')[english]} {month(period.until, lang)}"
    return month(period.until or period.from_, lang) if period.until or period.from_ else ""


def month(written: str, lang: str) -> str:
    """2019 or 2019-03 in words."""
    year, _, number = written.partition("-")
    return f"{_MONTHS[lang == 'en'][int(number) - 1]} {year}" if number else year
