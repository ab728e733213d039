"""Tables of runs -> demand over time: shares with intervals, what rises and falls, and where the measuring itself changed.

``counting`` adds the tables up, ``groups`` says which families, levels and claims concepts belong to, ``estimating`` holds the statistics,
``series`` makes verdicts of counts, ``cube`` and ``constraints`` an RDF Data Cube that is checked, ``tables`` Parquet, ``page`` a page for
people. Runs are read as files: nothing here knows how texts are translated.
"""
