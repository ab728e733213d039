"""Variations of a vacancy as they occur: posted again with another place, pay or contact; and other vacancies on one template."""

import random
import re

PLACES = ("Amersfoort", "Zwolle", "Tilburg", "Gent", "Venlo", "Hoorn", "Almelo", "Delft", "Kortrijk", "Uden")
NAMES = ("Sanne de Boer", "Pieter Vos", "Fatima El Amrani", "Joris Claes", "Mieke van Dam")
_PLACE = re.compile(r"(?<=\b(?:in|te) )[A-Z][a-zé]+")
_BULLET = re.compile(r"(?m)^\s*[-•*–]\s+")


def other_place(text: str, chance: random.Random) -> str:
    return _PLACE.sub(lambda found: chance.choice(PLACES), text) + f"\nStandplaats: {chance.choice(PLACES)}"


def other_pay(text: str, chance: random.Random) -> str:
    return re.sub(r"€ ?\d[\d.,]*", lambda found: f"€ {chance.randrange(2, 6)}.{chance.randrange(100, 999)}", text)


def other_hours(text: str, chance: random.Random) -> str:
    return re.sub(r"\b\d{2}(?= ?(?:-|tot|uur))", lambda found: str(chance.choice((16, 24, 32, 36, 40))), text)


def other_contact(text: str, chance: random.Random) -> str:
    return f"{text}\nVragen? Bel {chance.choice(NAMES)}, 06-{chance.randrange(10**7, 10**8)}."


def other_layout(text: str, chance: random.Random) -> str:
    return _BULLET.sub(chance.choice(("* ", "• ", "  - ")), text).replace("\n", chance.choice(("\n", "\r\n", "\n\n")))


def small_edits(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for _ in range(len(words) // 150 + 1):
        at = chance.randrange(len(words))
        words[at] = chance.choice((words[at] + "n", words[at][:-1], "ook " + words[at]))
    return " ".join(words)


CHANGES = (other_place, other_pay, other_hours, other_contact, other_layout, small_edits)


def posted_again(text: str, chance: random.Random, changes: int = 2) -> str:
    """The same advertisement with some changes."""
    for change in chance.sample(CHANGES, changes):
        text = change(text, chance)
    return text


def on_template(text: str) -> str:
    """The tasks and demands of a vacancy between the words that an employer puts into all of its vacancies."""
    lines = [line for line in text.split("\n") if line.strip()]
    own = "\n".join(lines[len(lines) // 5 : len(lines) * 4 // 5])
    return (
        "De Meerwaarde Groep is een begrip in de regio. Met meer dan 300 collega's werken we elke dag aan de beste oplossing voor onze klanten. We zijn trots "
        "op onze informele sfeer, korte lijnen en de ruimte die je krijgt om je werk in te delen. We investeren volop in onze mensen.\n\n"
        f"{own}\n\nWat bieden wij?\n- een salaris dat past bij je ervaring\n- een contract voor een jaar met uitzicht op vast\n- 25 vakantiedagen en 8% vakantiegeld\n"
        "- reiskostenvergoeding en een fiets van de zaak\n- een persoonlijk ontwikkelbudget en een eigen academie\n- leuke uitjes met het team\n\n"
        "Enthousiast geworden?\nSolliciteer via de knop op deze pagina. We nemen binnen drie werkdagen contact met je op. Een referentiecheck en een online assessment "
        "kunnen deel uitmaken van de procedure. Acquisitie naar aanleiding van deze vacature stellen wij niet op prijs."
    )
