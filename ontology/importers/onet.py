"""O*NET text files (a folder, or the zip as downloaded) -> occupations, elements, technologies, relations and ESCO mappings.

Files and columns differ per version, so that each file may be absent (but Occupation Data) and columns are found by name:

* Occupation Data -> occupation, with the O*NET-SOC code as notation; Alternate Titles -> its alternative labels.
* Content Model Reference with Skills, Abilities -> skill; Knowledge -> knowledge; Work Styles -> attitude. The dotted id is the
  hierarchy; an element with elements under it that nobody rated is a group.
* Importance (scale IM, 1-5) -> relation: from 3 essential, from 2 optional, below 2 none. 3 is "important" on the scale of the
  questionnaires, 2 "somewhat important". Ratings with Recommend Suppress = Y are dropped, as O*NET advises; level (LV) is not read.
* Technology Skills -> a knowledge concept per example ("Microsoft Excel") under a group per commodity (UNSPSC code as notation):
  essential when the column In Demand says Y for the occupation, else optional (also in versions without that column).
* Task Statements, only with the option tasks=yes -> skill: Core essential, else optional.
* The ESCO crosswalk of September 2022 (CSV, in the folder or the option ``crosswalk``) -> mappings. Its Type of Match says what the
  O*NET occupation is to the ESCO one: "broadMatch" has 3.8 ESCO occupations per O*NET occupation (Chemical Technicians: chemical
  manufacturing quality technician). A SKOS mapping with O*NET as subject reads the other way, so that broadMatch and narrowMatch
  change places; exactISCO is an exactMatch with an ISCO group.

IRIs: occupations and elements have those of their pages on O*NET OnLine (``link/summary/<code>``, ``find/descriptor/result/<id>``).
Commodities, examples and tasks have no page of their own there and get IRIs of ours with the code, the percent-encoded name
and the task id; not with the code for examples, since 156 of 8,785 in version 30.2 stand under more than one. Labels are English.
"""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from ..concepts import Concept, Imported, Mapping, Ontology, Relation, Source
from ..errors import OntologyError
from ..namespaces import CC_BY, ONET_COMMODITY, ONET_ELEMENT, ONET_OCCUPATION, ONET_SCHEME, ONET_TASK, ONET_TECHNOLOGY
from .onet_files import Files, crosswalk_rows

CODE = "O*NET-SOC Code"
RATED = {"Skills": "skill", "Knowledge": "knowledge", "Abilities": "skill", "Work Styles": "attitude"}
BRANCHES = {"1.A": "skill", "1.C": "attitude", "2.A": "skill", "2.B": "skill", "2.C": "knowledge"}
ESSENTIAL, OPTIONAL = 3.0, 2.0
MATCHES = {
    "exactMatch": "exactMatch",
    "closeMatch": "closeMatch",
    "broadMatch": "narrowMatch",
    "narrowMatch": "broadMatch",
    "exactISCO": "exactMatch",
}
JUSTIFICATION = "semapv:UnspecifiedMatching"
CREDIT = (
    "This product includes information from the O*NET {} Database by the U.S. Department of Labor, Employment and Training "
    "Administration (USDOL/ETA), used under the CC BY 4.0 licence and selected and modified. O*NET® is a trademark of USDOL/ETA."
)
ESCO_CREDIT = " This service uses the ESCO classification of the European Commission."


def read(path: Path | str, version: str = "", tasks: str = "no", crosswalk: str = "") -> Imported:
    """An O*NET release as concepts and relations, and its ESCO crosswalk as mappings.

    ``version`` is by default the number in the name of the folder or zip. ``tasks`` is "yes" or "no". ``crosswalk`` is the
    CSV file, by default one with "crosswalk" in its name in the folder. Raises OntologyError.
    """
    if tasks not in ("yes", "no"):
        raise OntologyError(f"onet: tasks={tasks} is not one of yes, no")
    files = Files(Path(path))
    found = re.search(r"(\d+)[._](\d+)", Path(path).resolve().name)
    version = version or (f"{found[1]}.{found[2]}" if found else "unknown")
    reader = _Reader(files, f"O*NET {version}")
    reader.occupations()
    reader.elements()
    reader.technologies()
    if tasks == "yes":
        reader.tasks()
    table = Path(crosswalk) if crosswalk else files.crosswalk()
    mappings = reader.mappings(table) if table else []
    relations = tuple(Relation(owner, kind, skill) for (owner, skill), kind in sorted(reader.relations.items()))
    concepts = tuple(reader.concepts[iri] for iri in sorted(reader.concepts))
    credit = CREDIT.format(version) + (ESCO_CREDIT if mappings else "")
    source = Source("onet", version, ONET_SCHEME, "O*NET", CC_BY, credit)
    return Imported(source, Ontology(concepts, relations, tuple(mappings)), tuple(files.skipped + reader.counts()))


class _Reader:
    """Rows of the files -> ``concepts`` by IRI and ``relations``: kind by (occupation, skill); essential wins."""

    def __init__(self, files: Files, source: str):
        self.files, self.source = files, source
        self.concepts: dict[str, Concept] = {}
        self.relations: dict[tuple[str, str], str] = {}
        self.left_out: Counter[str] = Counter()

    def counts(self) -> list[str]:
        return [f"{what}: {number} left out" for what, number in sorted(self.left_out.items())]

    def occupations(self) -> None:
        for place, row in self.files.rows("Occupation Data", (CODE, "Title"), needed=True):
            self._add(ONET_OCCUPATION + row[CODE], "occupation", row["Title"], place, row.get("Description", ""), row[CODE])
        titles: dict[str, list[str]] = {}
        for place, row in self.files.rows("Alternate Titles", (CODE, "Alternate Title")):
            if iri := self._occupation(row, place):
                titles.setdefault(iri, []).extend(filter(None, (row["Alternate Title"], row.get("Short Title", ""))))
        for iri, texts in titles.items():
            concept = self.concepts[iri]
            others = tuple(text for text in dict.fromkeys(texts) if text != concept.pref("en"))
            self.concepts[iri] = replace(concept, labels=concept.labels | {("alt", "en"): others} if others else concept.labels)

    def elements(self) -> None:
        """Elements that are rated, those of the same branches of the content model, and the ones above both."""
        names: dict[str, tuple[str, str, str]] = {}
        for place, row in self.files.rows("Content Model Reference", ("Element ID", "Element Name")):
            names[row["Element ID"]] = (row["Element Name"], row.get("Description", ""), place)
        types = {id: type for id in names for branch, type in BRANCHES.items() if id.startswith(branch + ".")}
        parents = {id.rpartition(".")[0] for id in names}
        types |= {id: "group" for id in types if id in parents}
        for name, type in RATED.items():
            for id, label, place in self._ratings(name):
                types[id] = type
                names.setdefault(id, (label, "", place))
        for id in list(types):
            while id.count(".") > 1 and (id := id.rpartition(".")[0]) in names:
                types.setdefault(id, "group")
        for id, type in types.items():
            label, text, place = names[id]
            above = id.rpartition(".")[0]
            self._add(ONET_ELEMENT + id, type, label, place, text, id, (ONET_ELEMENT + above,) if above in types else ())

    def _ratings(self, name: str) -> list[tuple[str, str, str]]:
        """(id, name, place) of the elements that a file rates; their relations are noted."""
        elements: dict[str, tuple[str, str, str]] = {}
        scales = Counter()
        for place, row in self.files.rows(name, (CODE, "Element ID", "Element Name", "Scale ID", "Data Value")):
            scales[row["Scale ID"]] += 1
            elements.setdefault(row["Element ID"], (row["Element ID"], row["Element Name"], place))
            if row["Scale ID"] != "IM" or not (occupation := self._occupation(row, place)):
                continue
            try:
                value = float(row["Data Value"] or 0)
            except ValueError:
                self.files.skipped.append(f"{place}: Data Value {row['Data Value']!r} is no number")
                continue
            if row.get("Recommend Suppress") == "Y":
                self.left_out[f"{name}: importance ratings with Recommend Suppress = Y"] += 1
            elif value < OPTIONAL:
                self.left_out[f"{name}: importance ratings below {OPTIONAL:g}"] += 1
            else:
                self._relate(occupation, "essential" if value >= ESSENTIAL else "optional", ONET_ELEMENT + row["Element ID"])
        if scales and "IM" not in scales:
            self.left_out[f"{name}: ratings on {', '.join(sorted(scales))}, with no importance (IM) among them"] += scales.total()
        return list(elements.values())

    def technologies(self) -> None:
        under: dict[str, set[str]] = {}
        for place, row in self.files.rows("Technology Skills", (CODE, "Example", "Commodity Code", "Commodity Title")):
            name, code = row["Example"], row["Commodity Code"]
            if not (occupation := self._occupation(row, place)):
                continue
            iri = ONET_TECHNOLOGY + quote(name, safe="")
            if iri not in self.concepts and not self._add(iri, "knowledge", name, place):
                continue
            if code and row["Commodity Title"]:
                group = ONET_COMMODITY + quote(code, safe="")
                if group not in self.concepts:
                    self._add(group, "group", row["Commodity Title"], place, notation=code)
                under.setdefault(iri, set()).add(group)
            self._relate(occupation, "essential" if row.get("In Demand") == "Y" else "optional", iri)
        for iri, groups in under.items():
            self.concepts[iri] = replace(self.concepts[iri], broader=tuple(sorted(groups)))

    def tasks(self) -> None:
        for place, row in self.files.rows("Task Statements", (CODE, "Task ID", "Task")):
            iri = ONET_TASK + row["Task ID"]
            if occupation := self._occupation(row, place):
                if iri in self.concepts or self._add(iri, "skill", row["Task"].rstrip("."), place, notation=row["Task ID"]):
                    self._relate(occupation, "essential" if row.get("Task Type") == "Core" else "optional", iri)

    def mappings(self, table: Path) -> list[Mapping]:
        """The rows of the crosswalk, turned to O*NET as subject; those of occupations that the release lacks are left out."""
        found = {}
        for place, row in crosswalk_rows(table):
            subject, match = ONET_OCCUPATION + row["O*NET Id"], row["Type of Match"]
            if subject not in self.concepts:
                self.files.skipped.append(f"{place}: occupation {row['O*NET Id']} is not in Occupation Data")
            elif match not in MATCHES:
                self.files.skipped.append(f"{place}: Type of Match {match!r} is not one of {', '.join(MATCHES)}")
            elif not re.match(r"https?://[^\s<>\"{}|\\^`]+$", row["ESCO or ISCO URI"]):
                self.files.skipped.append(f"{place}: {row['ESCO or ISCO URI']!r} is no IRI")
            else:
                key = subject, MATCHES[match], row["ESCO or ISCO URI"]
                found.setdefault(key, Mapping(*key, JUSTIFICATION, place=place))
        return [found[key] for key in sorted(found)]

    def _occupation(self, row: dict[str, str], place: str) -> str:
        if (iri := ONET_OCCUPATION + row[CODE]) in self.concepts:
            return iri
        self.files.skipped.append(f"{place}: occupation {row[CODE]!r} is not in Occupation Data")
        return ""

    def _relate(self, occupation: str, kind: str, skill: str) -> None:
        if self.relations.get((occupation, skill)) != "essential":
            self.relations[occupation, skill] = kind

    def _add(
        self, iri: str, type: str, label: str, place: str, text: str = "", notation: str = "", broader: tuple[str, ...] = ()
    ) -> bool:
        if not label or iri in self.concepts:
            self.files.skipped.append(f"{place}: {iri} " + ("is there already" if label else "has no name"))
            return False
        self.concepts[iri] = Concept(
            iri, type, {("pref", "en"): (label,)}, {"en": text} if text else {}, broader, source=self.source,
            scheme=ONET_SCHEME, notation=notation, place=place,
        )  # fmt: skip
        return True
