"""A vacancy, function profile or qualification text -> the wording in it that may exclude someone, and how to mend it.

Rules are data (cues/wording*.tsv, see rules.py), after the equal treatment acts and the opinions of the College voor
de Rechten van de Mens. A flag is advice, never a verdict. CVs get none: the wording there is somebody's own.
"""

from .demands import mother_tongue, without_flagged
from .flagging import flag_wording
from .model import ContextModel
from .register import Register
from .rewriting import neutralise
from .rules import EXCEPTION_SCOPES, load_rules

__all__ = ["EXCEPTION_SCOPES", "ContextModel", "Register", "flag_wording", "load_rules", "mother_tongue", "neutralise", "without_flagged"]
