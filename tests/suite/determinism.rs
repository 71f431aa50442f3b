//! The same scenario, seed and version give the same bits, however the work is divided.

use super::common::{ByPlace as _, build, csv_of, run, tables, text_of};
use cascade::engine::{Metric, Outcome};
use cascade::entity::write_roster;
use cascade::model::Model;
use cascade::report::Report;
use std::collections::BTreeMap;

const STARTER: &str = "src/cli/starter/scenario.toml";

fn starter() -> (String, String) {
    (text_of(STARTER), text_of("src/cli/starter/roster.csv"))
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let (scenario, roster) = starter();
    let model = build(&scenario, Some(&roster));
    let one = tables(&model, &run(&model, 150, 1));
    for threads in [2, 3, 7] {
        assert!(one == tables(&model, &run(&model, 150, threads)), "{threads} threads differ");
    }
}

/// Cells that say what a row is of: of a table of measures with the measure and its unit, of one by physician with plan and
/// FTE. Both have six.
const KEY: usize = 6;

/// Columns of a table of measures; one by physician has more.
const COLUMNS: usize = 17;

/// Rows by what they are of.
fn by_key(table: &str) -> BTreeMap<String, String> {
    table
        .lines()
        .filter(|line| line.split(',').count() >= COLUMNS)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[..KEY].join(","), cells[KEY..].join(","))
        })
        .collect()
}

fn shuffled(csv: &str) -> String {
    let mut lines: Vec<&str> = csv.lines().collect();
    let body = &mut lines[1..];
    body.reverse();
    body.rotate_left(7);
    lines.join("\r\n")
}

#[test]
fn the_order_of_the_roster_changes_nothing() {
    let (scenario, roster) = starter();
    let model = build(&scenario, Some(&roster));
    let moved = build(&scenario, Some(&shuffled(&roster)));
    let (a, b) = (tables(&model, &run(&model, 64, 1)), tables(&moved, &run(&moved, 64, 1)));
    assert_ne!(a, b, "rows of physicians.csv follow the roster");
    assert_eq!(by_key(&a), by_key(&b));
    let others = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !by_key(line).is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(others(&a).len(), others(&b).len());
}

/// Physicians paid individually, who respond to nothing: nobody can touch anybody else.
const ALONE: &str = r#"
behaviour = "none"
scenario = { title = "Alone" }
run = { years = 4, seed = 11 }
system = { name = "S" }
roster = { file = "roster.csv" }
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.4
spending = 6000
terms = "shared_savings"
[plan.base]
pay = [
  { wrvu_threshold = { base_per_fte = 200000, rate = 50 } },
  { quality_bonus = { per_fte = 20000 } },
]
"#;

/// Compares the measures of those who were there before somebody joined.
fn compare_after_joining(scenario: &str, specialty: &str, is_own: impl Fn(&str) -> bool) -> usize {
    let roster = format!(
        "physician_id,specialty,plan,clinical_fte,wrvu,panel,lives.aco\n\
         b,family_medicine,base,1,5000,1500,400\nc,{specialty},base,0.8,7000,0,0\n"
    );
    let more = format!("{roster}a,family_medicine,base,1,5200,1400,300\n");
    let (few, many) = (build(scenario, Some(&roster)), build(scenario, Some(&more)));
    let (before, after) = (run(&few, 64, 1), run(&many, 64, 2));
    let mut compared = 0;
    for (year, id) in (0..few.years).flat_map(|year| ["b", "c"].map(|id| (year, id))) {
        for metric in Metric::ALL.iter().filter(|m| m.is_kept() && is_own(m.definition().name)) {
            let found = |outcome: &Outcome| outcome.of(0, year).physician(id).unwrap().get(*metric);
            let (own, other) = (found(&before), found(&after));
            for (a, b) in [(own.mean, other.mean), (own.sd, other.sd)] {
                assert!((a - b).abs() <= 1e-6 * a.abs().max(1.0), "{id} {metric:?}: {a} and {b}");
            }
            compared += 1;
        }
    }
    compared
}

#[test]
fn a_physician_who_is_added_changes_nobody_elses_work_or_pay() {
    // A larger population has a lower minimum savings rate and less noise, and specialists steer the
    // care of everybody's patients: what a lever is worth changes for everyone under a contract.
    // What they do and are paid does not.
    let own = [
        "pay",
        "pay_change",
        "value_pay",
        "time_pay",
        "volume_pay",
        "quality_pay",
        "pass_through_pay",
        "service_pay",
        "volume_share_of_pay",
        "volume_basis_pay",
        "volume_basis_share_of_pay",
        "value_share_of_pay",
        "wrvu",
        "measured_quality",
        "true_savings",
    ];
    assert_eq!(compare_after_joining(ALONE, "cardiology", |metric| own.contains(&metric)), 4 * 2 * own.len());
}

#[test]
fn without_a_common_contract_a_physician_who_is_added_changes_nothing_at_all() {
    let alone = ALONE.replace("terms = \"shared_savings\"", "terms = \"fee_for_service\"");
    assert_eq!(compare_after_joining(&alone, "geriatrics", |_| true), 4 * 2 * Metric::KEPT);
}

#[test]
fn identical_arms_differ_by_exactly_nothing() {
    let (scenario, roster) = starter();
    let text = format!("{scenario}\n[variant.same]\n[variant.same_again]\nbuilds_on = \"same\"\n");
    let model = build(&text, Some(&roster));
    let outcome = run(&model, 64, 2);
    let places: Vec<usize> =
        (0..model.arms.len()).filter(|a| model.arms[*a].name.starts_with("same")).collect();
    assert_eq!(places.len(), 2);
    for arm in places {
        for year in 0..model.years {
            for row in outcome.of(arm, year).differences() {
                let s = row.summary;
                assert_eq!(
                    (s.mean, s.sd, s.mc_se, s.quantiles.unwrap_or_default()),
                    (0.0, 0.0, 0.0, [0.0; 5]),
                    "{} {}",
                    row.row.entity,
                    row.row.metric
                );
            }
            for place in 0..model.len() {
                let change = outcome.of(arm, year).person(place).unwrap().get(Metric::PayChange);
                assert_eq!((change.mean, change.sd, change.quantiles), (0.0, 0.0, Some([0.0; 5])));
                for metric in Metric::ALL.iter().filter(|metric| metric.is_kept()) {
                    let (a, b) = (outcome.of(0, year), outcome.of(arm, year));
                    assert_eq!(
                        a.person(place).unwrap().get(*metric),
                        b.person(place).unwrap().get(*metric),
                        "{metric:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_arm_does_not_depend_on_which_others_run() {
    let (scenario, roster) = starter();
    let all = build(&scenario, Some(&roster));
    let cut = scenario.find("[variant.new_plan]").unwrap();
    let some = build(&scenario[..cut], Some(&roster));
    assert_eq!((all.arms.len(), some.arms.len()), (3, 2));
    let (a, b) = (run(&all, 64, 1), run(&some, 64, 1));
    // Which arm is the best of all is asked of all of them.
    let ranked = |model: &Model, outcome: &Outcome| csv_of("ranking", &Report::new(model, outcome, &[]));
    let kept = |model: &Model, outcome: &Outcome| -> Vec<String> {
        let text = tables(model, outcome).replace(&ranked(model, outcome), "");
        text.lines().filter(|line| !line.starts_with("new_plan,")).map(str::to_owned).collect()
    };
    assert_eq!(kept(&all, &a), kept(&some, &b));
    assert_ne!(ranked(&all, &a), ranked(&some, &b));
}

#[test]
fn more_trials_keep_the_first_ones() {
    // One trial more adds one trial: totals of the first hundred stay as they were.
    let (scenario, roster) = starter();
    let model = build(&scenario, Some(&roster));
    let pay =
        |trials| run(&model, trials, 1).of(0, 2).person(3).unwrap().get(Metric::Pay).mean * trials as f64;
    let alone: Vec<f64> = (1..=3).map(pay).collect();
    let (first, second, third) = (alone[0], alone[1] - alone[0], alone[2] - alone[1]);
    assert!(first > 0.0 && second > 0.0 && third > 0.0 && (first - second).abs() > 0.005);
}

#[test]
fn a_generated_roster_written_to_a_file_runs_the_same() {
    let text = text_of("scenarios/reference.toml");
    let model = build(&text, None);
    let roster = cascade::entity::Roster {
        physicians: model.author_order.iter().map(|p| model.physicians[*p].clone()).collect(),
        ..cascade::entity::Roster::default()
    };
    let csv = String::from_utf8(write_roster(&roster).unwrap()).unwrap();
    let first_cohort = text.find("[cohort.fm]").unwrap();
    let specialties = text.find("[specialty.").unwrap();
    let with_file =
        format!("{}[roster]\nfile = \"roster.csv\"\n{}", &text[..first_cohort], &text[specialties..]);
    let from_file = build(&with_file, Some(&csv));
    let (a, b) = (run(&model, 32, 2), run(&from_file, 32, 2));
    assert!(tables(&model, &a) == tables(&from_file, &b));
}
