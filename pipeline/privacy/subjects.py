"""Pseudonyms of the people whose CVs are read: a keyed hash (HMAC-SHA-256, RFC 2104) of the document's id, so that no id stands in an IRI.

The key comes from the environment variable SKILLSTAAL_SUBJECT_KEY: with the same key the same CV has the same pseudonym in every run. Without one
each run has a random key, and nobody can tie its pseudonyms to those of another. Whoever has key and ids can find the person: keep both apart from
what is published (docs/data-protection.md).
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from ..errors import SkillstaalError

KEY = "SKILLSTAAL_SUBJECT_KEY"
_RUN_KEY = "SKILLSTAAL_RUN_KEY"  # the random key of a run, handed to its workers
_SHORTEST = 16
_RANDOM = 32  # bytes


def begin_run(kept: Path | None = None) -> str:
    """Draws the random key of this run when the environment has no key; says where the key is from: "environment" or "random".

    A random key is kept in the file ``kept``, for its owner alone, until the run is finished: an interrupted run goes on with it. Raises SkillstaalError when the key is too short to keep anybody from guessing it.
    """
    given = os.environ.get(KEY, "")
    if given and len(given) < _SHORTEST:
        raise SkillstaalError(f"{KEY} has {len(given)} characters, too few to be safe; give at least {_SHORTEST}")
    if given:
        return "environment"
    drawn = kept.read_text() if kept and kept.exists() else ""
    if len(drawn) != 2 * _RANDOM:
        drawn = secrets.token_hex(_RANDOM)
        if kept:
            kept.touch(mode=0o600)
            kept.write_text(drawn)
    os.environ[_RUN_KEY] = drawn
    return "random"


def run_key() -> str:
    """The key of this run, to be handed to workers on other machines (``take_key``) and to nobody else."""
    return os.environ.get(KEY) or os.environ[_RUN_KEY]


def take_key(key: str) -> None:
    """In such a worker: pseudonyms are made with this key."""
    os.environ[_RUN_KEY] = key
    os.environ.pop(KEY, None)


def pseudonym(identifier: str) -> str:
    """The pseudonym of a document id under the key of this run, 32 hexadecimal digits."""
    if not os.environ.get(KEY) and not os.environ.get(_RUN_KEY):
        begin_run()
    return _hash(os.environ.get(KEY) or os.environ[_RUN_KEY], identifier)


def key_fingerprint() -> str:
    """What tells one given key from another without giving it away; "" without one."""
    return _hash(os.environ[KEY], "") if os.environ.get(KEY) else ""


def _hash(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]
