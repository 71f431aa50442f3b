//! A search for redesigns: what it finds can be run, and is what was known by hand.

use super::common::{contents, ended, parsed, small, text_of};
use super::resume::text as long;
use std::path::Path;

/// A column of a row of a table, found by what other columns hold.
fn cell(folder: &Path, file: &str, row: &[(&str, &str)], column: &str) -> String {
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let rows = parsed(&text);
    let is_it = |cells: &&super::common::Cells| row.iter().all(|(key, value)| cells[*key] == *value);
    let mut found = rows.iter().filter(is_it);
    let one = found.next().unwrap_or_else(|| panic!("{file} has no row {row:?}:\n{text}"));
    assert!(found.next().is_none(), "{row:?} is one row");
    one[column].clone()
}

fn amount(folder: &Path, name: &str, column: &str) -> f64 {
    cell(folder, "frontier.csv", &[("name", name)], column).parse().unwrap()
}

#[test]
fn better_contract_terms_are_found_from_todays_and_a_variant_runs_to_the_fresh_figures() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    let scenario = text_of("scenarios/reference.toml");
    std::fs::write(place.join("reference.toml"), &scenario).unwrap();
    let terms = "contract.commercial.terms.shared_savings";
    let vary = [format!("{terms}.sharing_rate=0.5..0.8"), format!("{terms}.minimum_savings_rate=0..0.02")];
    let line = [
        "search",
        "reference.toml",
        "--arms",
        "contract_only",
        "--from",
        "baseline",
        "--years",
        "3",
        "--trials",
        "32",
        "--fresh-trials",
        "64",
        "--evaluations",
        "16",
        "--population",
        "6",
        "--points",
        "2",
        "--out",
        "s",
        "--vary",
        &vary[0],
        "--vary",
        &vary[1],
    ];
    ended(place, &line, 0);
    let found = place.join("s");
    // Known by hand: more of what is saved, and from the first dollar, is better for the system than today's terms; the
    // arm of the scenario that has a part of it is reached at least.
    let (best, known) = (amount(&found, "point-01", "margin"), amount(&found, "contract_only", "margin"));
    assert!(known > 0.0 && best >= known, "{best} against {known}");
    let number = cell(&found, "frontier.csv", &[("name", "point-01")], "evaluation");
    let rate: f64 = cell(
        &found,
        "designs.csv",
        &[("evaluation", &number), ("place", &format!("{terms}.sharing_rate"))],
        "value",
    )
    .parse()
    .unwrap();
    assert!(rate >= 0.65, "{rate}");
    // The chart says so, of those that keep every limit on fresh luck.
    let kept = |name: &str| cell(&found, "frontier.csv", &[("name", name)], "breaks").is_empty();
    let names: Vec<String> = contents(&found.join("variants")).into_keys().collect();
    let margins = names.iter().map(|file| file.trim_end_matches(".toml")).filter(|name| kept(name));
    let most = margins.map(|name| amount(&found, name, "margin")).fold(f64::NEG_INFINITY, f64::max);
    let svg = std::fs::read_to_string(found.join("charts/frontier.svg")).unwrap();
    let title = svg.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap();
    assert!(title.contains(&format!("changes it by ${:.1}M on fresh luck", most / 1e6)), "{title}: {most}");
    // The variant is a part of a scenario that runs; on as many trials it comes to the same, to the cent.
    let variant = std::fs::read_to_string(found.join("variants/point-01.toml")).unwrap();
    std::fs::write(place.join("mine.toml"), format!("{scenario}\n{variant}")).unwrap();
    let run =
        ["run", "mine.toml", "--arms", "point-01", "--years", "3", "--trials", "64", "--out", "r", "-q"];
    ended(place, &run, 0);
    for (metric, column) in [
        ("system_margin_total", "margin"),
        ("true_savings_total", "savings"),
        ("system_margin_pv", "margin_pv"),
    ] {
        let row = [("arm", "point-01"), ("metric", metric)];
        let ran = cell(&place.join("r"), "compare_horizon.csv", &row, "mean");
        assert_eq!(ran, cell(&found, "frontier.csv", &[("name", "point-01")], column), "{metric}");
    }
}

#[test]
fn a_funded_arm_is_searched_at_what_is_signed_and_stopping_changes_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    std::fs::write(place.join("long.toml"), long("seed = 5, trials = 96")).unwrap();
    let line = |out: &'static str| {
        let all = "search long.toml --from quality --trials 32 --fresh-trials 32 --evaluations 14 --population 6 --points 3 --vary plan.base.pay.quality_bonus.per_fte=20000..60000:10000 --vary plan.base.pay.wrvu.tiers.rate=40..55 --out";
        all.split(' ').chain([out]).collect::<Vec<_>>()
    };
    ended(place, &line("one"), 0);
    let again: Vec<&str> = line("two").into_iter().chain(["--threads", "1"]).collect();
    ended(place, &again, 0);
    let (one, two) = (contents(&place.join("one")), contents(&place.join("two")));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(name == "manifest.json" || *bytes == two[name], "{name} hangs on the threads");
    }
    let variant = String::from_utf8(one["variants/point-01.toml"].clone()).unwrap();
    assert!(variant.contains("remove = [\"funding\"]"), "{variant}");
    assert!(variant.contains("\"plan.base.pay[0].wrvu.tiers[0].rate\" = "), "{variant}");
    let text = format!("{}\n{variant}", long("seed = 5, trials = 96"));
    std::fs::write(place.join("mine.toml"), text).unwrap();
    let run = ["run", "mine.toml", "--arms", "point-01", "--trials", "32", "--out", "r", "-q"];
    ended(place, &run, 0);
    let ran = cell(
        &place.join("r"),
        "compare_horizon.csv",
        &[("arm", "point-01"), ("metric", "system_margin_total")],
        "mean",
    );
    assert_eq!(ran, cell(&place.join("one"), "frontier.csv", &[("name", "point-01")], "margin"));
}

#[test]
fn what_cannot_be_searched_is_said_in_words() {
    let folder = small();
    let place = folder.path();
    std::fs::write(place.join("long.toml"), long("trials = 32")).unwrap();
    let bonus = "plan.base.pay.quality_bonus.per_fte";
    for (arguments, hint) in [
        ("", "name the numbers of `more` that may change"),
        ("", "--vary 'plan.flat.pay[0].salary.per_fte=100000..320000'   now 210000"),
        ("--from qualty --vary x=1..2", "did you mean `quality`?"),
        (&format!("--vary {bonus}"), "write PATH=LOW..HIGH"),
        (&format!("--vary {bonus}=5..x"), "write PATH=LOW..HIGH"),
        (&format!("--vary {bonus}=5..5"), "the lower bound comes first"),
        (&format!("--vary {bonus}=-5..5"), "found -5"),
        (
            &format!("--vary {bonus}=1..5 --vary plan.base.pay[1].quality_bonus.per_fte=1..4"),
            "is varied twice",
        ),
        (&format!("--vary quality:{bonus}=1..5 --vary more:{bonus}=1..4"), "a search redesigns one"),
        (&format!("--vary {bonus}=1..5 --name a/b"), "letters, digits"),
        (&format!("--vary {bonus}=1..5 --objectives margin,joy"), "margin, margin_pv, savings, value"),
        (&format!("--vary {bonus}=1..5 --pay-within lots"), "write a number, or `none`"),
    ] {
        let line: Vec<&str> =
            "search long.toml --out o".split(' ').chain(arguments.split_whitespace()).collect();
        let (_, said) = ended(place, &line, 2);
        assert!(said.contains(hint), "{arguments}: {said}");
        assert!(!place.join("o").exists(), "{arguments} leaves nothing");
    }
}

#[test]
fn where_nothing_keeps_the_limits_nothing_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path();
    std::fs::write(place.join("long.toml"), long("trials = 32")).unwrap();
    let line = "search long.toml --from more --trials 32 --fresh-trials 32 --evaluations 6 --population 4 --pay-within 0.001 --vary plan.flat.pay.salary.per_fte=240000..260000 --out o";
    let (said, _) = ended(place, &line.split(' ').collect::<Vec<_>>(), 0);
    assert!(said.contains("Nothing that was tried keeps every limit"), "{said}");
    let found = contents(&place.join("o"));
    assert!(!found.keys().any(|name| name.contains("variants/point")));
    let evaluations = String::from_utf8(found["evaluations.csv"].clone()).unwrap();
    assert!(evaluations.lines().skip(1).all(|line| line.contains("pay")), "{evaluations}");
}
