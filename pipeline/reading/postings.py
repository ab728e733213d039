"""schema.org JobPosting in JSON-LD -> records with id, title, text, kind and language.

Postings are found wherever they stand: alone, in a list, under @graph, inside a WebPage or an ItemList; keys may carry a prefix.
The text is the description, then what the other properties add to it under a heading that sections know. Employer, pay and
place stay out: they are no text about skills. Source: https://schema.org/JobPosting.
"""

import json
import re
from collections.abc import Iterator

import orjson

from .languages import detect_language

_PARTS = {
    "responsibilities": {"nl": "Taken", "en": "Responsibilities"},
    "qualifications": {"nl": "Functie-eisen", "en": "Qualifications"},
    "skills": {"nl": "Vaardigheden", "en": "Skills"},
    "experienceRequirements": {"nl": "Ervaring", "en": "Experience"},
    "educationRequirements": {"nl": "Opleiding", "en": "Education"},
    "jobBenefits": {"nl": "Arbeidsvoorwaarden", "en": "Benefits"},
}
_NAMED = ("name", "description", "credentialCategory", "value", "@value")  # where an object may hold its words
_PREFIX = re.compile(r"^(?:https?://schema\.org/|schema:|sdo:)")
_MAX_DEPTH = 100


def page_postings(page: str) -> list[dict]:
    """Records of the job postings in the scripts of an HTML page; scripts that are no JSON are passed over."""
    if "JobPosting" not in page:
        return []
    from selectolax.lexbor import LexborHTMLParser

    scripts = LexborHTMLParser(page).css('script[type*="ld+json" i]')
    return [record for script in scripts for record in postings(_lenient_json(script.text()))]


def postings(tree) -> list[dict]:
    """Records of the job postings in parsed JSON-LD that have a text, in order; [] when there are none."""
    return [record for posting in _find(tree) if (record := _record(posting))["text"]]


def _lenient_json(text: str):
    """Parsed JSON, also in a comment or CDATA and with line breaks inside strings, as templates write it; None for what is no JSON."""
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    text = text[min((at for mark in "{[" if (at := text.find(mark)) >= 0), default=0) : max(text.rfind("}"), text.rfind("]")) + 1]
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return None


def _find(tree) -> Iterator[dict]:
    """Objects of type JobPosting, outer ones first, without recursion."""
    stack = [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(node, dict):
            node = {_PREFIX.sub("", name): value for name, value in node.items()}
            if is_posting(node):
                yield node
                continue
            node = list(node.values())
        if isinstance(node, list):
            stack += [(child, depth + 1) for child in reversed(node) if isinstance(child, dict | list)]


def is_posting(node: dict) -> bool:
    """Whether an object says that it is a JobPosting."""
    kinds = node.get("@type", node.get("type"))
    return any(isinstance(kind, str) and _PREFIX.sub("", kind) == "JobPosting" for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _record(posting: dict) -> dict:
    title = " ".join(_words(posting.get("title") or posting.get("name")).split())
    description = _words(posting.get("description")).strip()
    language = _words(posting.get("inLanguage")).strip()
    heading = "en" if (language or detect_language(description)).lower().startswith("en") else "nl"
    parts = [description] if description else []
    for name, headings in _PARTS.items():
        words = _words(posting.get(name)).strip()
        if words and " ".join(words.split()) not in " ".join(description.split()):
            parts.append(f"<h3>{headings[heading]}</h3>\n{_as_html(words)}")
    if len(parts) > 1 and description:
        parts[0] = _as_html(description)
    if parts and title and not description.lstrip().startswith(title):
        parts = [f"<h1>{_escaped(title)}</h1>", *(_as_html(part) for part in parts)]
    identifier = next((found for name in ("identifier", "@id", "id", "url") if (found := _identifier(posting.get(name)))), None)
    return {"id": identifier, "title": title, "text": "\n".join(parts), "kind": "vacancy", "language": language} | {
        "published": _words(posting.get("datePosted")).strip(),
        "sector": _words(posting.get("industry")).strip(),
        "region": _region(posting.get("jobLocation")),
    }


def _region(value, depth: int = 0) -> str:
    """The province of a Place or PostalAddress, else its municipality; of several the first; a text as it is."""
    if isinstance(value, list):
        return next((found for item in value if depth < 3 and (found := _region(item, depth + 1))), "")
    if isinstance(value, dict) and depth < 3:
        value = {_PREFIX.sub("", name): content for name, content in value.items()}
        named = (_words(value.get(name)).strip() for name in ("addressRegion", "addressLocality"))
        return next(filter(None, named), "") or _region(value.get("address"), depth + 1) or _words(value.get("name")).strip()
    return value.strip() if isinstance(value, str) else ""


def _identifier(value) -> str | None:
    """Of text, a number, a PropertyValue or a list of them; not of one whose value only repeats the name of the employer."""
    if isinstance(value, list):
        return next((found for item in value if (found := _identifier(item))), None)
    if isinstance(value, dict):
        found = _identifier(value.get("value") or value.get("@id") or value.get("@value"))
        return found if found != value.get("name") else None
    return str(value).strip() or None if isinstance(value, str | int) and not isinstance(value, bool) else None


def _words(value, depth: int = 0) -> str:
    """The words of a property: text, a list of texts (a line each), an object with a name, a language map value."""
    if isinstance(value, str):
        return value
    if depth > 5:
        return ""
    if isinstance(value, list):
        return "\n".join(words for item in value if (words := _words(item, depth + 1)))
    if isinstance(value, dict):
        value = {_PREFIX.sub("", name): content for name, content in value.items()}
        return next((words for name in _NAMED if (words := _words(value.get(name), depth + 1))), "")
    return ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _as_html(text: str) -> str:
    """Text with mark-up as it is; other text with its lines as lines of HTML."""
    return text if re.search(r"<[a-z/]", text, re.I) else text.replace("<", "&lt;").replace("\n", "<br>\n")
