"""What a passport says in plain words, in Dutch (level B1) or English: how a skill shows, how long it was used, when last."""

from .statements import Period, Role, Statement

_MONTHS = (
    ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
)
_KINDS = {
    "work": ("werk", "work"), "internship": ("stage", "an internship"), "volunteering": ("vrijwilligerswerk", "voluntary work"), "project": ("een project", "a project"),
    "education": ("een opleiding", "a study"), "course": ("een cursus", "a course"), "certificate": ("een certificaat", "a certificate"),
    "claim": ("eigen woorden", "own words"),
}  # fmt: skip
_ROLES = {
    "work": ("werk", "work"), "internship": ("stage", "internship"), "volunteering": ("vrijwilligerswerk", "voluntary work"), "project": ("project", "project"),
    "education": ("opleiding", "study"), "course": ("cursus", "course"), "certificate": ("certificaat", "certificate"),
}  # fmt: skip
_OWNER = {
    "added": ("zelf toegevoegd", "added by the owner"), "corrected": ("zelf aangepast", "corrected by the owner"), "confirmed": ("zelf bevestigd", "confirmed by the owner"),
}  # fmt: skip
_UNSIGNED = (
    "Eigen verklaring, gemaakt uit een cv en niet ondertekend. Niemand heeft diploma's, certificaten of werk gecontroleerd.",
    "Self-asserted, made from a CV and not signed. Nobody has checked diplomas, certificates or work.",
)


def unsigned(lang: str) -> str:
    """What every passport has to say of itself."""
    return _UNSIGNED[lang == "en"]


def shown_by(said: Statement, lang: str) -> str:
    """What the skill shows from: "hbo-diploma social work, werk, zelf aangepast"."""
    english = lang == "en"
    parts = [reason.names[english] for reason in said.reasons]
    parts += [_KINDS[kind][english] for kind in said.kinds if kind != "claim" or len(said.kinds) + len(parts) == 1]
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
    """The occupation of a job, else what it was: "opleiding, hbo", "cursus"."""
    english = lang == "en"
    if role.names:
        return role.names[english]
    status = {"not_obtained": ("geen diploma", "no diploma"), "ongoing": ("nog bezig", "still going on")}.get(role.status)
    parts = [_ROLES[role.kind][english], *([role.level] if role.level else []), *([status[english]] if status else [])]
    return ", ".join(parts)


def role_kind(role: Role, lang: str) -> str:
    """What it was where that is not plain from its name: an internship, voluntary work; else ""."""
    return _ROLES[role.kind][lang == "en"] if role.names and role.kind != "work" else ""


def duration(months: int, lang: str) -> str:
    """Under two years with months, from then in whole years."""
    english, (years, rest) = lang == "en", divmod(months, 12)
    short = f"{rest} {('maand', 'month')[english] if rest == 1 else ('maanden', 'months')[english]}"
    long = f"{years} {('jaar', 'years' if years > 1 else 'year')[english]}"
    if not years:
        return short
    return long if years > 1 or not rest else f"{long} {('en', 'and')[english]} {short}"


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
