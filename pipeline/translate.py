"""One document through all stages: the only place that knows their order. Pure: no files, no state between documents."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from ontology.lexicon import Lexicon
from ontology.normalising import surface_key

from .cv.curriculum import latest_role, make_curriculum
from .cv.dates import month_number, month_of
from .cv.denying import is_denied
from .cv.entries import find_entries
from .cv.entry import USED, Entry
from .cv.evidence import evidence_of
from .cv.levels import is_of_level
from .cv.qualifications import implied_by
from .cv.told import told_jobs, without_wishes
from .education import education_of
from .experience import experience_years
from .language_levels import level_of
from .linking.linker import Linker
from .linking.occupations import Titles, find_occupation, find_titles, statement, terms_of, title_in
from .mentions.confidence import MentionConfidence
from .mentions.finding import MentionFinder
from .privacy import MASK, mask, personal_spans
from .privacy.contexts import context_of
from .qualifying import Qualifier, section_headings
from .segmenting import segment
from .smoothing import Smoothed, smooth
from .tokenizing import tokenize
from .types import EVIDENCE, Annotation, Document, Flag, Link, Mention, OccupationStatement, Segment, Sentence, Skill, Tokens
from .wording import ContextModel, Register, flag_wording, mother_tongue, neutralise, without_flagged
from .work.processes import crebo_codes, find_work_processes
from .work.prospects import find_prospects

LANGUAGES = ("nl", "en")
LEAST_OF_CV = 0.25  # confidence: what is less sure of a person is no statement; among it stands most of the personal data that no mask has found


@dataclass(frozen=True, slots=True)
class _Text:
    """A document before linking, without its personal data and as it is read; ``smoothed`` leads back to how it was given."""

    document: Document
    smoothed: Smoothed
    segments: tuple[Segment, ...]
    sentences: tuple[Sentence, ...]
    tokens: Tokens
    flags: tuple[Flag, ...]
    titles: Titles
    entries: Sequence[Entry]


class Translator:
    """The stages with their models, loaded once a process; ``translate`` may be called any number of times."""

    def __init__(
        self, lexicon: Lexicon, finder: MentionFinder, qualifier: Qualifier, linker: Linker, confidence: MentionConfidence,
        register: Register | None = None,
    ):  # fmt: skip
        self.lexicon, self.finder, self.qualifier, self.linker, self.confidence = lexicon, finder, qualifier, linker, confidence
        self.register = register or Register()
        self.for_cvs()

    @classmethod
    def load(cls, release: str | None = None, register: Register | None = None) -> "Translator":
        """With the lexicon of a release folder, or the embedded core, and a wording register. Raises OntologyError."""
        lexicon = Lexicon.load(release)
        return cls(lexicon, MentionFinder.load(lexicon), Qualifier.load(), Linker.load(lexicon), MentionConfidence.load(), register)

    def for_cvs(self, month: str | None = None, evidence: Sequence[str] = EVIDENCE) -> "Translator":
        """Sets to which month (2026-11; None: this one) what still goes on in a CV is counted, and the classes of evidence that are kept."""
        self.now = month_number(month) if month else month_of(date.today())
        self.evidence = evidence
        return self

    def translate(self, document: Document) -> Annotation:
        """What the document says; see ``translate_all``."""
        return self.translate_all([document])[0]

    def translate_all(self, documents: Sequence[Document]) -> list[Annotation]:
        """What each document says. Personal data is masked first, also in the document of the annotation; offsets are those of ``document.text``.

        A text in another language than Dutch or English gives an annotation without statements. What a document says does not depend on
        the others: they are only quicker together, some tens at a time.
        """
        texts = [self._prepare(document) for document in documents if document.language in LANGUAGES]
        found = self.finder.find([(text.document, text.sentences, text.tokens) for text in texts])
        mentions = [[kept for mention in some if (kept := without_flagged(mention, text.flags)) and MASK not in kept.quote] for text, some in zip(texts, found)]
        asked = [tuple(dict.fromkeys([*(m.term for m in some), *terms_of(text.document, text.titles)])) for text, some in zip(texts, mentions)]
        links = self.linker.link_texts(asked)
        sure = [self._sure(text, [(mention, linked[mention.term]) for mention in some]) for text, some, linked in zip(texts, mentions, links)]
        demands = iter(self.qualifier.requirements([place for text, found in zip(texts, sure) if text.document.kind != "cv" for place in _places(text, found)]))
        annotations = iter([self._annotate(text, found, demands, terms, linked) for text, found, terms, linked in zip(texts, sure, asked, links)])
        silent = self.linker.fingerprint((), {})
        return [next(annotations) if document.language in LANGUAGES else Annotation(document, None, (), None, None, fingerprint=silent) for document in documents]

    def _prepare(self, document: Document) -> _Text:
        smoothed, masked = smooth(document), mask(document.text, personal_spans(document, self.is_label))
        if smoothed.pieces:  # what soft hyphens and the like hide
            masked = mask(masked, [smoothed.span(*span) for span in personal_spans(smoothed.document, self.is_label)])
        if masked != document.text:
            smoothed = smooth(replace(document, text=masked))
        document = smoothed.document
        segments, sentences = segment(document)
        flags = tuple(flag for flag in flag_wording(document, sentences) if MASK not in flag.quote)
        entries = find_entries(document, sentences) if document.kind == "cv" else ()
        titles = find_titles(document, without_wishes(document, sentences), self.lexicon)
        return _Text(document, smoothed, segments, sentences, tokenize(document.text, sentences), flags, titles, entries)

    def is_label(self, words: str) -> bool:
        """Whether these words are the name of a skill or an occupation."""
        return bool(self.lexicon.surface(surface_key(words)))

    def _sure(self, text: _Text, linked: Iterable[tuple[Mention, Link]]) -> list[tuple[Mention, Link, float]]:
        """The mentions that are likely enough to be statements, with their links and the probability of both; of a CV not its headings, what it denies, nor the level of a language."""
        sure = []
        for mention, link in linked:
            if text.document.kind == "cv":
                type_ = mention.type if link.concept is None else self.lexicon.entry(link.concept).type
                sentence = text.sentences[mention.sentence]
                if sentence.is_heading or is_denied(text.document.text, mention, sentence, type_) or mention.type == "language" and is_of_level(text.document.text, mention, sentence):
                    continue
            probability, certainty = self.confidence(text.document, text.sentences[mention.sentence], mention, link)
            if probability >= self.confidence.threshold and (text.document.kind != "cv" or certainty >= LEAST_OF_CV):
                sure.append((mention, link, certainty))
        return sure

    def _annotate(
        self, text: _Text, sure: Sequence[tuple[Mention, Link, float]], demands: Iterator[tuple[str | None, str]],
        asked: tuple[tuple[str, str], ...], links: Mapping[tuple[str, str], Link],
    ) -> Annotation:  # fmt: skip
        """``demands``: for a text that is no CV the requirements of its mentions come next; ``links``: of the terms that were asked for it."""
        document, sentences = text.document, text.sentences
        shown = self.register.apply(document, text.flags)
        why = [(None, f"section '{mention.section}'") for mention, _, _ in sure] if document.kind == "cv" else list(islice(demands, len(sure)))
        entries = self._entries(text)
        skills = [self._skill(text, entries, *found, *reason) for found, reason in zip(sure, why)]
        skills = [skill for skill in skills if not skill.proof or skill.evidence in self.evidence]
        occupation = find_occupation(document, text.titles, self.linker)
        curriculum = None
        if document.kind == "cv":
            roles = [self._role(document, entry) for entry in entries]
            latest = latest_role(entries, roles, self.now)
            listed = any(role for entry, role in zip(entries, roles) if not entry.told)
            occupation = (occupation or latest) if listed else (latest or occupation)
            curriculum = make_curriculum(skills, entries, roles, self.lexicon, implied_by, self.now)
        annotation = Annotation(
            document=document,
            occupation=occupation if occupation and MASK not in occupation.quote else None,
            skills=tuple(skills),
            experience_years=experience_years(document, sentences) if document.kind != "cv" else None,
            education=education_of(document, sentences) if document.kind != "cv" else None,
            flags=shown,
            curriculum=curriculum,
            work_processes=find_work_processes(document, text.segments),
            crebo=crebo_codes(document),
            prospects=find_prospects(document.kind, skills, self.lexicon),
            asked=asked,
            fingerprint=self.linker.fingerprint(asked, links),
        )
        annotation = replace(text.smoothed.restored(annotation), document=text.smoothed.given)
        return replace(annotation, neutral_text=neutral_text(annotation.document, annotation.flags, self.register)) if document.kind != "cv" else annotation

    def _entries(self, text: _Text) -> list[Entry]:
        """The entries of a CV with the jobs that sentences outside them tell, in text order: evidence and curriculum count by the same list."""
        if text.document.kind != "cv":
            return []
        told = told_jobs(text.document, text.sentences, text.entries, lambda start, end: title_in(text.document.text, start, end, self.lexicon))
        return sorted([*text.entries, *told], key=lambda entry: entry.start)

    def _role(self, document: Document, entry: Entry) -> OccupationStatement | None:
        """The occupation that the title lines of a job name."""
        found = title_in(document.text, *entry.head, self.lexicon) if entry.kind in USED else None
        if not found:
            return None
        return statement(document, *found, self.linker.link(document.text[slice(*found)], "occupation"), self.lexicon)

    def _context(self, text: _Text, mention: Mention, sentence: Sentence) -> str | None:
        """The sentence of a mention where it names no one, neither as it was given nor as it is read; capitals, which tell names, must be the same."""
        given = text.smoothed.restored((mention, sentence))
        shouted = text.smoothed.given.text[given[0].start : given[0].end].isupper() and not mention.quote.isupper()
        return None if shouted or context_of(text.smoothed.given, *given) is None else context_of(text.document, mention, sentence)

    def _skill(self, text: _Text, entries: Sequence[Entry], mention: Mention, link: Link, certainty: float, requirement: str | None, asked: str) -> Skill:
        document, sentence = text.document, text.sentences[mention.sentence]
        entry = self.lexicon.entry(link.concept) if link.concept is not None else None
        proof = evidence_of(document, mention, sentence, entries, self.now) if document.kind == "cv" else None
        return Skill(
            start=mention.start,
            end=mention.end,
            quote=mention.quote,
            type=mention.type,
            section=mention.section,
            requirement=requirement,
            evidence=proof.class_ if proof else None,
            level=None if mention.type == "language" and mother_tongue(sentence, text.flags) else level_of(mention, document, sentence),
            concept=entry.iri if entry else None,
            label=entry.label_nl if entry else None,
            mappings={scheme: list(iris) for scheme, iris in (entry.wider | entry.mappings).items()} if entry else {},
            confidence=math.floor(certainty * 1e4) / 1e4,
            because=f"{link.because}; {asked}",
            context=None if "(same words" in link.because else self._context(text, mention, sentence),
            proof=proof,
        )


def flags_of(document: Document, register: Register | None = None, model: ContextModel | None = None) -> tuple[Flag, ...]:
    """The wording of a document alone, without its skills: the flags, less what the register silences; ``model`` as in ``flag_wording``."""
    smoothed = smooth(document)
    flags = flag_wording(smoothed.document, segment(smoothed.document)[1], model)
    return smoothed.restored(register.apply(smoothed.document, flags) if register else flags)


def neutral_text(document: Document, flags: tuple[Flag, ...], register: Register | None = None) -> str | None:
    """The text with what can be put neutrally put so, as ``neutralise``; ``flags`` are those of ``flags_of``."""
    return neutralise(document.text, flags, lambda text: flags_of(replace(document, text=text), register))


def _places(text: _Text, sure: Sequence[tuple[Mention, Link, float]]) -> Iterator[tuple[Document, Mention, Sentence, str]]:
    """What the qualifier looks at: mentions with their sentences and the headings above these."""
    headings = section_headings(text.document, text.sentences)
    return ((text.document, mention, text.sentences[mention.sentence], headings[mention.sentence]) for mention, _, _ in sure)
