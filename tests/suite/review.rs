//! Whether to sign: on contracts written for the purpose, and on whatever else is shipped.

use super::common::{build, ended, file, files_below, study, text_of};
use cascade::negotiation::review::{AnswerState, SigningVerdict, review_contracts, seen};
use cascade::report::{Page as _, ReviewOf, ReviewPage};
use serde_json::Value;

fn printed(line: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    ended(folder.path(), line, 0).0
}

#[test]
fn three_invented_contracts_are_told_apart() {
    for (name, verdict) in [("clean", "sign"), ("mixed", "negotiate"), ("walk_away", "walk away")] {
        let path = file(&format!("scenarios/review/{name}.toml"));
        let path = path.to_str().unwrap();
        let text = printed(&["review", path, "--trials", "16"]);
        assert!(text.contains(&format!("Decision: {verdict}.")), "{text}");
        let told: Value =
            serde_json::from_str(&printed(&["review", path, "--trials", "16", "--json"])).unwrap();
        assert_eq!(told["decision"]["verdict"], verdict);
        assert_eq!(told["questions"].as_array().unwrap().len(), 10);
        assert_eq!(told["terms"].as_array().unwrap().len(), 5);
        let clauses = told["clauses"].as_array().unwrap();
        assert_eq!(clauses.len(), 7);
        // What is there has a price, and nothing else has.
        for clause in clauses {
            assert_eq!(clause["price"].is_null(), clause["standing"] != "there", "{clause}");
        }
        // Quiet says nothing.
        assert_eq!(printed(&["review", path, "--unpriced", "-q"]), "");
    }
}

#[test]
fn every_shipped_scenario_can_be_reviewed() {
    let mut reviewed = 0;
    for path in files_below("scenarios", "toml") {
        let text = std::fs::read_to_string(&path).unwrap();
        if !text.contains("[contract.") || text.contains("[roster]") {
            continue;
        }
        let model = study(&text, None).stated().unwrap();
        for arm in [0, model.arms.len() - 1] {
            let review = review_contracts(&model, arm, None);
            reviewed += 1;
            let of = ReviewOf { scenario: "s", arm, trials: 0 };
            let page = ReviewPage::of(&model, &review, of);
            let (text, json) = (page.text(), page.json().unwrap());
            assert!(!text.contains("NaN") && !text.contains("inf"), "{}: {text}", path.display());
            let _: Value = serde_json::from_str(&json).unwrap();
            for one in &review.contracts {
                assert!(one.questions.iter().all(|q| q.state != AnswerState::Open || !q.write.is_empty()));
                // A decision that is not to sign says what would change it, unless law stands against it.
                let is_law =
                    one.clauses.iter().any(|clause| clause.flag.stands && clause.flag.wants.is_empty());
                if let Some(decision) = one.decision.as_ref().filter(|d| d.verdict != SigningVerdict::Sign) {
                    assert!(
                        !decision.against.is_empty() && (is_law || !one.changes.up.is_empty()),
                        "{}: {}",
                        path.display(),
                        one.name
                    );
                }
            }
        }
    }
    assert!(reviewed > 40, "{reviewed}");
}

#[test]
fn what_a_run_has_seen_is_what_its_tables_say() {
    use cascade::engine::{ContractMetric, RunOptions, Silent, run};
    let model = build(&text_of("scenarios/review/mixed.toml"), None);
    let outcome = run(&model, RunOptions::trials(32), &Silent).unwrap();
    let facts = cascade::negotiation::review::SigningFacts::of(&model, 0);
    let own = &seen(&model, &outcome, 0, &facts)[0];
    let earned: f64 = (2026..=2030)
        .map(|year| {
            outcome.at("baseline", year).unwrap().contract("blue").unwrap().get(ContractMetric::Earned).mean
        })
        .sum();
    assert!((own.earned - earned).abs() < 1e-6 && own.trials == 32, "{own:?}");
    // $2 a member and month beyond the fee for 27,000 people who stay, growing 3 % a year from $4 for five years less
    // $2 that stays: 27,000 × 12 × (4 × 5.309136 − 2 × 5) = $3,640,640, but for people who come and go.
    assert!((own.programme / 3_640_640.0 - 1.0).abs() < 0.02, "{}", own.programme);
    assert_eq!(own.benchmarks.len(), 5);
}

#[test]
fn a_folder_is_written_only_where_one_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = file("scenarios/review/clean.toml");
    let path = path.to_str().unwrap();
    let (_, _) = ended(folder.path(), &["review", path, "--unpriced"], 0);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    let (_, _) = ended(folder.path(), &["review", path, "--unpriced", "--out", "memo"], 0);
    for name in ["review.txt", "review.json", "manifest.json"] {
        assert!(folder.path().join("memo").join(name).exists(), "{name}");
    }
    let text = std::fs::read_to_string(folder.path().join("memo/review.txt")).unwrap();
    assert!(text.contains("Decision: sign."), "{text}");
    let (_, said) = ended(folder.path(), &["review", path, "--arm", "no_such"], 2);
    assert!(said.contains("no_such"), "{said}");
}
