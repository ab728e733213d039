"""Scores of the words of many sentences -> the best labels, and how likely each label is: Viterbi and forward-backward (Rabiner 1989).

All sentences go through together, one place at a time: they are laid out by place, the longest first, so that the words at
one place stand in a row and no array is padded.
"""

import numpy as np


class _ByPlace:
    """The layout: the words at place p of the sentences that have one are the rows ``bounds[p]:bounds[p + 1]``.

    ``order`` holds for each word, sentence after sentence, its row.
    """

    def __init__(self, sizes: np.ndarray):
        rank = np.empty(len(sizes), dtype=np.intp)
        rank[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
        counts = len(sizes) - np.cumsum(np.bincount(sizes))[:-1]
        self.bounds = np.concatenate(([0], np.cumsum(counts)))
        starts = np.cumsum(sizes) - sizes
        places = np.arange(sizes.sum()) - np.repeat(starts, sizes)
        self.order = self.bounds[places] + np.repeat(rank, sizes)

    def laid_out(self, values: np.ndarray) -> np.ndarray:
        laid = np.empty_like(values)
        laid[self.order] = values
        return laid

    def steps(self) -> list[tuple[int, int]]:
        """(first row, end row) of each place."""
        bounds = self.bounds.tolist()
        return list(zip(bounds, bounds[1:]))


def best_path(unary: np.ndarray, transitions: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """The label of each word on the likeliest path of its sentence.

    ``unary`` (words x labels), sentence after sentence; ``transitions`` (label x next label); ``sizes`` words a sentence, none 0.
    """
    by_place = _ByPlace(sizes)
    laid, steps = by_place.laid_out(unary), by_place.steps()
    back = np.zeros(laid.shape, dtype=np.intp)
    best = laid[slice(*steps[0])].copy()
    for first, end in steps[1:]:
        live = end - first
        ways = best[:live, :, None] + transitions
        back[first:end] = ways.argmax(axis=1)
        best[:live] = ways.max(axis=1) + laid[first:end]
    label, rows = best.argmax(axis=1), np.arange(len(sizes))
    path = np.empty(len(laid), dtype=np.intp)
    for first, end in reversed(steps):
        live = end - first
        path[first:end] = label[:live]
        label[:live] = back[first + rows[:live], label[:live]]
    return path[by_place.order]


def marginals(unary: np.ndarray, transitions: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """(words x labels) probability of each label of each word over all paths; arguments as those of ``best_path``."""
    if not len(unary):
        return unary
    by_place = _ByPlace(sizes)
    laid, steps = by_place.laid_out(unary), by_place.steps()
    potential = np.exp(laid - laid.max(axis=1, keepdims=True))
    step = np.exp(transitions - transitions.max())
    forward, backward = np.empty_like(laid), np.ones_like(laid)
    first, end = steps[0]
    forward[:end] = potential[:end] / potential[:end].sum(axis=1, keepdims=True)
    for (before, _), (first, end) in zip(steps, steps[1:]):
        state = (forward[before : before + end - first] @ step) * potential[first:end]
        forward[first:end] = state / state.sum(axis=1, keepdims=True)
    for (before, _), (first, end) in reversed(list(zip(steps, steps[1:]))):
        state = (backward[first:end] * potential[first:end]) @ step.T
        backward[before : before + end - first] = state / state.sum(axis=1, keepdims=True)
    both = forward * backward
    return (both / both.sum(axis=1, keepdims=True))[by_place.order]
