"""The language learns from what it could not name: tables of runs -> candidates -> decisions of maintainers -> the next source tables.

evidence.py gathers the words that no label has, clustering.py brings spellings and paraphrases together, proposing.py says what to do with
each, decisions.py keeps what people decided, review.py shows it to them, applying.py edits the tables. No step writes to the tables
without a decision of a person.
"""
