"""An earlier result and a new one -> what became of each headline figure, and whether the difference is more than chance.

A figure fell when its new value lies on the wrong side of the earlier interval: below it, or above it for the calibration error.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from ..errors import SkillstaalError
from .figures import BY_NAME


@dataclass(frozen=True, slots=True)
class Change:
    """A headline figure ``before`` and ``after``; ``outside``: the new value is outside the earlier interval; ``fell``: and worse."""

    name: str
    before: float
    after: float
    difference: float
    outside: bool
    fell: bool


def changes(before: dict, after: dict) -> list[Change]:
    """The changes of all headline figures that both results have, in the order of the new one."""
    found = []
    for name, figure in after["headline"].items():
        earlier = before["headline"].get(name)
        if earlier is None:
            continue
        value = figure["value"]
        outside = not earlier["low"] <= value <= earlier["high"]
        better = name not in BY_NAME or BY_NAME[name].higher_is_better
        worse = value < earlier["value"] if better else value > earlier["value"]
        found.append(Change(name, earlier["value"], value, round(value - earlier["value"], 4), outside, outside and worse))
    return found


def against(before: dict, after: dict) -> dict:
    """What ``--against`` adds to a result: the changes, figures that only one has, and whether both saw the same gold."""
    return {
        "same_gold": (before.get("gold"), before.get("ids")) == (after["gold"], after["ids"]),
        "changes": [asdict(change) for change in changes(before, after)],
        "only_before": [name for name in before["headline"] if name not in after["headline"]],
        "only_after": [name for name in after["headline"] if name not in before["headline"]],
    }


def read_result(path: Path, measured: str) -> dict:
    """A saved result of the same kind. Raises SkillstaalError."""
    try:
        result = orjson.loads(path.read_bytes())
        complete = all({"value", "low", "high"} <= set(figure) for figure in result["headline"].values())
        if not complete or result["measured"] != measured:
            raise SkillstaalError(f"{path} holds a result of {result['measured']}, this one is of {measured}; compare with a result of the same kind")
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise SkillstaalError(f"{path} is no saved result ({type(error).__name__}); give a file made by 'skillstaal evaluate --save'") from error
    return result


def save_result(result: dict, path: Path) -> None:
    """Writes a result as JSON, beside and then renamed."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(orjson.dumps(result, option=orjson.OPT_INDENT_2) + b"\n")
    beside.replace(path)
