"""How good the translator is: predicted against gold, with intervals. The command ``skillstaal evaluate``.

``gold`` reads annotated texts and ``terms`` crosswalks of bare terms; ``scoring`` puts both through the translator.
``matching`` pairs predicted and gold spans; ``mention_counts`` and ``wording_counts`` count what is right of one document;
``bootstrap``, ``calibration`` and ``figures`` turn the counts of all documents into figures with their intervals;
``error_causes`` tells what goes wrong most; ``agreement`` compares two annotators, ``comparing`` two results.

Scoring follows corpora/gold/README.md.
"""

from .matching import Counts, match_spans, without_repeats

__all__ = ["Counts", "match_spans", "without_repeats"]
