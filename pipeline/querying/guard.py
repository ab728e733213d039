"""SPARQL that asks other servers is refused: pyoxigraph would fetch what SERVICE names, and Skillstaal works without network.

Tokens after SPARQL 1.1, section 19: escapes of code points are read first (19.2), then strings, IRIs and comments are passed over.
"""

import re

from ..errors import SkillstaalError

_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PASSED_OVER = re.compile(
    r"""'''(?:[^'\\]|\\.|'(?!''))*'''|\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*"|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\n\r]*""",
    re.DOTALL,
)
_SERVICE = re.compile(r"(?<![?$:\w-])service(?![\w-]*:|\w)", re.IGNORECASE)


def refuse_service(text: str) -> None:
    """Raises SkillstaalError when a query uses SERVICE."""
    if _SERVICE.search(_PASSED_OVER.sub(" ", _CODE_POINT.sub(_char, text))):
        raise SkillstaalError("the query asks another server (SERVICE), which is not done here; give what it needs as a file among the paths")


def _char(escape: re.Match) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number < 0x110000 else " "
