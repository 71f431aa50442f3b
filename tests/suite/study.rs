//! The front door as a stranger would use it: numbers set by their places under the rules of a file,
//! results found by name or not at all, every refusal an error that says what to write.

use super::common::{files_below, run, text_of};
use cascade::engine::{ContractMetric, HorizonMetric, RunOptions, Silent, SystemMetric, explain_physician};
use cascade::study::{InMemory, Parameter};
use cascade::{Metric, NoFiles, Study};
use std::collections::BTreeMap;
use std::error::Error;

const CLINIC: &str = r#"
run = { years = 2, trials = 64 }
scenario = { title = "Two arms" }
system = { name = "S" }
allocation = { physicians = 0.3, infrastructure = 0.4, pool = { all = { share = 1.0 } } }
redesign = [{ from = "base", to = "new", lead_months = 3 }]
[plan.base]
pay = [
    { salary = { per_fte = 100000 } },
    { wrvu = { tiers = [{ rate = 30 }] } },
    { quality_bonus = { per_fte = 5000 } },
    { quality_bonus = { per_fte = 7000 } },
    { shared_savings = { pool = "all" } },
]
[plan.new]
pay = [{ salary = { per_fte = { uniform = { min = 200000, max = 300000 } } } }]
[cohort.fm]
count = 3
specialty = "family_medicine"
plans = { base = 1.0 }
wrvu = 5000
lives = { aco = 300 }
[contract.aco]
payer = "Medicare"
line = "medicare"
revenue_share = 0.4
spending = 12000
terms = { shared_savings = { sharing_rate = 0.5 } }
[contract.book]
payer = "Others"
line = "commercial"
revenue_share = 0.6
spending = 6000
terms = "fee_for_service"
[variant.sharing]
allocation = { physicians = 0.5 }
remove = ["plan.base.pay.salary", "redesign.base"]
[variant.sharing.set]
"plan.base.pay.wrvu.tiers.rate" = 45
"contract.aco.trend" = { uniform = { min = 0.03, max = 0.05 } }
"#;

fn clinic() -> Study {
    Study::read("clinic.toml", CLINIC, &NoFiles).unwrap_or_else(|refused| panic!("{refused}"))
}

fn said(study: &mut Study, place: &str, value: f64) -> String {
    study.set(place, value).expect_err(place).to_string()
}

#[test]
fn a_number_obeys_its_own_range() {
    let mut study = clinic();
    for (place, value, says) in [
        (
            "contract.aco.revenue_share",
            1.7,
            "clinic.toml:26:17: contract.aco.revenue_share: found 1.7; `revenue_share` is a share between 0 and 1 (write 0.12 for 12 %)",
        ),
        (
            "plan.base.pay.wrvu.tiers.rate",
            -1.0,
            "found -1; `rate` lies between 0 and 1000 $/wRVU (write dollars per wRVU, such as 52.50)",
        ),
        ("contract.aco.trend", f64::NAN, "found NaN; `trend` is a share between"),
        ("run.years", 2.5, "found 2.5; `years` is a whole number between 1 and 50"),
        ("run.years", 51.0, "found 51; `years` is a whole number between 1 and 50"),
        ("cohort.fm.wrvu", f64::INFINITY, "found inf; `wrvu` lies between 0 and 100000 wRVU/year"),
    ] {
        let found = said(&mut study, place, value);
        assert!(found.contains(says), "{place}: {found}");
    }
    // Nothing was set by any of these.
    assert_eq!(
        run(&study.model().unwrap(), 64, 1).fingerprint(),
        run(&clinic().model().unwrap(), 64, 1).fingerprint()
    );
}

#[test]
fn what_a_file_refuses_is_refused_when_it_is_set() {
    // The same two numbers in the text and set: the same problem at the same place.
    let mut study = clinic();
    study.set("baseline:allocation.physicians", 0.7).unwrap();
    let set = study.model().unwrap_err();
    let text = CLINIC.replace("physicians = 0.3", "physicians = 0.7");
    let written = Study::read("clinic.toml", &text, &NoFiles).unwrap_err();
    let (set, written) = (&set.problems()[0], &written.problems()[0]);
    assert_eq!((set.line, set.column, &set.path), (written.line, written.column, &written.path));
    assert_eq!(set.message, format!("{} (with `allocation.physicians = 0.7` set)", written.message));
    // Set in turn, two numbers need to fit together only in the end.
    study.set("allocation.infrastructure", 0.1).unwrap();
    assert!(study.model().is_ok());
    // Checks between parts: the shares of all contracts; in a variant it says in which.
    study.set("sharing:contract.book.revenue_share", 0.9).unwrap();
    let found = study.model().unwrap_err().to_string();
    assert!(found.contains("the revenue shares of all contracts add up to 1.3000"), "{found}");
    assert!(found.contains("(in variant `sharing`, with `allocation.infrastructure = 0.1` and `contract.book.revenue_share = 0.9` set)"), "{found}");
}

#[test]
fn every_search_obeys_the_same_rules() {
    let mut study = clinic();
    study.set("allocation.physicians", 0.7).unwrap();
    assert!(study.run(RunOptions::trials(32), &Silent).is_err());
    assert!(study.sample(32, Some(1), &[]).is_err());
}

#[test]
fn a_number_that_is_set_is_no_longer_uncertain() {
    let mut study = clinic();
    let drawn = |study: &Study, path: &str| {
        study.model().unwrap().arms[0].drawn.iter().any(|drawn| drawn.leaf.path == path)
    };
    for path in ["plan.new.pay[0].salary.per_fte", "behaviour.evidence.volume_by_share"] {
        assert!(drawn(&study, path), "{path}");
        let value = study.get(path).unwrap();
        study.set(path, value).unwrap();
        assert!(!drawn(&study, path), "{path}");
    }
    assert_eq!(study.get("plan.new.pay.salary.per_fte").unwrap(), 250_000.0);
}

#[test]
fn setting_a_number_is_writing_it() {
    let text = CLINIC.replace("rate = 30", "rate = 33.3").replace("lead_months = 3", "lead_months = 7.5");
    let written = Study::read("clinic.toml", &text, &NoFiles).unwrap();
    let mut set = clinic();
    set.set("baseline:plan.base.pay.wrvu.tiers.rate", 33.3).unwrap();
    set.set("redesign.base.lead_months", 7.5).unwrap();
    let print = |study: &Study| run(&study.model().unwrap(), 64, 1).fingerprint();
    assert_eq!(print(&set), print(&written));
    assert_ne!(print(&set), print(&clinic()));
}

#[test]
fn places_by_kind_by_name_and_by_number() {
    let mut study = clinic();
    let rate =
        |study: &Study, arm: &str| study.get(&format!("{arm}:plan.base.pay.wrvu.tiers[0].rate")).unwrap();
    assert_eq!((rate(&study, "baseline"), rate(&study, "sharing")), (30.0, 45.0), "the variant set its own");
    study.set("plan.base.pay.wrvu.tiers.rate", 50.0).unwrap();
    assert_eq!((rate(&study, "baseline"), rate(&study, "sharing")), (50.0, 50.0), "every arm that has it");
    study.set("sharing:plan.base.pay[0].wrvu.tiers[0].rate", 60.0).unwrap();
    assert_eq!((rate(&study, "baseline"), rate(&study, "sharing")), (50.0, 60.0), "one arm, by number");
    study.set("plan.base.pay[2].quality_bonus.per_fte", 1.0).unwrap();
    // The variant took the redesign and the salary away; the baseline has them still.
    study.set("redesign.base.lead_months", 12.0).unwrap();
    study.set("plan.base.pay.salary.per_fte", 90_000.0).unwrap();
    for (place, says) in [
        ("sharing:redesign.base.lead_months", "there is no such number; `redesign` is empty"),
        (
            "sharing:plan.base.pay.salary.per_fte",
            "`plan.base.pay` has the entries `wrvu`, `quality_bonus`, `quality_bonus` and `shared_savings`",
        ),
        (
            "plan.base.pay.quality_bonus.per_fte",
            "several entries are called `quality_bonus`; write `plan.base.pay[2]` or `plan.base.pay[3]`",
        ),
    ] {
        let found = said(&mut study, place, 1.0);
        assert!(found.contains(says), "{place}: {found}");
    }
}

#[test]
fn names_that_are_not_there_come_with_those_that_are() {
    let mut study = clinic();
    for (place, says) in [
        (
            "contract.aco.terms.shared_savings.sharing_rte",
            "did you mean `contract.aco.terms.shared_savings.sharing_rate`?",
        ),
        ("contract.acco.trend", "did you mean `contract.aco`?"),
        ("contract.aco.terms.mssp.elected_rate", "`contract.aco.terms` is `shared_savings`"),
        ("policy.transparency.lead_months", "`policy` has nothing stated"),
        (
            "contract.aco.payer",
            "clinic.toml: contract.aco.payer: there is no such number; `contract.aco.payer` is a text",
        ),
        ("contract.aco", "there is no such number; `contract.aco` has `payer`"),
        ("plan.base.pay", "`plan.base.pay` has the entries"),
        ("sharring:allocation.physicians", "there is no arm \"sharring\"; did you mean `sharing`?"),
        ("sharing:run.years", "`run` is the same in every arm"),
        ("allocation..physicians", "write names joined by dots"),
    ] {
        let found = said(&mut study, place, 1.0);
        assert!(found.contains(says), "{place}: {found}");
    }
    assert!(study.keep(&["sharin"]).unwrap_err().to_string().contains("did you mean `sharing`?"));
    assert!(study.parameters("sharin").is_err());
}

#[test]
fn a_variant_that_misplaces_is_told_where() {
    for (patch, says) in [
        (
            "set = { \"plan.base.pay.wrvuu.rate\" = 1 }",
            "clinic.toml:37:9: variant.sharing.set: found `plan.base.pay.wrvuu.rate`; there is no such place; did you mean `plan.base.pay.wrvu`?",
        ),
        ("set = { \"baseline:allocation.physicians\" = 0.1 }", "a variant changes only itself"),
        ("set = { \"run.years\" = 1 }", "`run` is the same in every arm"),
        ("set = 3", "found 3; write places with their values"),
        (
            "set = { \"allocation.physicians\" = 3 }",
            "allocation.physicians: found 3; `physicians` is a share between 0 and 1",
        ),
        ("remove = [\"plan.base.pay.quality_bonus\"]", "several entries are called `quality_bonus`"),
        (
            "remove = [\"plan.base.pay.stipend\"]",
            "there is no \"plan.base.pay.stipend\" to remove; `plan.base.pay` has the entries",
        ),
        ("remove = [3]", "found 3; write a place in quotes"),
    ] {
        let head = &CLINIC[..CLINIC.find("remove = ").unwrap()];
        let refused = Study::read("clinic.toml", &format!("{head}{patch}\n"), &NoFiles).unwrap_err();
        assert!(refused.to_string().contains(says), "{patch}: {refused}");
    }
}

#[test]
fn results_are_found_by_name_or_not_at_all() -> Result<(), Box<dyn Error>> {
    let study = clinic();
    let outcome = study.run(RunOptions::trials(64), &Silent)?;
    let year = outcome.at("sharing", 2027)?;
    let id = year.physicians().next().expect("three physicians").id();
    let pay = year.physician(id)?.get(Metric::Pay).mean;
    assert_eq!(year.physicians().map(|p| p.get(Metric::Pay).mean).next(), Some(pay));
    assert!(pay != outcome.at("baseline", 2027)?.physician(id)?.get(Metric::Pay).mean);
    assert_eq!(year.everyone().get(Metric::Pay), year.specialty("family_medicine")?.get(Metric::Pay));
    assert_eq!(year.everyone().get(Metric::QualityPay), None, "a measure of single physicians only");
    assert_eq!(
        Some(year.contract("aco")?.get(ContractMetric::Lives)),
        year.row(cascade::engine::Scope::Contract, "aco", "attributed_lives")
    );
    assert_eq!(
        Some(year.system(SystemMetric::TotalPay)),
        year.row(cascade::engine::Scope::System, "all", "pay_total")
    );
    let both =
        outcome.arm("sharing")?.years().map(|year| year.system(SystemMetric::TotalPay).mean).sum::<f64>();
    assert!((outcome.arm("sharing")?.horizon(HorizonMetric::TotalPay).mean / both - 1.0).abs() < 1e-9);
    for (found, says) in [
        (outcome.at("sharing", 2028).err(), "there is no performance year 2028; name one from 2026 to 2027"),
        (outcome.at("sharing", 2025).err(), "there is no performance year 2025"),
        (
            outcome.at("shring", 2027).err(),
            "there is no arm \"shring\"; did you mean `sharing`? This scenario has `baseline` and `sharing`",
        ),
        (year.physician("fm-01").err(), "there is no physician \"fm-01\"; did you mean"),
        (
            year.contract("acco").err(),
            "there is no contract \"acco\"; did you mean `aco`? This arm has `aco` and `book`",
        ),
        (
            year.specialty("cardiology").err(),
            "there is no specialty \"cardiology\"; this run has `family_medicine`",
        ),
        (year.plan("bse").err(), "there is no plan \"bse\"; did you mean `base`?"),
    ] {
        let found = found.expect(says).to_string();
        assert!(found.starts_with(says), "{found}");
    }
    // The lanes that fill up a tile are nobody.
    for place in [3, 31, 32, usize::MAX] {
        assert!(year.person(place).is_none(), "{place}");
    }
    for trials in [0, RunOptions::MOST_TRIALS + 1] {
        let said = study.run(RunOptions::trials(trials), &Silent).unwrap_err();
        let words = format!("found {trials} trials; a run has between 1 and 100000000");
        assert_eq!((said.to_string(), format!("{said:?}")), (words.clone(), words));
    }
    let model = study.model()?;
    for (arm, year, place) in [(2, 0, 0), (0, 2, 0), (0, 0, 3), (0, 0, 31)] {
        let said = explain_physician(&model, arm, 0, year, place).unwrap_err().to_string();
        assert!(said.contains("there is no"), "{said}");
    }
    Ok(())
}

#[test]
fn who_is_only_in_another_arm_is_not_in_this_one() -> Result<(), Box<dyn Error>> {
    let roster = |rows: &str| format!("physician_id,specialty,plan,clinical_fte,wrvu\n{rows}");
    let head = &CLINIC[..CLINIC.find("[cohort.fm]").unwrap()];
    let contract = &CLINIC[CLINIC.find("[contract.book]").unwrap()..CLINIC.find("[variant").unwrap()];
    let text = format!(
        "{head}\n{contract}\n[roster]\nfile = \"a.csv\"\n[variant.more]\nroster = {{ file = \"b.csv\" }}\n"
    );
    let shelf = InMemory::from([
        ("a.csv", roster("P1,cardiology,base,1,7000\n")),
        ("b.csv", roster("P1,cardiology,base,1,7000\nP2,cardiology,base,1,7000\n")),
    ]);
    let study = Study::read("s.toml", &text, &shelf)?;
    let outcome = study.run(RunOptions::trials(32), &Silent)?;
    assert!(outcome.at("more", 2026)?.physician("P2")?.get(Metric::Pay).mean > 0.0);
    let baseline = outcome.at("baseline", 2026)?;
    assert!(baseline.physician("P2").is_err() && baseline.person(1).is_none());
    assert_eq!(baseline.physicians().map(|p| p.id().to_owned()).collect::<Vec<_>>(), ["P1"]);
    // Files: each problem of each file, at once; what is not there, where the scenario names it.
    let shelf = InMemory::from([("a.csv", roster("P1,cardiology,base,9,7000\n"))]);
    let refused = Study::read("s.toml", &text, &shelf).unwrap_err().to_string();
    let line = 1 + text.lines().position(|line| line.starts_with("roster = ")).unwrap();
    assert!(refused.contains("a.csv:2:4: clinical_fte: found 9"), "{refused}");
    assert!(refused.contains(&format!("s.toml:{line}:19: roster.file: cannot read the roster b.csv: there is no such file; the path is relative to the scenario")), "{refused}");
    let without = Study::read("s.toml", &text, &NoFiles).unwrap_err();
    assert_eq!(without.problems().len(), 2, "{without}");
    Ok(())
}

/// A plan that is like another follows what is set in it, as it follows what is written in it; what it states
/// itself, or what was set in it, stays.
#[test]
fn a_plan_that_is_like_another_follows_what_is_set() {
    let text = format!(
        "{CLINIC}\n[plan.like]\nlike = \"base\"\nremove = \"pay.salary\"\npay = {{ wrvu = {{ kind = \"cliff\" }} }}\n\
         [plan.twice]\nlike = \"like\"\nmeasures = 4\n"
    );
    let mut study = Study::read("clinic.toml", &text, &NoFiles).unwrap_or_else(|refused| panic!("{refused}"));
    let values = |study: &Study, place: &str| -> Vec<f64> {
        let of = |plan: &str| study.get(&format!("baseline:plan.{plan}.{place}")).unwrap();
        ["base", "like", "twice"].map(of).to_vec()
    };
    study.set("plan.base.pay.wrvu.tiers.rate", 35.0).unwrap();
    study.set("plan.base.pay.wrvu.tiers.rate", 36.0).unwrap();
    assert_eq!(values(&study, "pay.wrvu.tiers.rate"), [36.0; 3]);
    study.set("plan.like.pay.wrvu.tiers.rate", 40.0).unwrap();
    study.set("plan.base.pay.wrvu.tiers.rate", 37.0).unwrap();
    assert_eq!(values(&study, "pay.wrvu.tiers.rate"), [37.0, 40.0, 40.0]);
    // Nothing states `measures` in the first two.
    study.set("plan.base.measures", 20.0).unwrap();
    study.set("plan.base.measures", 21.0).unwrap();
    assert_eq!(values(&study, "measures"), [21.0, 21.0, 4.0]);
    let written = text
        .replace("{ rate = 30 }", "{ rate = 37 }")
        .replace("tiers.rate\" = 45", "tiers.rate\" = 37")
        .replace("kind = \"cliff\"", "kind = \"cliff\", tiers = [{ rate = 40 }]")
        .replace("[plan.base]\n", "[plan.base]\nmeasures = 21\n");
    let written =
        Study::read("clinic.toml", &written, &NoFiles).unwrap_or_else(|refused| panic!("{refused}"));
    let options = RunOptions { trials: 8, threads: Some(1), stop: None };
    let print = |study: &Study| study.run(options, &Silent).unwrap().fingerprint();
    assert_eq!(print(&study), print(&written));
}

#[test]
fn parameters_are_the_numbers_that_can_be_set() {
    let mut checked = 0;
    for path in files_below("scenarios", "toml") {
        let text = std::fs::read_to_string(&path).unwrap();
        let survey = text_of("scenarios/survey_invented.csv");
        let shelf = InMemory::from([("survey_invented.csv", survey)]);
        let mut study = Study::read("s.toml", &text, &shelf).unwrap_or_else(|refused| panic!("{refused}"));
        let arms: Vec<String> = study.arms().map(str::to_owned).collect();
        let model = study.model().unwrap();
        for (arm, name) in model.arms.iter().zip(arms) {
            let found = study.parameters(&name).unwrap();
            let known: BTreeMap<&str, &Parameter> = found.iter().map(|p| (p.path.as_str(), p)).collect();
            for drawn in &arm.drawn {
                assert!(
                    known.get(drawn.leaf.path.as_str()).is_some_and(|p| p.uncertain),
                    "{}",
                    drawn.leaf.path
                );
            }
            assert_eq!(found.iter().filter(|p| p.uncertain).count(), arm.drawn.len());
            for parameter in found.iter().filter(|p| !p.path.starts_with("run.") && p.path != "engine") {
                let Some(value) = parameter.value else { continue };
                assert!((parameter.min..=parameter.max).contains(&value), "{parameter:?}");
                study.set(&format!("{name}:{}", parameter.path), value).unwrap_or_else(|r| panic!("{r}"));
                checked += 1;
            }
        }
        // Every number set to what it is: the model is the same, except that nothing is drawn.
        let again = study.model().unwrap_or_else(|refused| panic!("{}: {refused}", path.display()));
        for (before, after) in model.arms.iter().zip(&again.arms) {
            // What funds an arm is solved on what is drawn: where nothing is, its amounts are others.
            let mut stated = before.scenario.clone();
            if before.funded.is_some() {
                stated.plan = after.scenario.plan.clone();
            }
            assert_eq!(stated, after.scenario, "{}", path.display());
            assert!(after.drawn.is_empty());
        }
    }
    assert!(checked > 10_000, "{checked}");
}

#[test]
fn a_seed_of_any_size_and_one_that_is_set() {
    let mut study = clinic();
    study.reseed(u64::MAX);
    assert_eq!((study.seed(), study.model().unwrap().seed.0), (u64::MAX, u64::MAX));
    study.set("run.seed", 7.0).unwrap();
    assert_eq!((study.seed(), study.model().unwrap().seed.0), (7, 7));
    study.set("run.trials", 10.0).unwrap();
    study.set("run.start_year", 2030.0).unwrap();
    assert_eq!((study.trials(), study.start().0, study.model().unwrap().start.0), (10, 2030, 2030));
}
