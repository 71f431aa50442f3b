//! Estimators of sensitivity on functions with known answers, and beside `SALib`.
//!
//! `tests/salib/run` names a folder in `SALIB_FOLDER`; points, outputs and what is found in them are then written there, for
//! `SALib` and `SciPy` to find again. What they found in small samples stands in tests beside the estimators.

use cascade::analysis::estimators::{
    MorrisPlan, PickFreeze, RankCorrelation, ShapleyWalks, Spanned, Trajectories, first_order, one_by_one,
    pawn, rank_correlations,
};
use cascade::random::{Draws, EntityKey, KeyedRng, Seed, Stream, unit};
use serde_json::{Value, json};
use std::f64::consts::PI;

fn draws() -> Draws {
    Draws::open(Seed(16), Stream::Proposal)
}

fn words(name: &str) -> KeyedRng {
    draws().generator(EntityKey::of(name))
}

/// Independent uniforms, `[column][row]`.
fn uniforms(columns: u64, rows: u64) -> Vec<Vec<f64>> {
    let of =
        |column: u64| (0..rows).map(|row| unit(draws().words(EntityKey(column), row, 0, 0)[0])).collect();
    (0..columns).map(of).collect()
}

/// Ishigami's function of the first three columns.
fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
}

/// A function at every point, and what luck adds.
fn evaluated(points: &[Vec<f64>], luck: &[u64], of: impl Fn(&[f64]) -> f64, noise: f64) -> Vec<f64> {
    let row = |i: usize| points.iter().map(|column| column[i]).collect::<Vec<f64>>();
    let chance = |n: u64| unit(draws().words(EntityKey::of("luck"), n, 0, 0)[0]) - 0.5;
    luck.iter().enumerate().map(|(i, n)| of(&row(i)) + noise * chance(*n)).collect()
}

fn values(all: &[Spanned]) -> Vec<f64> {
    all.iter().map(|s| s.value).collect()
}

fn ends(all: &[Spanned]) -> (Vec<f64>, Vec<f64>) {
    all.iter().map(|s| (s.low, s.high)).unzip()
}

/// Luck with a standard deviation of 1 adds 1 to a variance of 13.844588.
fn sobol() -> Value {
    let plan = PickFreeze::of(&uniforms(6, 2_048), &one_by_one(3), &[]).unwrap();
    let output = evaluated(&plan.points, &plan.luck, ishigami, 12.0_f64.sqrt());
    let found = plan.indices(&output, Seed(1));
    for (index, (first, total)) in found.groups.iter().chain([&found.luck]).zip([
        (4.345_888, 7.719_588),
        (6.125, 6.125),
        (0.0, 3.373_700),
        (1.0, 1.0),
    ]) {
        assert!((index.first.value - first / 14.844_588).abs() < 0.06, "{index:?}");
        assert!((index.total.value - total / 14.844_588).abs() < 0.06, "{index:?}");
    }
    let all: Vec<_> = found.groups.iter().chain([&found.luck]).collect();
    let first: Vec<Spanned> = all.iter().map(|index| index.first).collect();
    let total: Vec<f64> = all.iter().map(|index| index.total.value).collect();
    let (low, high) = ends(&first);
    json!({ "method": "sobol", "name": "Ishigami with luck", "output": output, "first": values(&first),
        "total": total, "low": low, "high": high })
}

fn morris(groups: &[Vec<usize>], name: &str) -> Value {
    let plan = MorrisPlan { trajectories: 30, levels: 4, candidates: 60 };
    let design = Trajectories::draw(groups, plan, &mut words("morris")).unwrap();
    let output = evaluated(&design.points, &design.luck, |u| 3.0 * u[0] + u[1] * u[2] - u[3], 5.0);
    let found = design.effects(&output, Seed(1));
    // Luck is common along a trajectory, so effects have none of it.
    let alone = &found[0];
    assert!((alone.mu_star.value - 3.0).abs() < 1e-12, "{alone:?}");
    let mu_star: Vec<f64> = found.iter().map(|e| e.mu_star.value).collect();
    let mut case = json!({ "method": "morris", "name": name, "points": design.points, "output": output, "mu_star": mu_star });
    if groups.iter().any(|group| group.len() > 1) {
        let home = |input: usize| groups.iter().position(|g| g.contains(&input)).unwrap();
        case["groups"] = (0..design.points.len()).map(|input| format!("g{}", home(input))).collect();
        assert!(found.iter().zip(groups).all(|(e, g)| e.mu.is_some() == (g.len() == 1)));
    } else {
        case["mu"] = found.iter().map(|e| e.mu.unwrap().value).collect();
        case["sigma"] = found.iter().map(|e| e.sigma.unwrap().value).collect();
    }
    case
}

fn shapley() -> Value {
    let walks = ShapleyWalks::of(&uniforms(6, 2_048), &one_by_one(3), &[], &mut words("shapley")).unwrap();
    let output = evaluated(&walks.points, &walks.luck, ishigami, 12.0_f64.sqrt());
    let found = walks.effects(&output, Seed(1));
    let all: Vec<Spanned> = found.groups.iter().copied().chain([found.luck]).collect();
    for (effect, truth) in all.iter().zip([6.032_738, 6.125, 1.686_850, 1.0]) {
        assert!((effect.value - truth / 14.844_588).abs() < 0.06, "{effect:?}");
    }
    let (low, high) = ends(&all);
    json!({ "method": "shapley", "name": "Ishigami with luck", "points": walks.points, "luck": walks.luck,
        "output": output, "effects": values(&all), "variance": found.variance.value, "low": low, "high": high })
}

fn sample() -> Value {
    let mut points = uniforms(4, 1_000);
    // Correlated inputs: the fourth goes along with the first.
    points[3] = points[0].iter().zip(&points[3]).map(|(a, b)| 0.5 * (a + b)).collect();
    let luck: Vec<u64> = (0..1_000).collect();
    let output = evaluated(&points, &luck, |u| 4.0 * u[0] + (PI * u[1]).sin() + u[2] * u[3], 2.0);
    let first = first_order(&points, &output);
    assert!(first[0].low > first[2].high && first[3].low > first[2].high, "{first:?}");
    let distance = pawn(&points, &output, 10);
    let ranks = rank_correlations(&points, std::slice::from_ref(&output)).remove(0);
    let of = |pick: fn(&RankCorrelation) -> f64| ranks.iter().map(pick).collect::<Vec<f64>>();
    json!({ "method": "sample", "name": "correlated inputs", "points": points, "output": output,
        "first": values(&first), "spearman": of(|r| r.spearman.value), "partial": of(|r| r.partial.unwrap().value),
        "pawn_median": distance.iter().map(|d| d.median).collect::<Vec<f64>>(),
        "pawn_mean": distance.iter().map(|d| d.mean).collect::<Vec<f64>>(),
        "pawn_most": distance.iter().map(|d| d.most).collect::<Vec<f64>>() })
}

#[test]
fn known_answers_and_samples_for_salib() {
    let cases = [
        sobol(),
        morris(&one_by_one(4), "one by one"),
        morris(&[vec![0], vec![1, 3], vec![2]], "a group of two"),
        shapley(),
        sample(),
    ];
    if let Ok(folder) = std::env::var("SALIB_FOLDER") {
        let path = std::path::Path::new(&folder).join("beside.json");
        std::fs::write(path, serde_json::to_string(&cases).unwrap()).unwrap();
    }
}
