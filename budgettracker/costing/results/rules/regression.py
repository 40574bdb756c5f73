"""Weighted least squares with a variance between clusters that is right for few of them: CR2 (Bell and McCaffrey 2002).

Its degrees of freedom are Satterthwaite's, of Pustejovsky and Tipton 2018. With one constant and clusters of one size it
is the t interval of the clusters' means.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
ALMOST_NOTHING = 1e-9


class Coefficient(NamedTuple):
    """One coefficient with its standard error between clusters, and the degrees of freedom of its t."""

    value: float
    error: float
    degrees: float


def coefficient(
    design: Numbers, values: Numbers, weights: Numbers, clusters: Sequence[str], which: int = 0
) -> Coefficient:
    """The coefficient of one column of the design, its error reckoned between clusters."""
    root = np.sqrt(weights)
    x, y = design * root[:, None], values * root
    inverse = np.linalg.inv(x.T @ x)
    fitted = inverse @ (x.T @ y)
    left = y - x @ fitted
    row = inverse[which] @ x.T
    score, own, through = [], [], []
    for at in _places(clusters):
        adjusted = _half_inverse(np.eye(len(at)) - x[at] @ inverse @ x[at].T) @ row[at]
        score.append(adjusted @ left[at])
        own.append(adjusted @ adjusted)
        through.append(x[at].T @ adjusted)
    # The products of the clusters' influences are own on the diagonal, less shared: their sums need no matrix of clusters.
    sizes, across = np.asarray(own), np.asarray(through)
    shared = np.sum((across @ inverse) * across, axis=1)
    between = inverse @ (across.T @ across)
    square = np.sum(sizes**2) - 2 * np.sum(sizes * shared) + np.trace(between @ between)
    degrees = (np.sum(sizes) - np.sum(shared)) ** 2 / square if square > 0 else 0.0
    return Coefficient(float(fitted[which]), float(np.sqrt(np.sum(np.square(score)))), float(degrees))


def _places(clusters: Sequence[str]) -> list[NDArray[np.intp]]:
    """Where the members of each cluster stand."""
    _, which = np.unique(np.asarray(clusters), return_inverse=True)
    order = np.argsort(which, kind="stable")
    return np.split(order, np.cumsum(np.bincount(which))[:-1])


def half_width(of: Coefficient) -> float:
    """Half of the coefficient's 95% interval, by t."""
    # scipy takes a second to load: only who asks for an interval waits for it.
    from scipy.stats import t

    return float(t.ppf(0.975, of.degrees) * of.error)


def _half_inverse(symmetric: Numbers) -> Numbers:
    """Its inverse square root; directions in which it is nothing stay nothing."""
    sizes, directions = np.linalg.eigh(symmetric)
    kept = sizes > ALMOST_NOTHING
    scaled = np.zeros_like(sizes)
    scaled[kept] = 1 / np.sqrt(sizes[kept])
    return np.asarray((directions * scaled) @ directions.T)
