"""What the owner of a passport wrote in a small TOML file, and the JSON of a translation -> the JSON that the passport is made of.

The file stands beside the CV and outlives it: each time the passport is made again, the same changes are made again. What the owner adds is
soft evidence, an own claim; what the owner corrects keeps its evidence, except when it becomes another skill. Everything changed says so:
``owner`` in a personal skill and in a statement is "added", "corrected", or "confirmed" where the CV said the same already.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ontology.lexicon import Lexicon
from ontology.normalising import surface_key

from ...cv.dates import month_number, written
from ...errors import SkillstaalError
from ...linking.candidates import ANY
from ...linking.linker import Linker
from ...privacy import find_personal
from ...types import Document
from .doubt import speakable

NOW = "now"
_MONTH = r"(19|20)\d\d(-(0[1-9]|1[0-2]))?"
_LEVEL = r"^(A1|A2|B1|B2|C1|C2)$"


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    skill: str = Field(min_length=2, max_length=100)
    level: str | None = Field(None, pattern=_LEVEL)
    from_: str | None = Field(None, pattern=f"^{_MONTH}$", alias="from")
    until: str | None = Field(None, pattern=f"^({_MONTH}|{NOW})$")

    @model_validator(mode="after")
    def _in_order(self):
        if self.until and not self.from_:
            raise ValueError("until needs from")
        if self.until and self.until != NOW and month_number(self.until) < month_number(self.from_):
            raise ValueError("until comes before from")
        return self


class Addition(_Said):
    """A skill that the CV does not name."""

    type: Literal["skill", "knowledge", "attitude", "language", "certificate"] = "skill"


class Correction(_Said):
    """A skill of the CV that has another level or period, or is ``other`` one."""

    other: str | None = Field(None, min_length=2, max_length=100)


class Owner(BaseModel):
    """The owner's file. Skills are called as on the passport, in Dutch or English, or as in the CV; ``until`` may be "now"."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    hide: tuple[str, ...] = ()
    correct: tuple[Correction, ...] = ()
    add: tuple[Addition, ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What changes are made with; ``now`` is the month to which is counted."""

    lexicon: Lexicon
    linker: Linker
    now: int


def read_owner(path: Path) -> Owner:
    """The owner's file. Raises SkillstaalError, which tells the place of a fault and never the words there."""
    try:
        owner = Owner.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise SkillstaalError(f"{path} cannot be read as UTF-8 text; give the owner's file, or make one with --format owner") from error
    except tomllib.TOMLDecodeError as error:
        raise SkillstaalError(f"{path} is no TOML ({error}); see 'The owner's file' in pipeline/docs/passport.md") from None
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"] if part != "from_")
        known = "hide, correct and add; each of the last two has skill, level, from and until" if fault["type"] == "extra_forbidden" else fault["msg"]
        raise SkillstaalError(f"{path}: {place or 'a table'} is not as expected: {known}") from None
    return owner


def draft(record: dict) -> str:
    """An owner's file that changes nothing, with what there is to change as comments."""
    lines = ["# Wat u wilt verbergen, verbeteren of toevoegen. Haal het # weg voor wat u wilt gebruiken.", "# What to hide, correct or add. Remove the # of what you want to use.", "", "hide = ["]
    lines += [f'  # "{skill["label"]}",' for skill in record["curriculum"]["skills"]]
    lines += ["]", "", "# [[correct]]", '# skill = "Engels"', '# level = "B2"', "", "# [[add]]", '# skill = "koken voor groepen"', '# from = "2019"', '# until = "now"', ""]
    return "\n".join(lines)


def apply(record: dict, owner: Owner, tools: Tools) -> tuple[dict, list[str]]:
    """The record with the owner's changes, without wording flags and without statements that no concept fits; and what had no effect.

    Raises SkillstaalError when the owner's words look like personal data.
    """
    notes = []
    record = _without(record | {"bias": [], "neutral_text": None}, {None})
    hidden = set()
    for number, words in enumerate(owner.hide, 1):
        found = _called(record, words, tools.lexicon)
        hidden |= found
        if not found:
            notes.append(f"hide {number} names nothing that the CV shows")
    record = _without(record, hidden)
    for number, correction in enumerate(owner.correct, 1):
        found = _called(record, correction.skill, tools.lexicon)
        if not found:
            notes.append(f"correct {number} names no skill that the CV shows")
        if correction.other:
            _refuse_personal(correction.other, ANY, f"correct {number}", tools)
        for concept in sorted(found):
            record = _corrected(record, concept, correction, tools)
    for number, addition in enumerate(owner.add, 1):
        _refuse_personal(addition.skill, addition.type, f"add {number}", tools)
        record = _with(record, addition.skill, _claim(addition, None, tools), addition.type, "added", tools)
    return record, notes


def _refuse_personal(words: str, type_: str, place: str, tools: Tools) -> None:
    """Words that no concept fits stand on the passport as they are: they may not look personal in a list of skills, nor surely be the name above a CV."""
    if tools.linker.link(words, _asked(type_)).concept is None:
        above = find_personal(Document("owner", f"{words}\n\nVaardigheden\n- plannen\n", "cv", "nl"))
        if not speakable(words) or any(personal.chance == 1 for personal in above):
            raise SkillstaalError(f"{place} of the owner's file seems to hold personal data, which no passport has; name the skill only")


def _asked(type_: str) -> str:
    return "language" if type_ == "language" else ANY


def _called(record: dict, words: str, lexicon: Lexicon) -> set[str]:
    """The concepts of the record that are called so: by IRI, Dutch or English name, or the words of the CV."""
    key, found = surface_key(words), set()
    for skill in record["curriculum"]["skills"]:
        entry = lexicon.entry(lexicon.number_of(skill["concept"]))
        if words == skill["concept"] or key in (surface_key(entry.label_nl), surface_key(entry.label_en)):
            found.add(skill["concept"])
    for entry in record["curriculum"]["entries"]:
        role = entry["occupation"]
        if role and role["concept"] and (words == role["concept"] or key in (surface_key(role["label"]), surface_key(role["quote"]))):
            found.add(role["concept"])
    return found or {skill["concept"] for skill in record["skills"] if surface_key(skill["quote"]) == key}


def _without(record: dict, concepts: set[str | None]) -> dict:
    """The record without statements, skills and roles of the concepts; what only these implied goes too, and numbers are made to fit."""
    entries = [(number, entry) for number, entry in enumerate(record["curriculum"]["entries"], 1) if not (entry["occupation"] and entry["occupation"]["concept"] in concepts - {None})]
    kept = [(number, skill) for number, skill in enumerate(record["skills"], 1) if skill["concept"] not in concepts]
    entry_of = {old: new for new, (old, _) in enumerate(entries, 1)}
    number_of = {old: new for new, (old, _) in enumerate(kept, 1)}
    skills = [skill | {"evidence_detail": skill["evidence_detail"] | {"entry": entry_of.get(skill["evidence_detail"]["entry"])}} for _, skill in kept]
    personal = []
    for skill in record["curriculum"]["skills"]:
        stated = [number_of[n] for n in skill["statements"] if n in number_of]
        implied = [reason | {"statement": number_of[reason["statement"]]} for reason in skill["implied_by"] if reason["statement"] in number_of]
        if skill["concept"] not in concepts and (stated or implied):
            classes = {skills[n - 1]["evidence"] for n in stated} | ({"hard"} if implied else set())
            strongest = next(class_ for class_ in ("hard", "semi-hard", "soft") if class_ in classes)
            personal.append(skill | {"statements": stated, "implied_by": implied, "evidence": strongest})
    role = record["occupation"]
    return record | {
        "skills": skills,
        "occupation": None if role and role["concept"] in concepts else role,
        "curriculum": {"entries": [entry for _, entry in entries], "skills": personal},
    }


def _claim(said: _Said, before: dict | None, tools: Tools) -> dict:
    """Level and period as the owner says them; what is not said is as it was ``before``."""
    before = before or {"level": None, "from": None, "until": None, "ongoing": False, "months": None}
    claim = {key: before[key] for key in ("level", "from", "until", "ongoing", "months")}
    if said.level:
        claim["level"] = said.level
    if said.from_:
        ongoing = said.until == NOW
        until = None if ongoing else said.until or said.from_
        span = written(said.from_, until, ongoing).span(tools.now) if said.until else None
        claim |= {"from": said.from_, "until": until, "ongoing": ongoing, "months": span[1] - span[0] if span else None}
    return claim


def _corrected(record: dict, concept: str, correction: Correction, tools: Tools) -> dict:
    """The record in which what the owner says stands in the place of what the CV says of the concept."""
    before = next((skill for skill in record["curriculum"]["skills"] if skill["concept"] == concept), None)
    if before is None:  # a role
        return record
    claim = _claim(correction, before, tools)
    if correction.other:
        return _with(_without(record, {concept}), correction.other, claim, before["type"], "corrected", tools)
    period = {key: claim[key] for key in ("from", "until", "ongoing", "months")}
    numbers = set(before["statements"])
    return record | {
        "skills": [
            skill | {"level": claim["level"], "owner": "corrected", "evidence_detail": skill["evidence_detail"] | (period if correction.from_ else {})} if number in numbers else skill
            for number, skill in enumerate(record["skills"], 1)
        ],
        "curriculum": record["curriculum"] | {
            "skills": [skill | claim | {"owner": "corrected"} if skill["concept"] == concept else skill for skill in record["curriculum"]["skills"]]
        },
    }  # fmt: skip


def _with(record: dict, words: str, claim: dict, type_: str, how: str, tools: Tools) -> dict:
    """The record with one more skill, an own claim; what the CV shows already is only said to be confirmed."""
    link = tools.linker.link(words, _asked(type_))
    entry = tools.lexicon.entry(link.concept) if link.concept is not None else None
    personal = record["curriculum"]["skills"]
    if entry and any(skill["concept"] == entry.iri for skill in personal):
        confirmed = [skill | {"owner": skill.get("owner", "confirmed")} if skill["concept"] == entry.iri else skill for skill in personal]
        return record | {"curriculum": record["curriculum"] | {"skills": confirmed}}
    detail = {"class": "soft", "kind": "claim", "start": 0, "end": 0, **{key: claim[key] for key in ("from", "until", "ongoing", "months")}, "status": None, "valid_until": None, "entry": None}
    statement = {
        "quote": entry.label_nl if entry else words, "start": 0, "end": 0, "type": entry.type if entry else type_, "requirement": None, "evidence": "soft", "level": claim["level"], "section": "personal",
        "concept": entry.iri if entry else None, "label": entry.label_nl if entry else None, "mappings": entry.mappings if entry else {},
        "confidence": round(link.confidence, 4) if entry else 1.0, "because": f"{how} by the owner", "evidence_detail": detail, "owner": how,
    }  # fmt: skip
    skills = [*record["skills"], statement]
    if entry:
        own = {"concept": entry.iri, "label": entry.label_nl, "type": entry.type, "evidence": "soft", **claim, "statements": [len(skills)], "implied_by": [], "owner": how}
        personal = [*personal, own]
    return record | {"skills": skills, "curriculum": record["curriculum"] | {"skills": personal}}
