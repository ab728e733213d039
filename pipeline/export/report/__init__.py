"""A run folder -> report.html: one page that people can read, print and mail; it asks nothing of other hosts and has no scripts.

``counts`` adds the tables up shard by shard, ``examples`` finds a few texts in the inputs, ``names`` says what concepts are called, ``page``
puts it in words. The same run gives the same bytes: nothing here depends on time or on the number of workers.
"""

from itertools import chain, islice
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


def write(folder: Path, manifest: dict, lexicon: Lexicon | None = None, lang: str = "nl") -> None:
    """Writes the report of the run in ``folder`` there; see ``make``."""
    (folder / FILE).write_text(make(folder, manifest, lexicon, lang), encoding="utf-8")


def make(folder: Path, manifest: dict, lexicon: Lexicon | None = None, lang: str = "nl") -> str:
    """The page in ``lang`` ("nl" or "en"). Without a lexicon concepts have their Dutch names and occupations no sectors.

    Raises SkillstaalError when the run has no tables (format parquet) or they cannot be read.
    """
    shards = read_shards(folder)
    first = list(islice(shards, 1))
    if not first and manifest["totals"]["translated"]:
        raise SkillstaalError(f"{folder} has no tables, of which a report is made; run again with parquet among the --formats")
    counts = Counts()
    for shard in chain(first, shards):
        counts.add(shard)
    examples = with_texts(choose(first), manifest["inputs"], manifest["config"]["settings"])
    found = values(manifest, counts, Names.of(counts.labels, lang, lexicon), examples, folder / "quarantine.jsonl", lang)
    return environment(lang, TEMPLATES).get_template("report.html").render(found)
