"""A run folder -> report.html: one page that people can read, print and mail; it asks nothing of other hosts and has no scripts.

``counts`` adds the tables up shard by shard, ``examples`` finds a few texts in the inputs, ``names`` says what concepts are called, ``page``
puts it in words. The same run gives the same bytes: nothing here depends on time or on the number of workers.
"""

from collections.abc import Sequence
from pathlib import Path

from ontology.lexicon import Lexicon
from ontology.pages import environment

from ...errors import SkillstaalError
from .counts import Counts, read_shards
from .examples import choose, with_texts
from .names import Names
from .page import values

FILE = "report.html"
TEMPLATES = Path(__file__).parent.parent / "templates"


def make(folder: Path, manifest: dict, lexicon: Lexicon | None = None, lang: str = "nl", drift: Sequence[str] = ()) -> str:
    """The page in ``lang`` ("nl" or "en"). Without a lexicon concepts have their Dutch names and occupations no sectors. ``drift``: sentences
    about this run beside previous ones.

    Raises SkillstaalError when the run has no tables (format parquet) or they cannot be read.
    """
    counts, chosen = Counts(), None
    for shard in read_shards(folder):
        chosen = choose(shard) if chosen is None else chosen
        counts.add(shard)
    if chosen is None and manifest["totals"]["translated"]:
        raise SkillstaalError(f"{folder} has no tables, of which a report is made; run again with parquet among the --formats")
    examples = with_texts(chosen or [], manifest["inputs"], manifest["config"]["settings"])
    templates = environment(lang, TEMPLATES)
    found = values(manifest, counts, Names.of(counts.labels, lang, lexicon), examples, folder / "quarantine.jsonl", lang, templates.filters)
    return templates.get_template("report.html").render(found | {"drift": drift})
