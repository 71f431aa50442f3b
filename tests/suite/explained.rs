//! `explain` tells exactly what the engine did, in the words it always had.
//!
//! `UPDATE_GOLDENS=1 cargo test explained` writes the pinned pages again.

use super::common::{ByPlace as _, build, contents, file, files_below, run, text_of};
use cascade::engine::{ContractMetric, Metric, Scope, explain_contract, explain_physician};
use cascade::model::Model;
use cascade::pay::PayClass;
use cascade::payer::Terms;
use cascade::report::{ExplainPage, Page};
use std::collections::{BTreeMap, BTreeSet};

const PAGES: &str = "tests/golden/explained";

/// The trial that the pages tell, counted from 0.
const TRIAL: u64 = 2;

/// Pages of some physicians in the last year of the last arm.
fn physicians(model: &Model, places: &[usize]) -> String {
    let (arm, year) = (model.arms.len() - 1, model.years - 1);
    let page = |place: &usize| {
        ExplainPage::from(&explain_physician(model, arm, TRIAL, year, *place).unwrap()).text()
    };
    places.iter().map(page).collect::<Vec<_>>().join("\n")
}

/// Pages of every contract in the last year of the last arm; families are noted.
fn contracts(model: &Model, families: &mut BTreeSet<&'static str>) -> String {
    let (arm, year) = (model.arms.len() - 1, model.years - 1);
    let page = |place| {
        let story = explain_contract(model, arm, TRIAL, year, place).unwrap();
        families.insert(story.family);
        ExplainPage::from(&story).text()
    };
    (0..model.arms[arm].scenario.contract.len()).map(page).collect::<Vec<_>>().join("\n")
}

/// Pages by the file that pins them: contracts of every scenario of contracts, the first physician of
/// every scenario of models, both of the reference system.
fn present() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut families = BTreeSet::new();
    let mut pin = |name: &str, page: String| pages.insert(format!("{name}.txt"), page);
    for path in files_below("scenarios/contracts", "toml") {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let model = build(&std::fs::read_to_string(&path).unwrap(), None);
        pin(&format!("contracts_{name}"), contracts(&model, &mut families));
    }
    for path in files_below("scenarios/models", "toml") {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let model = build(&std::fs::read_to_string(&path).unwrap(), None);
        pin(&format!("models_{name}"), physicians(&model, &[0]));
    }
    let model = build(&text_of("scenarios/reference.toml"), None);
    let place = |id| model.physicians.iter().position(|physician| physician.id == id).unwrap();
    let places = ["fm-001", "cardiology-001", "hospitalists-001"].map(place);
    pin("reference", physicians(&model, &places) + "\n" + &contracts(&model, &mut families));
    let missing: Vec<&str> =
        Terms::KEYS.iter().map(|(key, _)| *key).filter(|key| !families.contains(key)).collect();
    assert!(missing.is_empty(), "no page tells of {missing:?}");
    pages
}

#[test]
fn pages_read_as_they_did() {
    let present = present();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        _ = std::fs::remove_dir_all(file(PAGES));
        std::fs::create_dir_all(file(PAGES)).unwrap();
        for (name, page) in &present {
            std::fs::write(file(PAGES).join(name), page).unwrap();
        }
        return;
    }
    let pinned = contents(&file(PAGES));
    let mut wrong = Vec::new();
    for (name, page) in &present {
        let before =
            String::from_utf8_lossy(pinned.get(name).map_or(&[][..], Vec::as_slice)).replace('\r', "");
        let mut lines = before.lines().zip(page.lines()).enumerate();
        if let Some((line, (was, is))) = lines.find(|(_, (was, is))| was != is) {
            wrong.push(format!("{name}:{}\n- {was}\n+ {is}", line + 1));
        } else if before != *page {
            wrong.push(format!("{name}: {} lines, were {}", page.lines().count(), before.lines().count()));
        }
    }
    wrong.extend(
        pinned.keys().filter(|name| !present.contains_key(*name)).map(|name| format!("{name}: stale")),
    );
    assert!(
        wrong.is_empty(),
        "{} pages of explain have changed:\n{}\n\
         If it is meant, run UPDATE_GOLDENS=1 cargo test explained and read what changed; a changed \
         number stands under \"Results change\" in CHANGELOG.md with its reason",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn totals_are_those_of_a_run_of_one_trial() {
    let model =
        build(&text_of("src/cli/starter/scenario.toml"), Some(&text_of("src/cli/starter/roster.csv")));
    let outcome = run(&model, 1, 1);
    for arm in 0..model.arms.len() {
        for year in 0..model.years {
            let results = outcome.of(arm, year);
            for place in 0..model.len() {
                let story = explain_physician(&model, arm, 0, year, place).unwrap();
                let mean = |metric| results.person(place).unwrap().get(metric).mean;
                let who = format!("{} {} {}", story.arm, story.year, story.id);
                assert_eq!(story.statement.total().dollars(), mean(Metric::Pay), "{who}");
                assert_eq!(story.statement.value().dollars(), mean(Metric::ValuePay), "{who}");
                for (class, metric) in [
                    (PayClass::Time, Metric::TimePay),
                    (PayClass::Volume, Metric::VolumePay),
                    (PayClass::Quality, Metric::QualityPay),
                    (PayClass::Cost, Metric::PassThroughPay),
                    (PayClass::Service, Metric::ServicePay),
                ] {
                    assert_eq!(story.statement.of(class).dollars(), mean(metric), "{who} {class:?}");
                }
                let change = (story.statement.total() - story.baseline).dollars();
                assert_eq!(change, mean(Metric::PayChange), "{who}");
                assert!((story.alignment[0].misalignment - mean(Metric::Misalignment)).abs() < 1e-6, "{who}");
            }
            for (place, (name, _)) in model.arms[arm].scenario.contract.iter().enumerate() {
                let story = explain_contract(&model, arm, 0, year, place).unwrap();
                let row =
                    |m: ContractMetric| results.row(Scope::Contract, name, m.definition().name).unwrap();
                let settled = story.settled.settlement;
                assert!(settled.balances());
                assert_eq!(settled.earned.dollars(), row(ContractMetric::Earned).mean);
                assert_eq!(settled.owed.dollars(), row(ContractMetric::Owed).mean);
                assert_eq!(settled.forfeited.total().dollars(), row(ContractMetric::Forfeited).mean);
            }
        }
    }
}

#[test]
fn any_trial_can_be_told_again() {
    // The mean of twenty trials is the mean of twenty stories.
    let model =
        build(&text_of("src/cli/starter/scenario.toml"), Some(&text_of("src/cli/starter/roster.csv")));
    let outcome = run(&model, 20, 2);
    let (arm, year, place) = (2, 4, 5);
    let cents: i64 = (0..20)
        .map(|trial| explain_physician(&model, arm, trial, year, place).unwrap().statement.total().0)
        .sum();
    let mean = outcome.of(arm, year).person(place).unwrap().get(Metric::Pay).mean;
    assert!((mean - cents as f64 / 2000.0).abs() < 1e-6, "{mean} {}", cents as f64 / 2000.0);
}
