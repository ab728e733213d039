"""Predicted and gold statements made by hand, for the tests of the evaluation."""

from pipeline.evaluation.matching import Compared


def skill(start, end, **more):
    base = {
        "start": start, "end": end, "quote": f"{start}-{end}", "type": "skill", "requirement": "task", "evidence": None, "section": "tasks",
        "concept": None, "label": None, "mappings": {}, "confidence": 0.8,
    }  # fmt: skip
    return base | more


def gold_skill(start, end, **more):
    return {"start": start, "end": end, "quote": f"{start}-{end}", "type": "skill", "requirement": "task"} | more


def flag(start, end, ground="age", directness="direct", **more):
    return {"start": start, "end": end, "quote": "q", "ground": ground, "directness": directness, "severity": "check", "rule": "r"} | more


def compared(predicted, gold, sections=None, kind="vacancy", text="x" * 100):
    return Compared("d", kind, "nl", text, predicted, gold, sections or ["tasks"] * len(gold))
