"""Partial moments of distributions."""

from collections.abc import Callable
from functools import partial
from math import exp, inf, isfinite, log
from typing import Any

import numpy as np
from scipy import integrate, special, stats


def partial_moments(severity: Any) -> Callable[[int, float], float]:
    """Return the function of partial moments of a frozen distribution: a closed form if it is known, or quadrature."""
    name, is_histogram = severity.dist.name, type(severity.dist) is stats.rv_histogram
    if not is_histogram and (name not in _CLOSED or type(severity.dist) is not type(getattr(stats, name))):
        return partial(by_quadrature, severity)
    names = [*filter(None, (severity.dist.shapes or "").replace(" ", "").split(",")), "loc", "scale"]
    given = {"loc": 0.0, "scale": 1.0} | dict(zip(names, severity.args, strict=False)) | severity.kwds
    loc, scale = float(given.pop("loc")), float(given.pop("scale"))
    shapes = [float(shape) for shape in given.values()]

    def shifted(k: int, x: float) -> float:
        """Return the moment of loc + scale * Z from those of Z, by the binomial theorem."""
        z = (x - loc) / scale
        if z <= 0:
            return 0.0
        factors = (float(special.comb(k, j)) * loc ** (k - j) * scale**j for j in range(k + 1))
        return sum(factor * _CLOSED[name](j, z, *shapes) for j, factor in enumerate(factors) if factor)

    return _of_bins(severity.dist, loc, scale) if is_histogram else shifted


def _of_bins(histogram: Any, loc: float, scale: float) -> Callable[[int, float], float]:
    """Return the function of partial moments of a histogram, which is uniform within each bin."""
    ends, heights = histogram._hbins, histogram._hpdf[1:-1]  # noqa: SLF001 - SciPy has no public access to them
    chances, low, high = heights * np.diff(ends), loc + scale * ends[:-1], loc + scale * ends[1:]

    def moment(k: int, x: float) -> float:
        top = np.clip(x, low, high)
        # The mean of the power from the start of the bin to top, without a difference of two large numbers.
        mean = sum(low ** (k - j) * top**j for j in range(k + 1)) / (k + 1)
        return float(np.sum(chances * mean * (top - low) / (high - low)))

    return moment


def _integral(function: Callable[[Any], Any], ends: Any) -> float:
    """Integrate over the intervals between the ends: all at once if that is precise, otherwise adaptively."""
    low, high = ends[:-1], ends[1:]
    rough, fine = (_gauss(function, low, high, nodes) for nodes in NODES)
    open_ = np.abs(fine - rough) > PRECISION * np.abs(fine)
    adapted = (_quad(function, *stretch) for stretch in zip(low[open_], high[open_], strict=True))
    return float(np.sum(fine[~open_])) + sum(adapted)


def _gauss(function: Callable[[Any], Any], low: Any, high: Any, nodes: int) -> Any:
    places, weights = np.polynomial.legendre.leggauss(nodes)
    half = (high - low)[:, None] / 2
    return np.sum(function(low[:, None] + half * (1 + places)) * weights * half, axis=1)


PRECISION = 1e-10
"""The greatest relative error of an integral."""


NODES = (15, 24)
"""The numbers of nodes per interval of two quadratures; if both agree, the result is precise."""


def by_quadrature(severity: Any, k: int, x: float) -> float:
    """Return the partial moment from the survival function, which is monotone even if the density has peaks."""
    if k == 0:
        return float(severity.cdf(x))
    if x == inf:
        mean, variance = (float(each) for each in severity.stats(moments="mv"))
        whole = mean if k == 1 else variance + mean**2
        return whole if isfinite(whole) else inf
    ends = sorted({0.0, x, *(end for end in map(float, severity.ppf(QUANTILES)) if 0 < end < x)})
    more = _integral(lambda at: at ** (k - 1) * severity.sf(at), np.array(ends))
    return float(k * more - x**k * severity.sf(x))


def _quad(function: Callable[[float], float], low: float, high: float) -> float:
    # ``full_output`` suppresses warnings where the last digits cannot be reached.
    return float(integrate.quad(function, low, high, epsabs=0, epsrel=PRECISION, limit=500, full_output=1)[0])


QUANTILES = (
    *(10.0**-k for k in range(9, 1, -1)),
    *(k / 64 for k in range(1, 64)),
    *(1 - 10.0**-k for k in range(2, 10)),
)
"""Quadrature is split at these quantiles, so that it finds the distribution wherever it lies."""


def _lognormal(k: int, z: float, s: float) -> float:
    whole = exp(k * k * s * s / 2)
    return whole if z == inf else whole * float(special.ndtr((log(z) - k * s * s) / s))


def _gamma(k: int, z: float, a: float) -> float:
    return float(special.poch(a, k)) * float(special.gammainc(a + k, z))


def _weibull(k: int, z: float, c: float) -> float:
    return float(special.gamma(1 + k / c)) * float(special.gammainc(1 + k / c, z**c))


def _uniform(k: int, z: float) -> float:
    return min(z, 1.0) ** (k + 1) / (k + 1)


def _exponential(k: int, z: float) -> float:
    return _gamma(k, z, 1.0)


def _pareto(k: int, z: float, b: float) -> float:
    if z == inf:
        return b / (b - k) if k < b else inf
    if z <= 1:
        return 0.0
    return b * log(z) if k == b else b / (b - k) * (1 - float(z ** (k - b)))


def _lomax(k: int, z: float, c: float) -> float:
    if z == inf and k >= c:
        return inf
    signs = (float(special.comb(k, j)) * (-1.0 if (k - j) % 2 else 1.0) for j in range(k + 1))
    return sum(sign * _pareto(j, z + 1, c) for j, sign in enumerate(signs))


_CLOSED: dict[str, Callable[..., float]] = {
    "lognorm": _lognormal,
    "gamma": _gamma,
    "expon": _exponential,
    "weibull_min": _weibull,
    "uniform": _uniform,
    "pareto": _pareto,
    "lomax": _lomax,
}
"""The partial moments of the standard distributions, by SciPy's names."""
