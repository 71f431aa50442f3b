//! Every scenario that is shipped is valid, runs, balances in every trial, and says what it is.

use super::common::{build, file, files_below, run, text_of};
use cascade::scenario::read_arms;
use cascade::schema::Source;
use std::path::{Path, PathBuf};

const STARTER: &str = "src/cli/starter/scenario.toml";

fn shipped() -> Vec<PathBuf> {
    let mut found = files_below("scenarios", "toml");
    found.push(file(STARTER));
    found
}

/// The roster that a scenario names, from beside it.
fn roster_of(path: &Path, text: &str) -> Option<String> {
    let source = Source { name: path.display().to_string(), text: text.to_owned() };
    let arms = read_arms(source).unwrap_or_else(|refused| panic!("{refused}"));
    let named = arms.arms[0].scenario.roster.as_ref()?;
    let place = path.parent().expect("a folder").join(&named.file);
    Some(std::fs::read_to_string(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display())))
}

#[test]
fn every_scenario_runs_and_balances() {
    let mut titles = Vec::new();
    for path in shipped() {
        let shown = path.display();
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{shown}: {error}"));
        let model = build(&text, roster_of(&path, &text).as_deref());
        assert!(!model.title.trim().is_empty(), "{shown} has no title");
        assert!(!model.arms.iter().any(|arm| arm.title.trim().is_empty()), "{shown}: an arm has no title");
        // The ledger is checked in every trial; `run` panics when it does not balance.
        let outcome = run(&model, 32, 2);
        for place in 0..model.len() {
            let pay = outcome.of(0, 0).physician(place, cascade::engine::Metric::Pay);
            assert!(
                pay.mean.is_finite() && pay.mean > 0.0,
                "{shown}: {} is paid nothing",
                model.physicians[place].id
            );
        }
        titles.push(model.title.clone());
    }
    let n = titles.len();
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), n, "two scenarios share a title: {titles:?}");
}

#[test]
fn the_built_in_scenario_and_the_starter_are_among_them() {
    assert!(shipped().contains(&file("scenarios/reference.toml")));
    assert!(text_of(STARTER).contains("roster.csv"));
}
