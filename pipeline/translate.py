"""One document through all stages: the only place that knows their order. Pure: no files, no state between documents."""

import math
from dataclasses import replace

from ontology.lexicon import Lexicon

from .confidence import MentionConfidence
from .evidence import evidence_of
from .linking import Linker
from .mentions import MentionFinder
from .occupations import find_occupation
from .privacy import MASK, mask, personal_spans
from .qualifying import Qualifier, education_of, experience_years, level_of, section_headings
from .segmenting import segment
from .tokenizing import tokenize
from .types import Annotation, Document, Flag, Link, Mention, Sentence, Skill
from .wording import Register, flag_wording, mother_tongue, neutralise, without_flagged

LANGUAGES = ("nl", "en")


class Translator:
    """The stages with their models, loaded once a process; ``translate`` may be called any number of times."""

    def __init__(
        self, lexicon: Lexicon, finder: MentionFinder, qualifier: Qualifier, linker: Linker, confidence: MentionConfidence,
        register: Register | None = None,
    ):  # fmt: skip
        self.lexicon, self.finder, self.qualifier, self.linker, self.confidence = lexicon, finder, qualifier, linker, confidence
        self.register = register or Register()

    @classmethod
    def load(cls, release: str | None = None, register: Register | None = None) -> "Translator":
        """With the lexicon of a release folder, or the embedded core, and a wording register. Raises OntologyError."""
        lexicon = Lexicon.load(release)
        return cls(lexicon, MentionFinder.load(lexicon), Qualifier.load(), Linker.load(lexicon), MentionConfidence.load(), register)

    def translate(self, document: Document) -> Annotation:
        """What the document says. Personal data is masked first; offsets are those of ``document.text``.

        A text in another language than Dutch or English gives an annotation without statements.
        """
        if document.language not in LANGUAGES:
            return Annotation(document, None, (), None, None)
        original = document
        document = replace(document, text=mask(document.text, personal_spans(document)))
        _, sentences = segment(document)
        tokens = tokenize(document.text, sentences)
        headings = section_headings(document, sentences)
        flags = tuple(flag for flag in flag_wording(document, sentences) if MASK not in flag.quote)
        shown = self.register.apply(document, flags)
        found = (without_flagged(mention, flags) for mention in self.finder.find(document, sentences, tokens))
        mentions = [mention for mention in found if mention and MASK not in mention.quote]
        links = self.linker.link_all([(mention.quote, mention.type) for mention in mentions])
        skills = tuple(
            self._skill(document, mention, link, certainty, sentences[mention.sentence], headings[mention.sentence], flags)
            for mention, link in zip(mentions, links)
            for probability, certainty in [self.confidence(document, sentences[mention.sentence], mention, link)]
            if probability >= self.confidence.threshold
        )
        occupation = find_occupation(document, sentences, self.linker)
        return Annotation(
            document=original,
            occupation=occupation if occupation and MASK not in occupation.quote else None,
            skills=skills,
            experience_years=experience_years(document, sentences) if document.kind != "cv" else None,
            education=education_of(document, sentences) if document.kind != "cv" else None,
            flags=shown,
            neutral_text=neutralise(original.text, shown),
        )

    def _skill(
        self, document: Document, mention: Mention, link: Link, certainty: float, sentence: Sentence, heading: str, flags: tuple[Flag, ...]
    ) -> Skill:
        requirement, asked = None, f"section '{mention.section}'"
        if document.kind != "cv":
            requirement, asked = self.qualifier.requirement(document, mention, sentence, heading)
        entry = self.lexicon.entry(link.concept) if link.concept is not None else None
        return Skill(
            start=mention.start,
            end=mention.end,
            quote=mention.quote,
            type=mention.type,
            section=mention.section,
            requirement=requirement,
            evidence=evidence_of(document, mention, sentence),
            level=None if mother_tongue(sentence, flags) else level_of(mention, document, sentence),
            concept=entry.iri if entry else None,
            label=entry.label_nl if entry else None,
            mappings={scheme: list(iris) for scheme, iris in entry.mappings.items()} if entry else {},
            confidence=math.floor(certainty * 1e4) / 1e4,
            because=f"{link.because}; {asked}",
        )
