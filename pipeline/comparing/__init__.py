"""Vacancies, CVs, profiles, qualifications and occupations compared by their skills: what is shared, close by and missing.

``measures`` knows how rare skills are and which are one step apart, ``sides`` makes of each thing what it asks and what it offers, ``comparison``
sets two sides against each other, ``matching`` many, ``output`` writes what came of it. docs/comparing.md explains the figures.
"""
