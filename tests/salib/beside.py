"""What cascade finds in samples, found again by SALib and SciPy in the same samples."""
import json
import sys

import numpy as np
from SALib.analyze import delta, morris, pawn, rbd_fast, shapley, sobol
from scipy import stats

# The same formulas: what rounding leaves.
SAME = 1e-10

compared = 0


def agree(what, ours, theirs, within=SAME):
    global compared
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    assert ours.shape == theirs.shape and ours.size > 0, f"{what}: {ours.shape} and {theirs.shape}"
    off = np.abs(ours - theirs).max()
    assert off <= within, f"{what}: {ours} is not {theirs}, off by {off}"
    compared += ours.size
    print(f"  {what}: {ours.size} figures within {within:g}, farthest {off:.1e}")


def problem(inputs, groups=None):
    names = [f"x{i}" for i in range(inputs)]
    found = {"num_vars": inputs, "names": names, "bounds": [[0.0, 1.0]] * inputs}
    return found | ({"groups": groups} if groups else {})


def of_sobol(case):
    found = sobol.analyze(problem(len(case["first"])), np.array(case["output"]), calc_second_order=False, seed=1)
    agree("first order", case["first"], found["S1"])
    agree("total", case["total"], found["ST"])
    # Intervals: a Bayesian bootstrap in percentiles here, resampling in standard deviations there.
    half = (np.array(case["high"]) - np.array(case["low"])) / 2
    agree("half widths of first order", half, found["S1_conf"], 0.02)


def of_morris(case):
    points = np.array(case["points"]).T
    # Middles of four levels here, 0 to 1 in thirds there: a move of 1/2 here is one of 2/3 there.
    grid = (4 * points - 0.5) / 3
    scale = (2 / 3) / (1 / 2)
    found = morris.analyze(problem(points.shape[1], case.get("groups")), grid, np.array(case["output"]), num_levels=4, seed=1)
    agree("mean sizes of effects", case["mu_star"], scale * np.array(found["mu_star"], float))
    if "groups" not in case:
        agree("mean effects", case["mu"], scale * np.array(found["mu"], float))
        agree("deviations of effects", case["sigma"], scale * np.array(found["sigma"], float))


def of_shapley(case):
    points = np.array(case["points"] + [case["luck"]], float).T
    found = shapley.analyze(problem(points.shape[1]), points, np.array(case["output"]))
    agree("Shapley effects", case["effects"], found["shapley_normalized"])
    agree("variance", [case["variance"]], [found["shapley"].sum()], SAME * case["variance"])
    half = (np.array(case["high"]) - np.array(case["low"])) / 2
    agree("half widths", half, found["shapley_normalized_conf"], 0.01)


def of_sample(case):
    points, output = np.array(case["points"]).T, np.array(case["output"])
    n, inputs = points.shape
    # First order by ten classes, as in SALib's `delta`, less what chance leaves.
    raw = np.array([delta.sobol_first(output, points[:, i], np.linspace(0, n, 11)) for i in range(inputs)])
    agree("first order by classes", case["first"], raw - 9 * (1 - raw) / (n - 10))
    fast = rbd_fast.analyze(problem(inputs), points, output, M=10, num_resamples=2, seed=1)["S1"]
    agree("first order by frequencies", case["first"], fast, 0.05)
    # Distances of distributions; SALib leaves the largest point of an input out of its last class, by one in a hundred.
    order = np.argsort(points, axis=0)
    classes = [[stats.ks_2samp(output[part], output).statistic for part in np.split(order[:, i], 10)] for i in range(inputs)]
    agree("median distances", case["pawn_median"], np.median(classes, axis=1))
    agree("mean distances", case["pawn_mean"], np.mean(classes, axis=1))
    beside = pawn.analyze(problem(inputs), points, output, S=10, seed=1)
    agree("median distances in SALib", case["pawn_median"], beside["median"], 0.011)
    agree("farthest classes in SALib", case["pawn_most"], beside["maximum"], 0.011)
    # Rank correlations, and those of what the other inputs' ranks leave.
    agree("rank correlations", case["spearman"], [stats.spearmanr(points[:, i], output).statistic for i in range(inputs)])
    ranks, target = stats.rankdata(points, axis=0), stats.rankdata(output)
    partial = []
    for i in range(inputs):
        others = np.column_stack([np.ones(n), np.delete(ranks, i, axis=1)])
        left = [v - others @ np.linalg.lstsq(others, v, rcond=None)[0] for v in (ranks[:, i], target)]
        partial.append(np.corrcoef(*left)[0, 1])
    agree("partial rank correlations", case["partial"], partial)


METHODS = {"sobol": of_sobol, "morris": of_morris, "shapley": of_shapley, "sample": of_sample}

with open(sys.argv[1], encoding="utf-8") as file:
    cases = json.load(file)
for case in cases:
    print(f"{case['method']}: {case['name']}")
    METHODS[case["method"]](case)
assert {case["method"] for case in cases} == set(METHODS), "a method was not compared"
print(f"{len(cases)} cases, {compared} figures agree")
