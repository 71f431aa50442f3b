//! Every bit that was counted, of scenarios of every kind: moving code changes no result.
//!
//! `UPDATE_GOLDENS=1 cargo test fingerprints` writes the pins again.

use super::common::{build, file, run, text_of};

const PINS: &str = "tests/golden/fingerprints.txt";

/// More trials than a block holds, and not a multiple of it.
const TRIALS: u64 = 72;

/// Scenarios, each with the years it runs here.
const SCENARIOS: [(&str, u64); 26] = [
    ("scenarios/reference.toml", 10),
    ("scenarios/law.toml", 4),
    ("scenarios/contracts/clauses.toml", 5),
    ("scenarios/contracts/delegated_capitation.toml", 3),
    ("scenarios/contracts/lead.toml", 5),
    ("scenarios/contracts/mips.toml", 4),
    ("scenarios/contracts/mssp.toml", 5),
    ("scenarios/contracts/pay_for_performance.toml", 3),
    ("scenarios/contracts/percent_of_premium.toml", 4),
    ("scenarios/contracts/reach.toml", 4),
    ("scenarios/contracts/team.toml", 4),
    ("scenarios/models/budget_neutral.toml", 5),
    ("scenarios/models/cases/shadow_years.toml", 5),
    ("scenarios/models/circuit_breaker.toml", 4),
    ("scenarios/models/clawback.toml", 4),
    ("scenarios/models/collared_salary.toml", 3),
    ("scenarios/models/deferral.toml", 6),
    ("scenarios/models/draw.toml", 5),
    ("scenarios/models/group_pool.toml", 3),
    ("scenarios/models/guarantee.toml", 3),
    ("scenarios/models/hold_harmless.toml", 5),
    ("scenarios/models/rebased_salary.toml", 5),
    ("scenarios/studies/five_levers.toml", 4),
    ("scenarios/studies/organisation.toml", 6),
    ("scenarios/studies/small_panels.toml", 1),
    ("scenarios/studies/turnover.toml", 3),
];

/// The text of a scenario with another number of years.
fn shortened(text: &str, years: u64) -> String {
    let lines = text.lines().map(|line| match line.split_once(" = ") {
        Some(("years", _)) => format!("years = {years}\n"),
        _ => format!("{line}\n"),
    });
    lines.collect()
}

/// The fingerprint of a scenario, which must be the same on one and on two threads.
fn fingerprint(path: &str, years: u64) -> String {
    let model = build(&shortened(&text_of(path), years), None);
    assert_eq!(model.years as u64, years, "{path}: the number of years is not where it was");
    let one = run(&model, TRIALS, 1).fingerprint();
    assert_eq!(one, run(&model, TRIALS, 2).fingerprint(), "{path}: two threads give other bits than one");
    one
}

#[test]
fn every_bit_is_as_it_was() {
    let present: Vec<String> = SCENARIOS
        .iter()
        .map(|(path, years)| format!("{} {path} {years} years {TRIALS} trials", fingerprint(path, *years)))
        .collect();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(file(PINS), present.join("\n") + "\n").unwrap();
        return;
    }
    let text = text_of(PINS);
    let pinned: Vec<&str> = text.lines().collect();
    let changed: Vec<&str> =
        present.iter().map(String::as_str).filter(|line| !pinned.contains(line)).collect();
    assert!(
        pinned == present,
        "bits have changed; of {} scenarios these are not as pinned:\n{}\n\
         A changed result is a bug, or it stands under \"Results change\" in CHANGELOG.md with its reason. \
         If it is meant, write that line and then run UPDATE_GOLDENS=1 cargo test fingerprints",
        present.len(),
        changed.join("\n")
    );
}

#[test]
fn a_fingerprint_sees_a_cent_a_seed_and_a_trial() {
    let text = text_of("scenarios/models/draw.toml");
    let of = |text: &str, trials| run(&build(text, None), trials, 1).fingerprint();
    let present = of(&text, 40);
    assert_eq!(present.len(), 64);
    let richer = text.replace("draw = { per_fte = 240000,", "draw = { per_fte = 240000.01,");
    let luckier = text.replace("trials = 200\n", "trials = 200\nseed = 5\n");
    assert!(richer != text && luckier != text);
    for (other, trials) in [(&richer, 40), (&luckier, 40), (&text, 41)] {
        assert_ne!(present, of(other, trials));
    }
}

#[test]
fn a_fingerprint_does_not_hang_on_names() {
    let text = text_of("scenarios/models/draw.toml");
    let renamed = text.replace("title = \"Draw against production\"", "title = \"Something else\"");
    assert_ne!(text, renamed);
    let of = |text: &str| run(&build(text, None), 33, 1).fingerprint();
    assert_eq!(of(&text), of(&renamed));
}
