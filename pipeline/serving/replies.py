"""What a worker answers, and which of the forms on offer a client prefers (RFC 9110, section 12.5.1)."""

from dataclasses import dataclass

from ..errors import SkillstaalError

HTML = "text/html"


class Refusal(SkillstaalError):
    """A request that is not answered, with its HTTP status and one sentence in Dutch and in English, which quotes nothing of other people."""

    def __init__(self, status: int, nl: str, en: str):
        super().__init__(en)
        self.status, self.nl, self.en = status, nl, en

    def __reduce__(self):
        return Refusal, (self.status, self.nl, self.en)


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of a response. ``links``: values of its Link header."""

    body: bytes
    media: str = HTML
    status: int = 200
    links: tuple[str, ...] = ()


def preferred(accept: str, offered: tuple[str, ...]) -> str:
    """The media type of ``offered`` that the Accept header likes best, the first one when it has no wish. Raises Refusal (406).

    >>> preferred("text/turtle;q=0.5, text/*", ("text/html", "text/turtle"))
    'text/html'
    """
    wishes = [_wish(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]
    best = max(offered, key=lambda media: _liking(media, wishes))
    if not _liking(best, wishes):
        names = ", ".join(offered)
        raise Refusal(406, f"Dit is er alleen als {names}.", f"This is available only as {names}.")
    return best


def _wish(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    try:
        return media, min(max(float(weight), 0.0), 1.0)
    except ValueError:
        return media, 0.0


def _liking(media: str, wishes: list[tuple[str, float]]) -> float:
    """The weight of the most specific wish that fits."""
    fitting = {"*/*": 0, media.split("/")[0] + "/*": 1, media: 2}
    return max(((fitting[wish], weight) for wish, weight in wishes if wish in fitting), default=(0, 0.0))[1]
