"""CVs in formats of fields -> the record of a CV: JSON Resume (jsonresume.org/schema) and Europass (XML and JSON of schema 3, and its HR Open XML).

Names, addresses, other personal details and employers are not read at all. The rest becomes lines under headings, in Dutch or English as the CV is,
so that it goes the same way as every other CV.
"""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from ..errors import RecordError
from .documents import Given, Item, posting_items, whole
from .languages import detect_language

_HEADINGS = {
    "nl": {"profile": "Profiel", "work": "Werkervaring", "volunteer": "Vrijwilligerswerk", "education": "Opleiding", "certificates": "Certificaten",
           "skills": "Vaardigheden", "languages": "Talen", "projects": "Projecten", "hobbies": "Interesses"},
    "en": {"profile": "Profile", "work": "Work experience", "volunteer": "Volunteering", "education": "Education", "certificates": "Certificates",
           "skills": "Skills", "languages": "Languages", "projects": "Projects", "hobbies": "Interests"},
}  # fmt: skip
_NOW = {"nl": "heden", "en": "present"}
_TAGS = re.compile(r"<[^>]+>")
Parts = dict[str, list[str]]


def read_xml(stream, given: Given) -> Iterator[Item]:
    """One Europass CV. Raises RecordError for other XML, and for XML with a document type, which may hold bombs."""
    raw = whole(stream, given)
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise given.refuse("the XML has a document type, which is not read; export the Europass CV again")
    try:
        root = ElementTree.fromstring(raw)
    except ElementTree.ParseError as error:
        raise given.refuse(f"the file is no well-formed XML (line {error.position[0]}); expected a Europass CV") from error
    tree = _tree(root)
    parts = _hr_open(tree) if _find(tree, "CandidateProfile") is not None else _europass(tree)
    if not _says(parts):
        raise given.refuse("the XML has no Europass CV; expected SkillsPassport or Candidate with work, education or skills")
    yield from posting_items(_record(parts) | {"id": given.identifier}, given.name, given)


def is_resume(value) -> bool:
    """Whether a JSON object is a JSON Resume or a Europass CV."""
    return isinstance(value, dict) and ("SkillsPassport" in value or "text" not in value and ("basics" in value or {"work", "education"} <= value.keys()))


def resume_items(value: dict, location: str, given: Given, identifier: str | None) -> Iterator[Item]:
    """The Document of a JSON Resume or Europass CV in JSON, or its RecordError."""
    parts = _europass(value) if "SkillsPassport" in value else _json_resume(value)
    if not _says(parts):
        yield RecordError(identifier or location, "the CV has no work, education, skills or languages; expected some", location)
        return
    yield from posting_items(_record(parts) | {"id": identifier}, location, given)


def _record(parts: Parts) -> dict:
    said = [line for lines in parts.values() for line in lines]
    language = "nl" if detect_language("\n".join(said)) == "nl" else "en"
    text = "\n\n".join("\n".join([_HEADINGS[language][name], *(line.replace("{now}", _NOW[language]) for line in lines)]) for name, lines in parts.items() if lines)
    return {"text": "Curriculum vitae\n\n" + text, "kind": "cv", "language": language}


def _json_resume(value: dict) -> Parts:
    basics = _object(value.get("basics"))
    return {
        "profile": [_words(basics.get(name)) for name in ("label", "summary") if _words(basics.get(name))],
        "work": [line for item in _items(value, "work") for line in _job(item, "position")],
        "volunteer": [line for item in _items(value, "volunteer") for line in _job(item, "position")],
        "projects": [line for item in _items(value, "projects") for line in _job(item, "name")],
        "education": [_dated(item, " ".join(filter(None, (_words(item.get("studyType")), _words(item.get("area")))))) for item in _items(value, "education")],
        "certificates": [f"{_words(item.get('name'))} ({_words(item.get('date'))[:7]})".replace(" ()", "") for item in _items(value, "certificates")],
        "skills": [", ".join([_words(item.get("name")), *_texts(item, "keywords")]) for item in _items(value, "skills")],
        "languages": [f"{_words(item.get('language'))}: {_words(item.get('fluency'))}".strip(": ") for item in _items(value, "languages")],
        "hobbies": [", ".join([_words(item.get("name")), *_texts(item, "keywords")]) for item in _items(value, "interests")],
    }


def _items(value: dict, name: str) -> list[dict]:
    found = value.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _says(parts: Parts) -> bool:
    return any(line.strip() for lines in parts.values() for line in lines)


def _object(value) -> dict:
    return value if isinstance(value, dict) else {}


def _texts(item: dict, name: str) -> list[str]:
    """The words of a list, or of one thing that should have been in one."""
    return [words for one in _each(item.get(name)) if (words := _words(one))]


def _job(item: dict, title: str) -> Iterator[str]:
    yield _dated(item, _words(item.get(title)))
    for text in [item.get("summary") or item.get("description"), *_texts(item, "highlights")]:
        yield from _bullets(_words(text))


def _dated(item: dict, words: str) -> str:
    return _with_period(_words(item.get("startDate"))[:7], _words(item.get("endDate"))[:7], words)


def _with_period(start: str, end: str, words: str) -> str:
    return f"{start} - {end or '{now}'}  {words}" if start else f"{end}  {words}".strip()


def _bullets(text: str) -> Iterator[str]:
    for line in re.split(r"\n|<br ?/?>|</(?:li|p)>", text):
        if clean := _TAGS.sub("", line).strip(" -•*\t"):
            yield f"- {clean}"


def _words(value) -> str:
    if isinstance(value, dict):
        return _words(value.get("Label") or value.get("Description") or value.get("value"))
    return " ".join(str(value).split()) if isinstance(value, str | int) and "\n" not in str(value) else str(value or "") if isinstance(value, str) else ""


def _europass(tree: dict) -> Parts:
    info = _object(_find(tree, "LearnerInfo"))
    skills = _object(info.get("Skills"))
    spoken = _object(skills.get("Linguistic"))
    described = [_words(_object(skills.get(name)).get("Description")) for name in ("Communication", "Organisational", "JobRelated", "Computer", "Other")]
    mother = [_words(_find(item, "Description")) for item in _list(spoken, "MotherTongue")]
    foreign = [(_words(item.get("Description")), _object(item.get("ProficiencyLevel"))) for item in _list(spoken, "ForeignLanguage")]
    driving = _object(skills.get("Driving")).get("Description") or []
    licences = driving.get("Licence") or [] if isinstance(driving, dict) else driving
    return {
        "profile": [text for item in [_object(info.get("Headline"))] if (text := _words(item.get("Description")))],
        "work": [line for item in _list(info, "WorkExperience") for line in (_spell(item, _words(item.get("Position"))), *_bullets(_words(item.get("Activities"))))],
        "education": [_spell(item, f"{_words(item.get('Title'))} {_words(item.get('Level'))}".strip()) for item in _list(info, "Education")],
        "certificates": [_words(item.get("Title")) for item in _list(info, "Achievement")] + [f"rijbewijs {_words(code)}" for code in _each(licences) if _words(code)],
        "skills": [line for text in described if text for line in _bullets(text)],
        "languages": [f"{language}: C2" for language in mother if language] + [f"{language}: {_level(levels)}" for language, levels in foreign if language],
    }


def _level(levels: dict) -> str:
    return max((_words(level) for level in levels.values()), default="")


def _spell(item: dict, words: str) -> str:
    period = _object(item.get("Period"))
    return _with_period(_month(period.get("From")), "" if str(period.get("Current")).lower() == "true" else _month(period.get("To")), words)


def _month(value) -> str:
    if not isinstance(value, dict) or not value.get("Year"):
        return ""
    month = re.sub(r"\D", "", str(value.get("Month") or ""))
    return f"{value['Year']}-{int(month):02d}" if month else str(value["Year"])


def _hr_open(tree: dict) -> Parts:
    profile = _object(_find(tree, "CandidateProfile"))
    jobs = [position for employer in _list(profile, "EmployerHistory") for position in _each(employer.get("PositionHistory") or []) if isinstance(position, dict)]
    spoken, other = [], []
    for item in _list(profile, "PersonCompetency"):
        target = spoken if "language" in _words(item.get("TaxonomyID")).lower() else other
        target.append(_words(item.get("CompetencyName") or item.get("CompetencyID")))
    return {
        "profile": list(_bullets(_words(profile.get("ExecutiveSummary")))),
        "work": [line for item in jobs for line in (_attended(item, "EmploymentPeriod", _words(item.get("PositionTitle"))), *_bullets(_words(item.get("Description"))))],
        "education": [_attended(item, "AttendancePeriod", _words(_find(item, "DegreeName"))) for item in _list(profile, "EducationOrganizationAttendance")],
        "certificates": [_words(_find(item, "CertificationName") or _find(item, "LicenseName")) for name in ("Certification", "License") for item in _list(profile, name)],
        "skills": other,
        "languages": spoken,
    }


def _attended(item: dict, name: str, words: str) -> str:
    period = _object(item.get(name))
    start, end = (_words(_find(period.get(key), "FormattedDateTime"))[:7] for key in ("StartDate", "EndDate"))
    return _with_period(start, "" if str(period.get("CurrentIndicator")).lower() == "true" else end, words)


def _tree(element: ElementTree.Element):
    """Elements as dicts by their names without namespace; equal names become lists, attributes of dates become keys."""
    children: dict = {}
    for child in element:
        name, value = child.tag.rpartition("}")[2], _tree(child)
        children[name] = [*_each(children[name]), value] if name in children else value
    attributes = {name.rpartition("}")[2].capitalize(): value for name, value in element.attrib.items() if name.lower() in ("year", "month", "day")}
    return (children | attributes) or (element.text or "").strip()


def _find(tree, name: str):
    """The first value of that name, however deep."""
    stack = [tree]
    while stack:
        node = stack.pop(0)
        if isinstance(node, dict):
            if name in node:
                return node[name]
            stack += node.values()
        elif isinstance(node, list):
            stack += node
    return None


def _list(tree, name: str) -> list[dict]:
    """The dicts called so, or in a list called so (WorkExperienceList, or a JSON list)."""
    found = _find(tree, name)
    return [item for item in _each(found if found is not None else []) if isinstance(item, dict)]


def _each(value) -> list:
    return value if isinstance(value, list) else [value]
