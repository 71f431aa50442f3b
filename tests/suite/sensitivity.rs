//! Sensitivity: indices, flips and ends that are known by hand; what nothing uses is nothing; clear words.

use super::common::{Cells, amount, ended, parsed, study};
use cascade::analysis::{
    ArmContrast, Driver, FreedRange, Sensitivity, SensitivityAsked, SensitivityMethod, SensitivityQuestion,
    sensitivity,
};
use cascade::engine::{HorizonMetric, RunOptions, Silent};
use cascade::study::Study;
use std::path::Path;

/// Two plans of two rates, of one physician each with 1,000 and 3,000 wRVUs, a year without chance in which nobody responds:
/// a rate costs the system its wRVUs, with on-costs at a share of pay. In the variant the second is paid $150,000 whatever
/// the work, which is what 3,000 wRVUs come to at $50.
const RATES: &str = r#"
run = { years = 1, trials = 64 }
scenario = { title = "Two rates" }
system = { name = "Small clinic" }
behaviour = "none"
chance = { none = true }
plan.few.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
plan.many.pay = [{ wrvu = { tiers = [{ rate = 50 }] } }]
cohort.a = { count = 1, specialty = "family_medicine", plans = { few = 1.0 }, wrvu = 1000 }
cohort.b = { count = 1, specialty = "family_medicine", plans = { many = 1.0 }, wrvu = 3000 }
contract.book = { payer = "Everyone", line = "commercial", revenue_share = 1.0, spending = 6000, terms = "fee_for_service" }
[variant.salary]
title = "A salary"
plan.many.pay = [{ salary = { per_fte = 150000 } }]
"#;

const FEW: &str = "plan.few.pay[0].wrvu.tiers[0].rate";
const MANY: &str = "plan.many.pay[0].wrvu.tiers[0].rate";
const COST: &str = "system.reporting_cost";
/// Nothing that happens in a year without chance hangs on it.
const IDLE: &str = "workforce.vacancy_specialist";

fn freed(place: &str, low: f64, high: f64) -> FreedRange {
    FreedRange { place: place.to_owned(), low, high }
}

fn asked(free: Vec<FreedRange>) -> SensitivityAsked {
    SensitivityAsked {
        free,
        levels: true,
        measures: vec!["pay_total".to_owned()],
        ..SensitivityAsked::default()
    }
}

fn found(study: &Study, asked: &SensitivityAsked, threads: usize) -> Sensitivity {
    let model = study.model().unwrap();
    let question = SensitivityQuestion::of(study, &model, asked).unwrap();
    let options = RunOptions { trials: 96, threads: Some(threads), stop: None };
    sensitivity(&question, options, &Silent).unwrap()
}

fn figure(
    of: &Sensitivity,
    contrast: ArmContrast,
    method: SensitivityMethod,
    input: usize,
    name: &str,
) -> f64 {
    of.figure((0, contrast), method, &Driver::Inputs(vec![input]), name).unwrap().value
}

/// Pay is 1,000 a + 3,000 b. Both rates are uniform on $40 to $60, so variances are as 1 to 9: shares of 0.1 and 0.9, alone
/// and with others alike. A move over all of a range is $20 times the wRVUs.
#[test]
fn shares_ends_and_effects_of_a_line_are_those_worked_out() {
    let study = study(RATES, None);
    let free = vec![freed(FEW, 40.0, 60.0), freed(MANY, 40.0, 60.0), freed(IDLE, 5.0, 9.0)];
    let found = found(&study, &asked(free), 2);
    let names: Vec<&str> = found.inputs.all.iter().map(|input| input.name.as_str()).collect();
    assert_eq!(names, [FEW, MANY, IDLE]);
    let baseline = ArmContrast { arm: 0, less: None };
    let of = |method, input, name| figure(&found, baseline, method, input, name);
    for (input, share, worth) in [(0, 0.1, 1_000.0), (1, 0.9, 3_000.0)] {
        for name in ["first_order", "total"] {
            let part = of(SensitivityMethod::Sobol, input, name);
            assert!((part - share).abs() < 0.03, "{name} of {input}: {part}");
        }
        let effect = of(SensitivityMethod::Morris, input, "mu");
        assert!((effect - 20.0 * worth).abs() < 0.01, "{effect}");
        assert!(of(SensitivityMethod::Morris, input, "sigma").abs() < 0.01);
        // Its 5 % and 95 % points are $41 and $59.
        let bar = found.tornado.iter().find(|bar| bar.input == input && bar.contrast == baseline).unwrap();
        assert_eq!(bar.at, [41.0, 59.0]);
        assert!((bar.swing.value - 18.0 * worth).abs() < 0.01, "{bar:?}");
        assert!(bar.swing.high - bar.swing.low < 0.01);
    }
    let sum =
        found.figure((0, baseline), SensitivityMethod::Sobol, &Driver::Everything, "sum_of_first_order");
    let sum = sum.unwrap();
    assert!(sum.low <= 1.0 && 1.0 <= sum.high + 1e-9, "{sum:?}");
    // Luck is none, and what nothing uses is nothing in every method, to the bit.
    let luck = found.figure((0, baseline), SensitivityMethod::Sobol, &Driver::Luck, "total").unwrap();
    assert_eq!(luck.value, 0.0);
    for row in found.rows.iter().filter(|row| row.driver == Driver::Inputs(vec![2])) {
        assert_eq!((row.figure.value, row.figure.low, row.figure.high), (0.0, 0.0, 0.0), "{row:?}");
    }
    for bar in found.tornado.iter().filter(|bar| bar.input == 2) {
        assert_eq!((bar.swing.value, bar.results[0], bar.results[1]), (0.0, bar.as_drawn, bar.as_drawn));
    }
    let worths = found.information.unwrap().rows;
    let idle = worths.iter().find(|row| row.driver == Driver::Inputs(vec![2])).unwrap();
    assert_eq!((idle.worth.value, idle.worth.high), (0.0, 0.0));
    assert!(worths.iter().all(|row| 0.0 <= row.worth.value && row.worth.value <= worths[0].worth.value));
}

/// Between a rate and a salary that 3,000 wRVUs earn at $50, the cheaper arm is best: the rate below $50, the salary above.
#[test]
fn the_choice_flips_where_both_cost_the_same() {
    let study = study(RATES, None);
    let place = format!("baseline:{MANY}");
    let free = vec![freed(&place, 40.0, 56.0), freed(FEW, 40.0, 60.0)];
    let found = found(&study, &asked(free), 2);
    let row = found.flips.iter().find(|row| found.inputs.all[row.input].name == place).unwrap();
    assert_eq!((row.best, row.flips.len()), ([0, 1], 1));
    let flip = row.flips[0];
    assert!((flip.value.value - 50.0).abs() < 0.01, "{flip:?}");
    assert_eq!((flip.below, flip.above), (0, 1));
    assert_eq!(found.chosen.best, 0, "a rate of $48 in the mean");
    // What both arms pay alike flips nothing.
    let other = found.flips.iter().find(|row| found.inputs.all[row.input].name == FEW).unwrap();
    assert!(other.flips.is_empty() && other.keeps_ranking == [true, true]);
    // To know the rate is worth what is saved above $50: E[(r − 50)⁺] × 3,000 = 6²/2/16 × 3,000 = $3,375, times what the
    // system bears of a dollar of pay.
    let bar = found.tornado.iter().find(|bar| found.inputs.all[bar.input].name == place).unwrap();
    let dollars_of_pay = (row.lead[0].value - row.lead[1].value) / bar.swing.value.abs();
    let worths = found.information.as_ref().unwrap();
    let all = worths.rows[0].worth;
    let wanted = 3_375.0 * dollars_of_pay;
    assert!((all.value - wanted).abs() < 0.25 * wanted, "{all:?} beside {wanted}");
    assert!(all.low <= wanted && wanted <= all.high, "{all:?} beside {wanted}");
}

/// Uncertain numbers that the scenario draws, the two rates correlated; of luck nothing moves pay.
fn drawn() -> String {
    let rate = |rate: &str| format!("rate = {{ uniform = {{ min = {rate}, max = 60 }} }}");
    let pair = format!("\n[[correlation]]\nfirst = \"{FEW}\"\nsecond = \"{MANY}\"\nrho = 0.8\n");
    let (base, _) = RATES.split_once("[variant").unwrap();
    let calm = "chance = { wrvu_cv = 0 }\nworkforce = { move_hazard = 0, exit_hazard = 0 }\n";
    let base = base.replace("chance = { none = true }\n", calm).replacen("rate = 50", &rate("40"), 2);
    format!("{base}{pair}[variant.salary]\ntitle = \"Some leave\"\nworkforce.exit_hazard = 0.001\n")
}

/// Normal scores with ρ = 0.8 give uniforms a correlation of 6/π asin 0.4 = 0.786, so that pay of 1,000 a + 3,000 b has a
/// variance of 1 + 9 + 2 × 3 × 0.786 = 14.7 and, as of a normal pair, Shapley's
/// (β₁² (1 − ρ²/2) + ρ β₁ β₂ + β₂² ρ²/2) of it: 0.40 and 0.60.
#[test]
fn correlated_numbers_are_moved_as_one_and_told_apart_by_shapley() {
    let text = drawn();
    let study = study(&text, None);
    let only = vec!["plan.*".to_owned()];
    let asked = SensitivityAsked { only, points: 256, ..asked(Vec::new()) };
    let all = found(&study, &asked, 2);
    assert_eq!(all.pairs, [(0, 1, 0.8)]);
    let baseline = ArmContrast { arm: 0, less: None };
    let both = Driver::Inputs(vec![0, 1]);
    let part = all.figure((0, baseline), SensitivityMethod::Sobol, &both, "total").unwrap();
    assert!((part.value - 1.0).abs() < 0.05, "{part:?}");
    assert!(all.figure((0, baseline), SensitivityMethod::Sobol, &Driver::Inputs(vec![0]), "total").is_none());
    for (input, wanted) in [(0, 0.40), (1, 0.60)] {
        let effect =
            all.figure((0, baseline), SensitivityMethod::Shapley, &Driver::Inputs(vec![input]), "effect");
        let effect = effect.unwrap();
        assert!((effect.value - wanted).abs() < 0.12, "{input}: {effect:?}");
        assert!(effect.low < wanted && wanted < effect.high, "{input}: {effect:?}");
    }
    // The same bits for any number of threads.
    assert_eq!(all, found(&study, &asked, 1));
}

/// `--only` names one of a pair: the other is varied with it, and is what it is without `--only`.
#[test]
fn what_hangs_together_is_varied_together() {
    let study = study(&drawn(), None);
    let asked = SensitivityAsked { only: vec![FEW.to_owned()], points: 8, ..asked(Vec::new()) };
    let found = found(&study, &asked, 2);
    let names: Vec<&str> = found.inputs.all.iter().map(|input| input.name.as_str()).collect();
    assert_eq!((names, found.pairs.len()), (vec![FEW, MANY], 1));
    assert!(found.inputs.all.iter().all(|input| input.together == [0, 1]));
    let told = |input| {
        let baseline = ArmContrast { arm: 0, less: None };
        let driver = Driver::Inputs(vec![input]);
        found.figure((0, baseline), SensitivityMethod::GivenData, &driver, "first_order").unwrap().value
    };
    assert!(told(0) > 0.5 && told(1) > 0.8, "{} {}", told(0), told(1));
}

/// On four rosters a lead is as sure as the run's own table says.
#[test]
fn a_lead_over_rosters_is_that_of_the_run() {
    let text = RATES
        .replace("years = 1", "years = 1, rosters = 4")
        .replace("wrvu = 3000", "wrvu = { uniform = { min = 2500, max = 3600 } }");
    let study = study(&text, None);
    assert_eq!(study.model().unwrap().rosters(), 4);
    let found = found(&study, &asked(vec![freed(COST, 10.0, 50.0)]), 2);
    let lead = found.chosen.lead;
    let outcome = study.run(RunOptions { trials: 96, threads: Some(2), stop: None }, &Silent).unwrap();
    let wanted = outcome.arm("salary").unwrap().horizon_difference(HorizonMetric::SystemMargin).unwrap();
    let sign = if found.chosen.best == 1 { 1.0 } else { -1.0 };
    let (low, high) = wanted.interval().unwrap();
    assert!((lead.value - sign * wanted.mean).abs() < 0.02, "{lead:?} {wanted:?}");
    assert!((lead.high - lead.low - (high - low)).abs() < 1e-4 * (high - low), "{lead:?} {wanted:?}");
    assert!(lead.high > lead.low);
}

#[test]
fn what_matters_most_is_kept_and_the_rest_is_said() {
    let study = study(&drawn(), None);
    let (measures, groups) = (vec!["pay".to_owned()], vec![("rates".to_owned(), vec!["plan.*".to_owned()])]);
    let asked = SensitivityAsked { most: 3, points: 8, measures, groups, ..asked(Vec::new()) };
    let found = found(&study, &asked, 2);
    let names: Vec<&str> = found.inputs.all.iter().map(|input| input.name.as_str()).collect();
    assert!(names.contains(&FEW) && names.contains(&MANY) && names.len() <= 4, "{names:?}");
    assert!(!found.left.is_empty());
    assert!(found.left.windows(2).all(|pair| pair[0].share >= pair[1].share));
    let members: usize = found.inputs.groups.iter().map(|group| group.members.len()).sum();
    assert_eq!(members, found.inputs.all.len(), "each in one group");
    let rates = found.inputs.groups.iter().find(|group| group.name == "rates").unwrap();
    assert_eq!(rates.members.len(), 2);
    let worths = found.information.unwrap().rows;
    let of = |driver: &Driver| worths.iter().find(|row| row.driver == *driver).unwrap().worth.value;
    for (place, group) in found.inputs.groups.iter().enumerate() {
        for member in &group.members {
            assert!(of(&Driver::Inputs(vec![*member])) <= of(&Driver::Groups(vec![place])));
        }
    }
}

#[test]
fn names_that_are_not_there_are_told_what_was_meant() {
    let study = study(&drawn(), None);
    let model = study.model().unwrap();
    let said =
        |asked: SensitivityAsked| SensitivityQuestion::of(&study, &model, &asked).unwrap_err().to_string();
    let plain = SensitivityAsked::default;
    for (asked, hint) in [
        (SensitivityAsked { only: vec!["chance.persistance".into()], ..plain() }, "chance.persistence"),
        (SensitivityAsked { measures: vec!["sistem_margin".into()], ..plain() }, "system_margin"),
        (SensitivityAsked { between: Some(("salry".into(), "baseline".into())), ..plain() }, "salary"),
        (SensitivityAsked { between: Some(("salary".into(), "salary".into())), ..plain() }, "two arms"),
        (SensitivityAsked { groups: vec![("a".into(), vec!["plam.*".into()])], ..plain() }, "--free"),
        (asked(vec![freed("system.contribution_margin", 0.1, 3.0)]), "share between 0 and 1"),
        (asked(vec![freed("run.years", 1.0, 3.0)]), "run.years"),
        (asked(vec![freed(FEW, 50.0, 40.0)]), "lower bound comes first"),
        (asked(vec![freed(COST, 10.0, 50.0), freed(&format!("salary:{COST}"), 10.0, 50.0)]), "one range"),
    ] {
        let said = said(asked);
        assert!(said.contains(hint), "{hint}: {said}");
    }
}

fn table(folder: &Path, name: &str) -> Vec<Cells> {
    parsed(&std::fs::read_to_string(folder.join(name)).unwrap_or_else(|why| panic!("{name}: {why}")))
}

#[test]
fn the_command_writes_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.toml"), RATES).unwrap();
    let free = [format!("--free=baseline:{MANY}=40..56"), format!("--free={FEW}=40..60")];
    let command: Vec<&str> = ["sensitivity", "s.toml", "--out", "out", "--points", "16", "--trials", "64"]
        .into_iter()
        .chain(free.iter().map(String::as_str))
        .collect();
    let (page, err) = ended(folder.path(), &command, 0);
    assert!(err.is_empty(), "{err}");
    for part in ["WHAT DRIVES THE RESULT", "WHAT FLIPS THE CHOICE", "WHAT IT IS WORTH TO KNOW", "HOW EXACT"] {
        assert!(page.contains(part), "{page}");
    }
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let out = folder.path().join("out");
    let flips = table(&out, "flips.csv");
    let flip = flips.iter().find(|row| row["input"] == format!("baseline:{MANY}")).unwrap();
    assert!((amount(flip, "flips_at") - 50.0).abs() < 0.05);
    assert_eq!((flip["best_below"].as_str(), flip["best_above"].as_str()), ("baseline", "salary"));
    let inputs = table(&out, "inputs.csv");
    assert_eq!(inputs.iter().filter(|row| row["comes_from"] == "free").count(), 2);
    let bars = table(&out, "tornado.csv");
    for bar in bars.iter().filter(|bar| bar["measure"] == "system_margin_total") {
        assert!(
            (amount(bar, "at_high") - amount(bar, "at_low") - amount(bar, "swing")).abs() < 1.0,
            "{bar:?}"
        );
    }
    let rows = table(&out, "sensitivity.csv");
    assert!(rows.iter().all(|row| amount(row, "low") <= amount(row, "high")));
    assert!(!table(&out, "information.csv").is_empty());
    for picture in ["tornado", "variance", "effects"] {
        assert!(out.join(format!("charts/{picture}.svg")).exists(), "{picture}");
    }
    for (wrong, hint) in [("--free=x", "PATH=LOW..HIGH"), ("--group=x", "NAME=PATTERN"), ("--points=1", "8")]
    {
        let (_, said) = ended(folder.path(), &["sensitivity", "s.toml", "--out", "never", wrong], 2);
        assert!(said.contains(hint), "{wrong}: {said}");
    }
    assert!(!folder.path().join("never").exists());
}
