"""The floor of `benches/shared/floor.rs` once more, vectorised in NumPy: what a fast script pays for the mathematics of a
physician-year on one core. It does less than the engine: no page turn, no plans, no pay in cents, no rows, no quantiles.

    OPENBLAS_NUM_THREADS=1 python3 benches/twin.py 65     # the number of measures that the engine keeps moments of

Prints nanoseconds per physician-year, the lowest of several rounds over 250 physicians, ten years and 8 trials, which
are taken a year of 8 trials at a time, so that columns stay in the nearer caches.
"""

import sys
import time

import numpy as np
from scipy.special import ndtr, ndtri

PHYSICIANS, YEARS, TRIALS, ROUNDS = 250, 10, 8, 40
KEPT = int(sys.argv[1]) if len(sys.argv) > 1 else 65
N = PHYSICIANS * TRIALS


def luck(generator):
    uniforms = generator.random((4, N))
    return ndtri(uniforms[0]), ndtri(uniforms[1]), ndtri(uniforms[2]), uniforms[3]


def functions(f):
    out = np.zeros(N)
    for k in range(5):
        z = f[k] - f[k + 1]
        out += ndtr(z) + 0.3989422804014327 * np.exp(-0.5 * z * z)
    for k in range(3):
        out += np.log(f[k])
    for k in range(5):
        out += np.exp(f[k])
    for k in range(22):
        out += f[k % 17] / f[(k + 1) % 17]
    for k in range(6):
        out += np.sqrt(f[k])
    return out


def index(w, p, ease):
    ww = (ease * w * w).sum(0)
    pp = (ease * p * p).sum(0)
    wp = (ease * w * p).sum(0)
    distance = (ease * (w - p) ** 2).sum(0)
    misalignment = np.minimum(distance / np.maximum(ww, 1e-12), 1000.0)
    cosine = np.minimum(wp * wp / np.maximum(ww * pp, 1e-12), 1.0)
    return misalignment, 1.0 - cosine, cosine


def induced(w, p, ease):
    percent = 100.0 / np.maximum((ease * w * w).sum(0), 1e-12)
    paid = percent * ease * p
    return (2.0 * paid * w).sum(0), (paid * p).sum(0)


def legs(f, ease):
    wrvu, spending = 5000.0 * f[0], 1e7 * f[5]
    work, visit, own = 0.01 * wrvu, f[3] * 80.0 + f[4] * 40.0, 50.0 * f[16] + f[14]
    displaced = 0.5 * wrvu / np.maximum(40.0 * f[1], 1.0)
    avoided = 1e6 * f[6] - 0.1 * spending
    less, more = 0.05 * work, 0.8 * work
    zero = np.zeros(N)
    value = np.stack([work * 40.0 * f[3] - 0.002 * spending, 0.01 * spending, 1e3 * f[9], zero, 1290.0 * f[2], 1e-3 * spending])
    system = np.stack([work * visit - 0.002 * 1e6 * f[6], 0.01 * avoided - less * f[3], 1e3 * f[8], 1e4 * f[7],
                       more * visit + 100.0 * f[10], 1e-3 * avoided - displaced * visit])
    pay = np.stack([work * own - 20.0 * f[11], 100.0 * f[11] - less * own, 100.0 + 10.0 * f[13], 100.0 * f[12],
                    more * own + 15.0 * f[2] * f[15], 10.0 * f[11] - displaced * own])
    out = [*index(value, pay, ease), index(value, system, ease)[0], index(system, pay, ease)[0]]
    out.append(pay * ease / f[1])
    out.extend(induced(value, pay, ease))
    part = np.stack([f[15] * value[0], f[17] * value[1], value[2], value[3], f[15] * value[4], f[17] * value[5]])
    out.extend(induced(part, pay, ease))
    return out


def populations(own, terms, f):
    sums = np.zeros((19, N))
    for p, t in zip(own, terms):
        spending, benchmark = p[0] * t[0], p[0] * t[1]
        sums[0] += spending
        for k in (1, 2, 3):
            sums[k] += t[k] * spending
        for k in (4, 5):
            sums[k] += t[k] * benchmark
        for k in (6, 7, 8):
            sums[k] += t[k] * p[1]
        sums[9] += t[9] * p[2]
        for k in (10, 11):
            sums[k] += t[k] * p[3]
        effect = np.minimum(t[2] * f[0] + t[3], 0.3) - t[4] * f[1] - f[2]
        people = p[0] * effect
        sums[12] += people
        sums[13] += t[5] * people
        sums[14] += t[6] * people
        sums[15] -= t[7] * people
        sums[16] += t[8] * p[0]
        sums[17] += p[1] * f[3]
        sums[18] += p[3] * (f[4] * f[5] + f[6])
    return sums


def moments(measured, sums, squares):
    for k in range(KEPT):
        off = measured[k % len(measured)].reshape(TRIALS, PHYSICIANS) - 0.5
        sums[k] += off.sum(0)
        squares[k] += np.einsum("ij,ij->j", off, off)


def main():
    generator = np.random.Generator(np.random.Philox(20260101))
    f = 0.5 + generator.random((18, N))
    own = 0.5 + generator.random((5, 4, N))
    terms = 0.1 + 0.01 * np.arange(60).reshape(5, 12)
    ease = np.broadcast_to(f[16], (6, N))
    sums, squares = np.zeros((KEPT, PHYSICIANS)), np.zeros((KEPT, PHYSICIANS))
    pieces = {
        "luck": lambda: luck(generator),
        "functions": lambda: functions(f),
        "legs": lambda: legs(f, ease),
        "populations": lambda: populations(own, terms, f),
        "moments": lambda: moments(f, sums, squares),
    }
    lowest = dict.fromkeys(pieces, np.inf)
    for _ in range(ROUNDS):
        for name, piece in pieces.items():
            start = time.perf_counter()
            for _ in range(YEARS):
                piece()
            lowest[name] = min(lowest[name], (time.perf_counter() - start) / (YEARS * N))
    print(", ".join(f"{name} {1e9 * ns:.1f}" for name, ns in lowest.items()))
    print(f"TWIN {1e9 * sum(lowest.values()):.0f} ns per physician-year, one core")


main()
