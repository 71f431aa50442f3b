//! Law and survey from outside: findings of whole scenarios, files of a run, bad surveys.

use super::common::{ByPlace as _, TABLES_ALONE, build, ended, file, parsed, run, text_of};
use cascade::compliance::{Finding, Severity};
use cascade::engine::Metric;
use cascade::review::{Flag, committee, law, law_of_run};
use cascade::survey::{Position, Survey, SurveyTerms, TableKind, read_survey};
use std::sync::Arc;
use tempfile::TempDir;

/// The example's survey, as `[survey]` of the example ages it.
fn invented(model: &cascade::model::Model) -> Arc<Survey> {
    let terms: &SurveyTerms = &model.arms[0].scenario.survey;
    let bytes = text_of("scenarios/survey_invented.csv");
    let rows =
        read_survey("survey_invented.csv", bytes.as_bytes(), &["family_medicine", "cardiology"]).unwrap();
    Arc::new(Survey::of(terms, "survey_invented.csv", rows))
}

fn severity(findings: &[Finding], rule: &str) -> Severity {
    findings.iter().filter(|f| f.rule.key == rule).map(|f| f.severity).max().expect("the rule was asked")
}

#[test]
fn the_example_finds_what_it_was_written_for() {
    let model = build(&text_of("scenarios/law.toml"), None);
    let findings = law(&model);
    let [baseline, carried, rushed] = &findings[..] else { panic!("three arms") };
    for arm in &findings {
        // Present components never pay for referrals, whatever else is wrong.
        assert_eq!(severity(arm, "volume_or_value"), Severity::Pass);
    }
    assert_eq!(severity(baseline, "commercial_reasonableness"), Severity::Caution);
    assert_eq!(severity(baseline, "decision_support"), Severity::Caution);
    assert_eq!(severity(baseline, "pass_through"), Severity::Pass);
    assert_eq!(severity(baseline, "corporate_practice"), Severity::Note);
    assert_eq!(severity(baseline, "downside_licence"), Severity::Pass);

    assert_eq!(severity(carried, "set_in_advance"), Severity::Pass);
    assert_eq!(severity(carried, "pass_through"), Severity::Pass);
    assert_eq!(severity(carried, "group_pool"), Severity::Pass);
    assert_eq!(severity(carried, "redesign_carries"), Severity::Pass);

    // Four cardiologists in a pool of service profits; 5 % of pay to lose where 10 % are asked for.
    for rule in ["group_pool", "downside_test", "pass_through"] {
        assert_eq!(severity(rushed, rule), Severity::Stop, "{rule:?}");
    }
    // 60 % of fees: no programme that runs caps it at half.
    assert_eq!(severity(rushed, "gainsharing_fee_cap"), Severity::Note);
    assert_eq!(severity(rushed, "set_in_advance"), Severity::Caution);
    assert_eq!(severity(rushed, "co_management"), Severity::Caution);
    assert_eq!(severity(rushed, "gainsharing_savings_cap"), Severity::Pass);
    assert!(rushed.is_sorted_by_key(|f| std::cmp::Reverse(f.severity)));
}

#[test]
fn what_a_redesign_is_taken_to_authorise_nobody_has_stated() {
    // A redesign to plans that share in pools stands for the amendment in time and cost, not in law.
    let model = build(&text_of("scenarios/reference.toml"), None);
    let arm = model.arms.iter().position(|arm| arm.name == "pass_through").unwrap();
    assert!(model.arms[arm].scenario.allocation.authorisation.is_some());
    assert_eq!(severity(&law(&model)[arm], "pass_through"), Severity::Note);
}

#[test]
fn silence_is_a_note_never_a_pass() {
    let facts = text_of("scenarios/law.toml");
    let (head, rest) = facts.split_once("[compliance]").unwrap();
    let (_, contracts) = rest
        .split_once("# ---------------------------------------------------------------- contracts")
        .unwrap();
    let (plans, _) = contracts.split_once("[variant.carried]").unwrap();
    let model = build(&format!("{head}\n#{plans}"), None);
    let findings = &law(&model)[0];
    let silent = |rule| findings.iter().filter(move |f| f.rule.key == rule && f.found.contains("not stated"));
    for rule in [
        "fair_market_value",
        "commercial_reasonableness",
        "directed_referrals",
        "personally_performed",
        "set_in_advance",
        "reconciliation",
        "anti_kickback",
        "tax_exempt",
        "risk_documentation",
        "corporate_practice",
        "decision_support",
    ] {
        assert!(silent(rule).count() > 0, "{rule:?}");
        assert!(
            silent(rule).all(|f| f.severity == Severity::Note && f.cure.starts_with("state compliance."))
        );
    }
    assert!(findings.iter().all(|f| f.severity <= Severity::Note));
}

#[test]
fn pay_does_not_move_with_facility_revenue_in_the_engine_either() {
    // With behaviour none nothing but the pay formula can carry facility money into pay: a hundred
    // times the facility revenue per wRVU must leave every paycheque as it was, to the cent.
    let text = text_of("scenarios/law.toml");
    let with = |technical: &str| {
        let model = build(
            &format!(
                "behaviour = \"none\"\n{text}\n[specialty.family_medicine]\ntechnical_per_wrvu = {technical}\n[specialty.cardiology]\ntechnical_per_wrvu = {technical}\n"
            ),
            None,
        );
        let outcome = run(&model, 32, 1);
        let mut pay = Vec::new();
        let mut margin = Vec::new();
        for arm in 0..model.arms.len() {
            for year in 0..model.years {
                let results = outcome.of(arm, year);
                pay.extend((0..model.len()).map(|p| results.person(p).unwrap().get(Metric::Pay)));
                margin.extend(
                    results.rows().filter(|r| r.row.metric == "system_margin").map(|r| r.summary.mean),
                );
            }
        }
        (pay, margin)
    };
    let ((pay, margin), (other_pay, other_margin)) = (with("5"), with("500"));
    assert_eq!(pay, other_pay);
    assert_ne!(margin, other_margin, "the perturbation reached the system's margin");
}

#[test]
fn a_committee_sees_percentiles_gaps_and_flags() {
    let model = build(&text_of("scenarios/law.toml"), None);
    let outcome = run(&model, 200, 1);
    let survey = invented(&model);
    for standing in committee(&model, &outcome, &survey, 0, 0) {
        let pay = standing.pay_table.as_ref().unwrap();
        assert_eq!((pay.kind, pay.table.as_str()), (TableKind::Survey, "Invented survey"));
        // The percentile again, from the file's own figures aged one year at 3 %.
        let knots = if standing.specialty == "cardiology" {
            [430e3, 525e3, 640e3, 780e3]
        } else {
            [235e3, 275e3, 330e3, 400e3]
        }
        .map(|v| 1.03 * v);
        let value = standing.pay / standing.fte;
        let expected = match knots.iter().position(|k| value <= *k) {
            None => Position::Above(90.0),
            Some(0) => Position::Below(25.0),
            Some(i) => {
                let p = [25.0, 50.0, 75.0, 90.0];
                Position::At(
                    p[i - 1] + (p[i] - p[i - 1]) * (value - knots[i - 1]) / (knots[i] - knots[i - 1]),
                )
            }
        };
        match (pay.position, expected) {
            (Position::At(a), Position::At(b)) => assert!((a - b).abs() < 1e-6, "{}", standing.id),
            (found, expected) => assert_eq!(found, expected, "{}", standing.id),
        }
        let gap = standing.gap.unwrap();
        assert!(gap.low <= gap.high);
        let expected = if standing.above_p90 > 0.05 {
            Flag::High
        } else if standing.above_p75 > 0.05 {
            Flag::Document
        } else {
            Flag::Within
        };
        assert_eq!(standing.flag, expected);
        assert!(standing.above_p90 <= standing.above_p75);
    }
}

#[test]
fn findings_after_a_run_agree_with_the_committee_table() {
    let model = build(&text_of("scenarios/law.toml"), None);
    let outcome = run(&model, 200, 1);
    let surveys = vec![invented(&model); model.arms.len()];
    let findings = law_of_run(&model, &outcome, &surveys);
    for (arm, findings) in findings.iter().enumerate() {
        let high = |plan: &str| {
            (0..model.years).any(|year| {
                let standings = committee(&model, &outcome, &surveys[arm], arm, year);
                standings.iter().any(|s| s.plan == plan && s.flag == Flag::High)
            })
        };
        for found in findings.iter().filter(|f| f.rule.key == "pay_stack" && f.found.contains("pass P")) {
            let plan = found.place.trim_start_matches("plan.");
            assert_eq!(found.severity == Severity::Caution, high(plan), "{}", found.found);
        }
        assert!(findings.iter().any(|f| f.rule.key == "pay_stack"));
        assert!(findings.iter().any(|f| f.rule.key == "pay_productivity_gap"));
    }
}

#[test]
fn without_a_survey_pay_is_compared_with_wages_and_says_so() {
    let model = build(&text_of("scenarios/law.toml"), None);
    let outcome = run(&model, 64, 1);
    let wages = Arc::new(Survey::wages_only(&model.arms[0].scenario.survey));
    for standing in committee(&model, &outcome, &wages, 0, 0) {
        assert_eq!(standing.pay_table.unwrap().kind, TableKind::Wages);
        assert_eq!((standing.work_table, standing.gap), (None, None));
    }
    let findings = law_of_run(&model, &outcome, &vec![wages; model.arms.len()]);
    let stack = findings.iter().flatten().filter(|f| f.rule.key == "pay_stack");
    assert!(stack.clone().count() > 0 && stack.clone().all(|f| f.severity <= Severity::Note));
}

#[test]
fn redesigned_plans_are_named_from_the_year_they_convert() {
    let model = build(&text_of("scenarios/law.toml"), None);
    let outcome = run(&model, 32, 1);
    let survey = invented(&model);
    let value = |year| {
        let standings = committee(&model, &outcome, &survey, 1, year);
        standings.iter().filter(|s| s.plan == "family_value").count()
    };
    // Ready in October 2026; terms are three years, so by the end of 2029 everyone has renewed.
    assert!(value(0) < 12);
    assert_eq!(value(3), 12);
}

#[test]
fn a_run_writes_law_and_committee_and_says_how_many() {
    let folder = TempDir::new().unwrap();
    let scenario = file("scenarios/law.toml");
    let scenario = scenario.to_str().unwrap();
    let run = ["run", scenario, "--trials", "64", "--out", "out"];
    let (page, _) = ended(folder.path(), &[&run[..], &TABLES_ALONE].concat(), 0);
    let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    let law = read("law.csv");
    assert!(law.starts_with("arm,rule,severity,citation,grade,where,found,cure,cost,lead_time_months\n"));
    let law = parsed(&law);
    let severities = |word: &str| law.iter().filter(|row| row["severity"] == word).count();
    let line = format!(
        "Law, all arms: {} stops, {} cautions and {} notes in law.csv",
        severities("stop"),
        severities("caution"),
        severities("note")
    );
    assert!(page.contains(&line), "{line}\n{page}");
    // Three arms, four years, sixteen physicians.
    let committee = read("committee.csv");
    assert_eq!(parsed(&committee).len(), 3 * 4 * 16);
    assert!(read("manifest.json").contains("survey_invented.csv"));
}

#[test]
fn checking_the_law_reads_worst_first_and_says_twice_that_it_is_no_advice() {
    let scenario = file("scenarios/law.toml");
    let (page, _) = ended(&file("."), &["check", "--law", scenario.to_str().unwrap()], 0);
    assert_eq!(page.matches("This is not legal advice.").count(), 2);
    let rushed = &page[page.find("\nrushed (").unwrap()..];
    let place = |word: &str| rushed.find(&format!("  {word} ")).unwrap_or_else(|| panic!("{word}\n{rushed}"));
    assert!(place("STOP") < place("CAUTION"));
    assert!(rushed.contains("as in the baseline"), "{rushed}");
}

#[test]
fn a_bad_survey_is_reported_like_a_bad_roster() {
    let folder = TempDir::new().unwrap();
    let text = text_of("scenarios/law.toml");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("law.toml", &text);
    let (_, error) = ended(folder.path(), &["check", "law.toml"], 3);
    assert!(error.contains("survey.file: cannot read the survey survey_invented.csv"), "{error}");
    assert!(error.starts_with("law.toml:22:8: "), "{error}");
    write("survey_invented.csv", "specialty,measure,p25,p50,p75,p90\nheart,pay_per_fte,1,2,x,4\n");
    let (_, error) = ended(folder.path(), &["check", "law.toml"], 3);
    for part in
        ["survey_invented.csv:2:1: specialty: ", "survey_invented.csv:2:5: p75: found \"x\"", "2 problems."]
    {
        assert!(error.contains(part), "{error}");
    }
    write("law.toml", &text.replace("year = 2025", "").replace("state = \"OH\"", "state = \"Ohio\""));
    let (_, error) = ended(folder.path(), &["check", "law.toml"], 3);
    for part in ["survey.year: missing", "compliance.state: found \"Ohio\""] {
        assert!(error.contains(part), "{error}");
    }
    write("law.toml", &text.replace("days = 60", "days = { uniform = { min = 30, max = 90 } }"));
    let (_, error) = ended(folder.path(), &["check", "law.toml"], 3);
    assert!(error.contains("compliance.reconciliation.days: found a distribution"), "{error}");
}

#[test]
fn every_column_of_the_survey_is_explained() {
    let text = text_of("docs/SURVEY.md");
    for column in cascade::survey::COLUMNS {
        let required = if column.required { "yes" } else { "no" };
        let row = format!("| `{}` | {required} | {} |", column.name, column.meaning);
        assert!(text.contains(&row), "docs/SURVEY.md lacks the row\n{row}");
    }
    // The mapping that the page prints is the one in force.
    for occupation in cascade::survey::MAPPING.iter().filter(|o| !o.own) {
        let row = text.lines().find(|line| line.contains(occupation.code)).expect("a row of the mapping");
        assert!(row.contains(occupation.specialty), "{}", occupation.specialty);
    }
}
