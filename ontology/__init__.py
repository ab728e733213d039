"""The skills language: source tables, build, checks, releases and the compiled lexicon."""
