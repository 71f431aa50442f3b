//! Every scenario that is shipped is valid, runs, balances in every trial, and says what it is.

use super::common::{ByPlace as _, file, files_below, run, text_of};
use cascade::study::{Shelf, Study};
use std::path::{Path, PathBuf};

const STARTER: &str = "src/cli/starter/scenario.toml";

pub(super) fn shipped() -> Vec<PathBuf> {
    let mut found = files_below("scenarios", "toml");
    found.push(file(STARTER));
    found
}

/// The folder that a scenario lies in.
pub(super) struct Folder<'a>(pub(super) &'a Path);

impl Shelf for Folder<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(name)).map_err(|error| error.to_string())
    }
}

#[test]
fn every_scenario_runs_and_balances() {
    let mut titles = Vec::new();
    for path in shipped() {
        let shown = path.display();
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{shown}: {error}"));
        let folder = Folder(path.parent().expect("a folder"));
        let model = Study::read(&shown.to_string(), &text, &folder).and_then(|study| study.model());
        let model = model.unwrap_or_else(|refused| panic!("{refused}"));
        assert!(!model.title.trim().is_empty(), "{shown} has no title");
        assert!(!model.arms.iter().any(|arm| arm.title.trim().is_empty()), "{shown}: an arm has no title");
        // The ledger is checked in every trial; `run` panics when it does not balance.
        let outcome = run(&model, 32, 2);
        for place in 0..model.len() {
            let pay = outcome.of(0, 0).person(place).unwrap().get(cascade::engine::Metric::Pay);
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
