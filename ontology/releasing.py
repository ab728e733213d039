"""Source tables and the previous release -> a numbered release with its list of changes.

What users rely on is kept here: a version is given out once and goes up; an id is never dropped (a concept that goes stays as
deprecated, with its replacement where there is one) and never given to something else.
"""

import json
import re
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from .concepts import Concept, Ontology
from .diff import diff_ontologies, name_of
from .diff_writers import to_json, to_kgcl, to_markdown
from .errors import OntologyError, SourceError
from .reading_release import Edition, read_edition
from .release import Release, make_release
from .succession import label_keys
from .tables import MAPPINGS, SOURCE

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)$")


def version_key(version: str) -> tuple[int, ...]:
    """(2026, 1, 0) of "2026.1.0". Raises OntologyError for anything else."""
    if not (found := _VERSION.match(version)):
        raise OntologyError(f"version {version!r} is not three numbers with dots; write one like 2026.1.0")
    return tuple(int(number) for number in found.groups())


def released_versions(folder: Path) -> dict[str, Path]:
    """version -> folder of every release directly below ``folder``, oldest first; {} when there is no such folder."""
    found = {}
    for path in folder.glob("*/manifest.json"):
        version = json.loads(path.read_text(encoding="utf-8")).get("release")
        if isinstance(version, str) and _VERSION.match(version):
            found[version] = path.parent
    return dict(sorted(found.items(), key=lambda item: version_key(item[0])))


def make_numbered_release(
    version: str, issued: str, releases: Path, previous: Path | None = None, source: Path = SOURCE, mappings: Path = MAPPINGS
) -> Release:
    """The release ``version`` of ``issued`` (ISO date), to be written as ``releases/version``.

    It is compared with the release in ``previous``, by default the newest one in ``releases``, if there is any. Raises
    OntologyError when the version was used or is not the highest, or when an id was dropped or given to something else.
    """
    version_key(version)
    try:
        date.fromisoformat(issued)
    except ValueError as error:
        raise OntologyError(f"date {issued!r} is no date; write one like 2026-11-21") from error
    earlier = released_versions(releases)
    if previous is None and earlier:
        previous = list(earlier.values())[-1]
    before = read_edition(previous) if previous else None
    used = [*earlier, *([before.version] if before and before.version else [])]
    if version in used or (releases / version).exists():
        raise OntologyError(f"version {version} was already given out; a release never changes, so choose a higher number")
    if above := [other for other in used if version_key(other) > version_key(version)]:
        raise OntologyError(f"version {version} is below {max(above, key=version_key)}, which was given out; choose a higher number")
    release = make_release(source, mappings, version=version, issued=issued)
    if before:
        check_ids_are_kept(before.ontology, release.ontology)
    return with_changes(release, before)


def check_ids_are_kept(old: Ontology, new: Ontology) -> None:
    """Raises SourceError with a sentence for every id that was dropped or now stands for something else."""
    after = new.by_iri()
    faults = []
    for concept in old.concepts:
        now = after.get(concept.iri)
        if now is None:
            faults.append(
                f"{concept.id} '{name_of(concept)}' was released and is gone; put its row back with status deprecated, and replaced_by if something took its place"
            )
        elif is_reused(concept, now):
            faults.append(f"{now.place}: {now.id} was released as '{name_of(concept)}' and now is '{name_of(now)}'; give the new concept a new id")
    if faults:
        raise SourceError(faults)


def is_reused(old: Concept, new: Concept) -> bool:
    """Whether one id stands for two things: no label in common in any language, and other definitions."""
    return not label_keys(old) & label_keys(new) and old.definitions != new.definitions


def with_changes(release: Release, previous: Edition | None) -> Release:
    """The release with changes.md, .kgcl and .json, their checksums in the manifest, and the version that they start from."""
    base = previous.ontology if previous else Ontology(())
    names = ((previous.version or previous.name) if previous else "nothing", release.manifest["release"])
    diff = diff_ontologies(base, release.ontology, names)
    written = {"changes.md": to_markdown(diff), "changes.kgcl": to_kgcl(diff), "changes.json": to_json(diff)}
    if previous is None:
        written["changes.md"] = f"# Changes in {names[1]}\n\nThis is the first release: all {len(release.ontology.concepts)} concepts are new.\n"
    files = release.files | {name: text.encode() for name, text in written.items()}
    checksums = {name: sha256(content).hexdigest() for name, content in sorted(files.items()) if name != "manifest.json"}
    changes = {"previous": names[0] if previous else None, "changes": diff.counts() if previous else {}}
    manifest = {**release.manifest, **changes, "files": checksums}
    files["manifest.json"] = (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode()
    return replace(release, files=files, manifest=manifest)
