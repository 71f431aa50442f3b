//! Pay that is held back until it vests.

use super::common::{ByPlace as _, build, run, text_of};
use cascade::engine::{DeferralStory, Metric, Scope, explain_physician};
use cascade::model::Model;
use cascade::units::{CalendarYear, Cents};

const EXAMPLE: &str = "scenarios/models/deferral.toml";
const RULE: &str = "deferral = { share = 0.2, of = \"value\", years = 3, vests = \"graded\" }\n";

/// The example, with many physicians leaving each year.
fn restless() -> String {
    text_of(EXAMPLE) + "\n[workforce]\nmove_hazard = 0.2\n"
}

/// Six years of 100,000 of salary, of which a fifth is held back for three years.
fn salaried(vests: &str) -> String {
    let rule = RULE.replace("value", "all").replace("graded", vests);
    let text = restless();
    let (before, after) = (text.find("[plan.sharing]").unwrap(), text.find("[cohort.").unwrap());
    let plan = format!(
        "[plan.sharing]\ngrowth = 0.0\n{rule}[[plan.sharing.pay]]\nsalary = {{ per_fte = 100000 }}\n\n"
    );
    text[..before].to_owned() + &plan + &text[after..]
}

/// One position's year.
struct Year {
    earned: Cents,
    new: bool,
    account: DeferralStory,
}

impl Year {
    fn vested(&self) -> Cents {
        self.account.vested.iter().map(|(_, money)| *money).sum()
    }

    fn paid(&self) -> Cents {
        self.earned - self.account.deferred + self.vested()
    }

    fn held(&self) -> Cents {
        self.account.held.iter().map(|(_, _, money)| *money).sum()
    }
}

/// What each position of each trial went through.
fn histories(model: &Model, trials: u64) -> Vec<Vec<Year>> {
    let nothing =
        DeferralStory { deferred: Cents::ZERO, vested: vec![], held: vec![], forfeited: Cents::ZERO };
    let mut all = Vec::new();
    for trial in 0..trials {
        for place in 0..model.len() {
            let one = (0..model.years).map(|year| {
                let story = explain_physician(model, 0, trial, year, place).unwrap();
                let new = story.hired.is_some_and(|date| date.year == story.year.0);
                Year {
                    earned: story.statement.total(),
                    new,
                    account: story.deferral.unwrap_or(nothing.clone()),
                }
            });
            all.push(one.collect());
        }
    }
    all
}

/// Paid year by year until the first holder leaves as year `leaves` (from 0) begins, and forfeited then;
/// every holder of the kind must agree.
fn who_leaves(all: &[Vec<Year>], leaves: usize) -> (Vec<i64>, i64) {
    let mut found = None;
    for years in all.iter().filter(|years| years.iter().position(|year| year.new) == Some(leaves)) {
        let paid: Vec<i64> = years[..leaves].iter().map(|year| year.paid().0).collect();
        let this = (paid, years[leaves].account.forfeited.0);
        assert_eq!(found.get_or_insert(this.clone()), &this);
    }
    found.unwrap_or_else(|| panic!("nobody leaves as year {leaves} begins"))
}

#[test]
fn a_three_year_cliff_worked_by_hand() {
    let all = histories(&build(&salaried("cliff"), None), 8);
    // Leaves as year 3 begins: 80,000 and 80,000 paid; two times 20,000 lost.
    assert_eq!(who_leaves(&all, 2), (vec![8_000_000; 2], 4_000_000));
    // Leaves as year 4 begins: a third 20,000 lost. The first would have vested at the end of year 4.
    assert_eq!(who_leaves(&all, 3), (vec![8_000_000; 3], 6_000_000));
    // Leaves as year 5 begins: the first 20,000 were paid; those of years 2 to 4 are lost.
    assert_eq!(who_leaves(&all, 4), (vec![8_000_000, 8_000_000, 8_000_000, 10_000_000], 6_000_000));
    // Stays six years: 3 × 80,000 and 3 × 100,000 paid; 60,000 still held, of years 4, 5 and 6.
    let stays = all.iter().find(|years| years.iter().all(|year| !year.new)).expect("somebody stays");
    assert_eq!(stays.iter().map(Year::paid).sum::<Cents>(), Cents(54_000_000));
    let year = |n: u16| CalendarYear(2026 + n);
    let held: Vec<_> = (3..6).map(|n| (year(n), year(n + 3), Cents(2_000_000))).collect();
    assert_eq!(stays[5].account.held, held);
    assert_eq!(stays[5].account.vested, [(year(2), Cents(2_000_000))]);
}

#[test]
fn thirds_worked_by_hand() {
    let all = histories(&build(&salaried("graded"), None), 8);
    // 20,000 vest as 6,666.67, 6,666.66, 6,666.67. Leaves as year 3 begins: in year 2 the first third
    // of year 1 is paid; lost are 13,333.33 of year 1 and the 20,000 of year 2.
    assert_eq!(who_leaves(&all, 2), (vec![8_000_000, 8_666_667], 3_333_333));
    // As year 4 begins: in year 3 the second third of year 1 and the first of year 2 were paid as well,
    // 13,333.33; lost are 6,666.67, 13,333.33 and 20,000.
    assert_eq!(who_leaves(&all, 3), (vec![8_000_000, 8_666_667, 9_333_333], 4_000_000));
    // As year 5 begins: in year 4 three thirds were paid, one of each kind.
    assert_eq!(who_leaves(&all, 4).0[3], 10_000_000);
}

#[test]
fn every_cent_earned_is_paid_held_or_forfeited() {
    let (mut lost, mut kept) = (0, 0);
    for years in histories(&build(&restless(), None), 5) {
        let mut held = Cents::ZERO;
        for year in &years {
            let own = &year.account;
            // Who leaves forfeits everything held, and nothing else is ever forfeited.
            assert_eq!(own.forfeited, if year.new { held } else { Cents::ZERO });
            held = held + own.deferred - year.vested() - own.forfeited;
            assert_eq!(held, year.held());
            lost += u32::from(own.forfeited > Cents::ZERO);
            kept += u32::from(year.vested() > Cents::ZERO);
        }
        let sum = |of: &dyn Fn(&Year) -> Cents| years.iter().map(of).sum::<Cents>();
        let gone = sum(&|year| year.paid()) + sum(&|year| year.account.forfeited);
        assert_eq!(sum(&|year| year.earned), gone + held);
    }
    assert!(lost > 5 && kept > 20, "{lost} lost some, {kept} were paid some");
}

/// A fifth of the value pay, of every position.
#[test]
fn value_pay_alone_is_held_back() {
    let model = build(&text_of(EXAMPLE), None);
    for place in 0..model.len() {
        let story = explain_physician(&model, 0, 0, 1, place).unwrap();
        let account = story.deferral.expect("value pay was earned");
        assert!(story.statement.value() > Cents::ZERO);
        assert_eq!(account.deferred, story.statement.value().share(0.2));
    }
}

#[test]
fn the_ledger_has_what_moves_and_the_margin_gains_what_is_forfeited() {
    let with = restless();
    let without = with.replace(RULE, "");
    assert_ne!(with, without);
    let (trials, year) = (5, 3);
    let all = histories(&build(&with, None), trials);
    let told = |of: &dyn Fn(&Year) -> Cents| {
        all.iter().map(|years| of(&years[year])).sum::<Cents>().dollars() / trials as f64
    };
    let means = |text: &str| {
        let model = build(text, None);
        let outcome = run(&model, trials, 2);
        let results = outcome.of(0, year);
        let pay: Vec<u64> =
            (0..model.len()).map(|p| results.person(p).unwrap().get(Metric::Pay).mean.to_bits()).collect();
        let rows: Vec<_> = results.rows().map(|r| (r.row.scope, r.row.metric, r.summary.mean)).collect();
        let of = move |scope: Scope, name: &str| {
            rows.iter().find(|r| r.0 == scope && r.1 == name).unwrap_or_else(|| panic!("no {name}")).2
        };
        (pay, of)
    };
    let (pay, of) = means(&with);
    for (name, ours) in [
        ("pay held back until it vests", told(&|year| year.account.deferred)),
        ("deferred pay vested and paid out", told(&|year| year.vested())),
        ("deferred pay forfeited on leaving", told(&|year| year.account.forfeited)),
    ] {
        let flow = of(Scope::Flow, name);
        assert!(ours > 0.0 && (flow - ours).abs() < 1e-6, "{name}: {flow} for {ours}");
    }
    let (same, poor) = means(&without);
    assert_eq!(pay, same, "pay is what is earned, held back or not");
    let gained = of(Scope::System, "system_margin") - poor(Scope::System, "system_margin");
    assert!((gained - of(Scope::Flow, "deferred pay forfeited on leaving")).abs() < 1e-6, "{gained}");
}

#[test]
fn another_plan_does_not_change_what_is_held() {
    let text = text_of(EXAMPLE)
        + "\n[workforce]\nmove_hazard = 0.0\n[[redesign]]\nfrom = \"sharing\"\nto = \"plain\"\n"
        + "when = \"immediately\"\nlead_months = 24\n[[plan.plain.pay]]\nsalary = { per_fte = 250000 }\n";
    let mut checked = 0;
    for years in histories(&build(&text, None), 1).iter().filter(|years| years.iter().all(|y| !y.new)) {
        // On the old plan for two years: the last third of the second is paid at the end of the fifth.
        let deferred: Vec<Cents> = years.iter().map(|year| year.account.deferred).collect();
        assert!(deferred[1] > Cents::ZERO && deferred[2..] == [Cents::ZERO; 4]);
        assert_eq!(years.iter().map(Year::vested).sum::<Cents>(), deferred[0] + deferred[1]);
        assert!(years[4].vested() > Cents::ZERO && years[5].vested() == Cents::ZERO);
        checked += 1;
    }
    assert!(checked > 3);
}

#[test]
fn impossible_combinations_are_refused_in_words() {
    let refused = |text: String| super::common::said_of(&text);
    let example = text_of(EXAMPLE);
    let said = refused(example.replace(RULE, &format!("clawback = {{ share = 0.5 }}\n{RULE}")));
    assert!(said.contains("plan.sharing.deferral: found with clawback"), "{said}");
    let said = refused(salaried("cliff").replace("\"all\"", "\"value\""));
    assert!(said.contains("no component that pays for quality or cost of care"), "{said}");
    let drawn = text_of("scenarios/models/draw.toml")
        .replace("[plan.production]\n", "[plan.production]\ndeferral = { share = 0.2, of = \"all\" }\n");
    let said = refused(drawn);
    assert!(said.contains("with draw, which pays before it is earned"), "{said}");
    let said = refused(example.replace("years = 3, vests", "years = 6, vests"));
    assert!(said.contains("plan.sharing.deferral.years: found 6") && said.contains('5'), "{said}");
}
