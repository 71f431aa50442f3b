//! `cascade price`: what is priced is the difference of two runs, who bears it adds up, and what was begun goes on.

use super::common::{Cells, TABLES_ALONE, amount, contents, ended, file, parsed, text_of};
use cascade::engine::{RunOptions, Silent};
use cascade::negotiation::clause::{ClauseStanding, clauses_of};
use cascade::negotiation::price::{BearerKind, ClausesAsked, price_clauses};
use cascade::{NoFiles, Study};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const CLAUSES: &str = "scenarios/contracts/clauses.toml";

fn rows(place: &Path, name: &str) -> Vec<Cells> {
    parsed(&fs::read_to_string(place.join(name)).unwrap_or_else(|error| panic!("{name}: {error}")))
}

/// Values of a measure of the horizon in single trials of an arm, by `--by-trial`.
fn by_trial(place: &Path, arm: &str, metric: &str) -> Vec<f64> {
    let all = rows(place, "trials.csv");
    let own = all.iter().filter(|row| row["arm"] == arm && row["metric"] == metric && row["year"].is_empty());
    own.map(|row| amount(row, "value")).collect()
}

/// The 5th percentile by its definition.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place among the trials")]
fn p5(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = 0.05 * (values.len() - 1) as f64;
    let below = rank.floor() as usize;
    values[below] + (rank - rank.floor()) * (values[below + 1] - values[below])
}

/// Seven clauses put into a contract, against two runs by the command line: the scenario as it stands, and the scenario
/// with what each patch says written below it.
#[test]
fn a_price_is_the_difference_of_two_full_runs_to_the_cent() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let text = text_of(CLAUSES);
    let study = Study::read(CLAUSES, &text, &NoFiles).unwrap();
    let arm = study.model().unwrap().arms[0].clone();
    let mut patched = text.clone();
    let mut priced = Vec::new();
    for clause in clauses_of(&arm, "blue") {
        assert_eq!(clause.standing, ClauseStanding::NotThere, "{}", clause.says);
        let name = format!("with_{}", clause.kind.key());
        patched += &format!("\n[variant.{name}]\n{}", clause.patch.unwrap().body("blue"));
        priced.push((clause.kind.key(), name));
    }
    assert_eq!(priced.len(), 7);
    fs::write(place.join("clauses.toml"), &text).unwrap();
    fs::write(place.join("patched.toml"), &patched).unwrap();
    let metrics =
        ["programme_margin_total", "system_margin_total", "cash_trough", "pay_total", "system_margin_pv"];
    let told = ["--trials", "64", "-q", "--by-trial", &metrics.join(",")].map(str::to_owned);
    let told: Vec<&str> = told.iter().map(String::as_str).chain(TABLES_ALONE).collect();
    let arms: Vec<&str> = priced.iter().map(|(_, name)| name.as_str()).collect();
    ended(
        place,
        &[&["run", "clauses.toml", "--out", "as_it_is", "--arms", "baseline"][..], &told].concat(),
        0,
    );
    ended(
        place,
        &[&["run", "patched.toml", "--out", "patched", "--arms", &arms.join(",")][..], &told].concat(),
        0,
    );
    let asked = [
        "price",
        "clauses.toml",
        "--put-in",
        "--contract",
        "blue",
        "--trials",
        "64",
        "-q",
        "--out",
        "prices",
    ];
    ended(place, &asked, 0);
    let horizon: BTreeMap<(String, String), f64> = ["as_it_is", "patched"]
        .iter()
        .flat_map(|run| rows(&place.join(run), "horizon.csv"))
        .map(|row| ((row["arm"].clone(), row["metric"].clone()), amount(&row, "mean")))
        .collect();
    let prices = rows(&place.join("prices"), "prices.csv");
    let mut moved = 0;
    for (clause, name) in &priced {
        for metric in metrics {
            let row = prices.iter().find(|row| row["clause"] == *clause && row["measure"] == metric).unwrap();
            let of = |arm: &str| horizon[&(arm.to_owned(), metric.to_owned())];
            let apart = of("baseline") - of(name);
            // Each of three figures is told to the cent.
            assert!((amount(row, "price") - apart).abs() < 0.0151, "{clause} {metric}: {apart} {row:?}");
            assert!((amount(row, "with") - of(name)).abs() < 0.011, "{clause} {metric}: {row:?}");
            moved += usize::from(amount(row, "price").abs() > 1.0);
            let lowest = [("p05_with", "patched", name.as_str()), ("p05_without", "as_it_is", "baseline")];
            for (column, run, arm) in lowest {
                let found = p5(by_trial(&place.join(run), arm, metric));
                assert!((amount(row, column) - found).abs() < 0.011, "{clause} {metric} {column}: {found}");
            }
        }
    }
    assert!(moved >= 7 * 3, "{moved} prices move anything");
}

/// A contract that has clauses already, in an arm that is funded: taken out, and what funds the arm stays.
#[test]
fn clauses_are_taken_out_of_an_arm_that_is_funded() {
    let text = text_of(CLAUSES)
        + r#"
[plan.value]
like = "clinician"
pay.quality_bonus.per_fte = 40000
[variant.priced]
contract.blue.clauses = { measure_change = { chance = 0.5, rise = 0.08 }, reporting = { measures = 25, per_measure = 12000 } }
redesign = [{ from = "clinician", to = "value", when = "immediately" }]
funding = { plans = ["value"], by = "rate" }
"#;
    let study = Study::read("funded.toml", &text, &NoFiles).unwrap();
    let mut study = study;
    study.keep(&["priced"]).unwrap();
    let model = study.model().unwrap();
    let funded = model.arms[1].funded.clone().expect("solved");
    assert!((funded.factors[0].factor - 1.0).abs() > 1e-3, "it has something to solve");
    let asked = ClausesAsked { arm: Some("priced".to_owned()), ..ClausesAsked::default() };
    let options = RunOptions { trials: 64, threads: Some(2), stop: None };
    let found = price_clauses(&study, &model, &asked, options, &Silent).unwrap();
    let price =
        |clause: &str| found.of("blue", clause).unwrap().price("programme_margin_total").unwrap().clone();
    assert!(price("measure_change").price.value > 2.0 * price("measure_change").price.se);
    assert!(price("reporting").price.value > 1e6);
    // The arm's own margin, as a run has it.
    let outcome = cascade::engine::run(&model, options, &Silent).unwrap();
    let own = outcome.arm("priced").unwrap().horizon(cascade::engine::HorizonMetric::ProgrammeMargin).mean;
    assert!((price("reporting").with - own).abs() < 0.01, "{} {own}", price("reporting").with);
    for row in &found.rows {
        let bearers =
            row.worth.iter().flat_map(|worth| &worth.bearers).filter(|bearer| !bearer.kind.is_part());
        assert_eq!(bearers.map(|bearer| bearer.cents).sum::<i64>(), 0, "{}", row.clause);
    }
    let both = found.of("blue", "all_there").unwrap().worth.as_ref().unwrap();
    assert!(both.bearers.iter().any(|bearer| bearer.kind == BearerKind::System && bearer.gain.value > 0.0));
}

#[test]
fn bearers_add_up_in_the_table_and_a_patch_is_priced_alike() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    fs::copy(file(CLAUSES), place.join("clauses.toml")).unwrap();
    fs::write(
        place.join("p.toml"),
        "[variant.any.contract.blue.clauses]\naudit = { chance = 0.5, share = 0.3 }\n",
    )
    .unwrap();
    let common = ["--trials", "32", "--years", "3", "-q"];
    ended(place, &[&["price", "clauses.toml", "--patch", "p.toml", "--out", "one"][..], &common].concat(), 0);
    let set = "contract.blue.clauses.audit={ chance = 0.5, share = 0.3 }";
    ended(place, &[&["price", "clauses.toml", "--set", set, "--out", "two"][..], &common].concat(), 0);
    let (one, two) = (contents(&place.join("one")), contents(&place.join("two")));
    for table in ["prices.csv", "bearers.csv", "charts/clause_prices.svg"] {
        assert_eq!(one[table], two[table], "{table}");
    }
    let bearers = rows(&place.join("one"), "bearers.csv");
    let whole = bearers.iter().filter(|row| row["is_part"] == "0");
    let sum: f64 = whole.clone().map(|row| amount(row, "gain")).sum();
    assert!(sum.abs() < 0.01 * whole.count() as f64, "{sum}");
    let payer = bearers.iter().find(|row| row["kind"] == "payer").unwrap();
    assert!(payer["bearer"] == "blue" && amount(payer, "gain") > 0.0, "what audits take back the payer has");
    let prices = rows(&place.join("one"), "prices.csv");
    let margin = prices.iter().find(|row| row["measure"] == "programme_margin_total").unwrap();
    assert!(margin["clause"] == "patch" && amount(margin, "price") < 0.0, "{margin:?}");
}

#[test]
fn what_cannot_be_priced_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    fs::copy(file(CLAUSES), place.join("clauses.toml")).unwrap();
    let said = |more: &[&str], code: i32| {
        ended(place, &[&["price", "clauses.toml", "--trials", "32", "--out", "o"][..], more].concat(), code).1
    };
    assert!(said(&["--contract", "blu"], 2).contains("did you mean `blue`?"));
    assert!(said(&["--arm", "ratched"], 2).contains("did you mean `ratchet`?"));
    assert!(said(&["--arms", "ratchet"], 2).contains("--arm NAME"));
    assert!(said(&["--set", "contract.blue.trend"], 2).contains("place with its value"));
    for (more, says) in [
        (["--set", "contract.blue.trent=0.1"], "trent"),
        (["--set", "contract.blue.trend=7"], "contract.blue.trend: found 7"),
        (["--remove", "contract.blue.clauses.audit"], "clauses"),
    ] {
        // Whoever set a number has seen no line of ours, and no name: it is a mistake in the arguments.
        let told = said(&more, 2);
        assert!(
            told.contains(says) && !told.contains("priced_") && !told.contains("clauses.toml:"),
            "{told}"
        );
    }
    fs::write(place.join("p.toml"), "# why\n[contract.blue]\ntrend = 7\n").unwrap();
    let told = said(&["--patch", "p.toml"], 3);
    assert!(told.contains("p.toml:3:1: contract.blue.trend: found 7"), "{told}");
    assert!(said(&["--set", "a=1", "--contract", "blue"], 2).contains("--contract"));
    assert!(!place.join("o").exists(), "nothing is left of what failed");
}
