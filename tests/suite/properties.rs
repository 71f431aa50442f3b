//! What holds for any numbers, not only for those that somebody thought of.

use super::common::{ByPlace as _, build, deep, run, text_of};
use cascade::engine::{Metric, Scope};
use cascade::entity::{generate, read_roster, write_roster};
use cascade::model::Scenario;
use cascade::pay::{
    Beyond, Carried, CollaredSalary, Collections, Component, Draw, FairMarketValue, PayAmount, PayClass, Psa,
    Reckoned, Shortfall, Statement, Tier, TierKind, Work, WrvuPay, WrvuThreshold,
};
use cascade::random::Seed;
use cascade::scenario::{ParsedArm, read_arms};
use cascade::schema::{Path, Schema, Source};
use cascade::stats::{MomentTable, QuantileTable, Scale};
use cascade::terms::{Period, Sharing};
use cascade::units::{Cents, Months, PerWrvu, Ratio, Share, Wrvu, apportion};
use proptest::prelude::*;

fn cases(n: u32) -> ProptestConfig {
    ProptestConfig { cases: n * deep(), failure_persistence: None, ..ProptestConfig::default() }
}

prop_compose! {
    fn sharing()(
        full_rate in 0.0..=1.0,
        quality in 0.0..=1.0,
        minimum_savings_rate in 0.0..0.05,
        below in 0.0..=1.0,
        savings_cap in 0.0..0.3,
        loss_rate in prop_oneof![Just(0.0), 0.0..=1.0],
        minimum_loss_rate in 0.0..0.05,
        loss_cap in 0.0..0.3,
        sequestration in 0.0..0.05,
        deductible in any::<bool>(),
    ) -> Sharing {
        let rate = full_rate * quality;
        // Below the minimum a contract may pay a part; one with a deductible pays nothing there.
        let rate_below_minimum = if deductible { 0.0 } else { rate * below };
        Sharing {
            full_rate, rate, minimum_savings_rate, rate_below_minimum, savings_cap, loss_rate,
            minimum_loss_rate, loss_cap, sequestration, loss_sequestration: 0.0, deductible,
        }
    }
}

/// A benchmark of up to two billion dollars and spending around it.
fn year() -> impl Strategy<Value = (Cents, Cents)> {
    (0i64..200_000_000_000, 0.5..1.5).prop_map(|(cents, ratio)| {
        let benchmark = Cents(cents);
        (benchmark, benchmark.share(ratio))
    })
}

/// Tiers of a rate per wRVU, from the first wRVU on.
fn tiers() -> impl Strategy<Value = Vec<Tier>> {
    proptest::collection::vec((1.0..3_000.0, 10.0..120.0), 1..5).prop_map(|steps| {
        let mut above = 0.0;
        let mut first = true;
        steps
            .into_iter()
            .map(|(width, rate)| {
                above += if std::mem::take(&mut first) { 0.0 } else { width };
                Tier { above: Wrvu(above), rate: PerWrvu(rate) }
            })
            .collect()
    })
}

/// A draw with any terms of forgiveness.
fn draw() -> impl Strategy<Value = Draw> {
    let most = proptest::option::of(0.0..2.0);
    let after = proptest::option::of(1u8..6);
    (50_000.0..400_000.0, most, 0.0..=1.0, after).prop_map(|(per_fte, most, forgiven, after)| Draw {
        most: most.map(Ratio),
        forgiven: Share(forgiven),
        forgiven_after: after.map(|years| Months(12.0 * f64::from(years))),
        ..Draw::of(PayAmount::per_fte(per_fte))
    })
}

fn paid(tiers: &[Tier], kind: TierKind, clinical_fte: f64, wrvu: f64) -> i64 {
    let work = Work { portion: 1.0, fte: clinical_fte, clinical_fte, wrvu, ..Work::default() };
    let mut statement = Statement::default();
    Component::Wrvu(WrvuPay { tiers: tiers.to_vec(), kind, period: Period::Year }).pay(&work, &mut statement);
    statement.total().0
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn every_cent_of_a_settlement_has_a_place(rules in sharing(), (benchmark, spending) in year()) {
        let s = rules.settle(benchmark, spending);
        prop_assert!(s.balances());
        let parts = [s.payer_keeps, s.payer_bears, s.earned, s.owed, s.forfeited.minimum_savings_rate,
            s.forfeited.quality, s.forfeited.sequestration, s.forfeited.cap];
        prop_assert!(parts.iter().all(|part| *part >= Cents::ZERO), "{s:?}");
        prop_assert!(s.earned <= Cents::round(rules.savings_cap * benchmark.dollars()));
        prop_assert!(s.owed <= Cents::round(rules.loss_cap * benchmark.dollars()) + Cents(1));
        prop_assert!(s.earned == Cents::ZERO || s.owed == Cents::ZERO);
    }

    #[test]
    fn who_saves_more_never_earns_less(rules in sharing(), (benchmark, spending) in year(), more in 0i64..1_000_000_000) {
        let less_spent = Cents(spending.0.saturating_sub(more));
        prop_assert!(rules.settle(benchmark, less_spent).net() >= rules.settle(benchmark, spending).net());
    }

    #[test]
    fn who_shares_nothing_settles_nothing(rules in sharing(), (benchmark, spending) in year()) {
        let none = Sharing { full_rate: 0.0, rate: 0.0, rate_below_minimum: 0.0, loss_rate: 0.0, ..rules };
        let s = none.settle(benchmark, spending);
        prop_assert_eq!((s.net(), s.forfeited.total()), (Cents::ZERO, Cents::ZERO));
        prop_assert_eq!(s.payer_keeps - s.payer_bears, s.gross());
    }

    #[test]
    fn pools_are_divided_to_the_cent(pool in 0i64..100_000_000_000, weights in proptest::collection::vec(0.0..1e6, 1..60)) {
        let mut shares = vec![Cents::ZERO; weights.len()];
        let divided = apportion(Cents(pool), &weights, &mut shares);
        let total: f64 = weights.iter().sum();
        prop_assert_eq!(divided, total > 0.0);
        let given: Cents = shares.iter().copied().sum();
        prop_assert_eq!(given, if divided { Cents(pool) } else { Cents::ZERO });
        for (share, weight) in shares.iter().zip(&weights) {
            let exact = pool as f64 * weight / total;
            prop_assert!(!divided || (share.0 as f64 - exact).abs() <= 1.0, "{share:?} for {exact}");
        }
    }

    #[test]
    fn more_work_never_pays_less_in_marginal_tiers(tiers in tiers(), fte in 0.1..1.0, wrvu in 0.0..12_000.0, more in 0.0..5_000.0) {
        let pay = |w| paid(&tiers, TierKind::Marginal, fte, w);
        prop_assert!(pay(wrvu + more) >= pay(wrvu));
    }

    #[test]
    fn doubling_every_rate_doubles_pay(tiers in tiers(), fte in 0.1..1.0, wrvu in 0.0..12_000.0) {
        let twice: Vec<Tier> = tiers.iter().map(|t| Tier { rate: PerWrvu(2.0 * t.rate.0), ..*t }).collect();
        for kind in [TierKind::Marginal, TierKind::Cliff] {
            // Each is rounded to the cent once.
            let (one, two) = (paid(&tiers, kind, fte, wrvu), paid(&twice, kind, fte, wrvu));
            prop_assert!((two - 2 * one).abs() <= 1, "{one} and {two}");
        }
    }

    #[test]
    fn splitting_a_tier_in_two_changes_nothing(tiers in tiers(), fte in 0.1..1.0, wrvu in 0.0..12_000.0, at in 0.01..0.99) {
        let mut split = tiers.clone();
        let end = tiers.get(1).map_or(2_000.0, |t| t.above.0);
        split.insert(1, Tier { above: Wrvu(at * end), ..tiers[0] });
        for kind in [TierKind::Marginal, TierKind::Cliff] {
            prop_assert_eq!(paid(&tiers, kind, fte, wrvu), paid(&split, kind, fte, wrvu));
        }
    }

    #[test]
    fn more_work_never_pays_less_by_any_list_without_cliffs(
        tiers in tiers(), draw in draw(), fte in 0.1..1.0, wrvu in 0.0..12_000.0, more in 0.0..5_000.0,
        owed in 0i64..20_000_000, level in 0.8..1.3, limit in proptest::option::of(0.0..0.3),
    ) {
        let collared = CollaredSalary {
            slope: Ratio(1.2), dead_band: Share(0.04), floor: Share(0.85), ceiling: Ratio(1.3),
            most_change: limit.map(Share), ..CollaredSalary::of(PayAmount::per_fte(260_000.0), 5_000.0)
        };
        let gate = CollaredSalary { beyond: Beyond::Whole, ..collared.clone() };
        let carried = Carried { owed: Cents(owed), level, ..Carried::NEW };
        let lists = [
            vec![Component::CollaredSalary(collared)],
            vec![Component::CollaredSalary(gate)],
            vec![Component::WrvuThreshold(WrvuThreshold::of(200_000.0, 44.0))],
            vec![Component::Collections(Collections::of(0.4, 90_000.0))],
            vec![Component::Collections(Collections { shortfall: Shortfall::Carried, ..Collections::of(0.4, 90_000.0) })],
            vec![Component::Psa(Psa::of(60.0, 10_000.0))],
            vec![Component::Wrvu(WrvuPay { tiers, kind: TierKind::Marginal, period: Period::Year }), Component::Draw(draw)],
        ];
        for list in lists {
            let pay = |wrvu: f64| {
                let work = Work {
                    portion: 1.0, fte, clinical_fte: fte, wrvu, collected_per_wrvu: 80.0, carried, pay_index: 1.0,
                    ..Work::default()
                };
                let mut statement = Statement::default();
                for component in &list {
                    component.pay(&work, &mut statement);
                }
                statement.total()
            };
            prop_assert!(pay(wrvu + more) >= pay(wrvu) - Cents(1), "{}", list[0].key());
        }
    }

    #[test]
    fn a_draw_pays_what_was_earned_what_is_forgiven_and_what_is_still_owed(
        draw in draw(), fte in 0.1..1.0, volumes in proptest::collection::vec(0i64..60_000_000, 1..12),
    ) {
        let component = Component::Draw(draw.clone());
        let (mut carried, mut account) = (Carried::NEW, Cents::ZERO);
        for volume in volumes.into_iter().map(Cents) {
            let work = Work { portion: 1.0, fte, carried, pay_index: 1.0, ..Work::default() };
            let mut statement = Statement::default();
            statement.add(PayClass::Volume, volume);
            let mut reckoned = Reckoned::default();
            component.reckon(&work, volume, &mut reckoned);
            component.pay(&work, &mut statement);
            // No balance below zero is ever paid by the physician.
            prop_assert!(statement.total() >= Cents::round(draw.amount.per_fte.map_or(0.0, |dollars| dollars.0) * fte));
            prop_assert!(statement.of(PayClass::Time) >= Cents::ZERO && statement.of(PayClass::Volume) >= Cents::ZERO);
            account += statement.total() - volume - reckoned.forgiven;
            prop_assert_eq!(account, reckoned.next.owed);
            prop_assert!(reckoned.next.owed >= Cents::ZERO && reckoned.forgiven >= Cents::ZERO);
            carried = reckoned.next;
        }
    }

    /// Reaching tier k of a cliff changes pay by (rate of k − rate below) × all wRVUs: a raise when
    /// rates rise, a cut when they fall.
    #[test]
    fn a_cliff_jumps_by_the_step_of_its_rate(tiers in tiers(), fte in 0.1..1.0) {
        for pair in tiers.windows(2) {
            let threshold = pair[1].above.0 * fte;
            let (before, after) = (threshold * (1.0 - 1e-12), threshold * (1.0 + 1e-12));
            let jump = paid(&tiers, TierKind::Cliff, fte, after) - paid(&tiers, TierKind::Cliff, fte, before);
            let expected = 100.0 * (pair[1].rate.0 - pair[0].rate.0) * threshold;
            prop_assert!((jump as f64 - expected).abs() <= 2.0, "{jump} for {expected}");
            let smooth = paid(&tiers, TierKind::Marginal, fte, after) - paid(&tiers, TierKind::Marginal, fte, before);
            prop_assert!(smooth.abs() <= 1);
        }
    }

    #[test]
    fn the_cap_binds_and_loses_no_cent(cap in 0i64..60_000_000, lines in proptest::array::uniform6(0i64..20_000_000)) {
        let mut statement = Statement::default();
        for (class, pay) in PayClass::ALL.iter().zip(lines) {
            statement.add(*class, Cents(pay));
        }
        let before = statement;
        let cut = FairMarketValue::cut(Cents(cap), &mut statement);
        prop_assert_eq!(statement.total(), before.total().min(Cents(cap)));
        for class in PayClass::ALL {
            prop_assert_eq!(statement.of(*class) + cut.of(*class), before.of(*class));
        }
    }

    #[test]
    fn quantiles_merge_in_any_order(values in proptest::collection::vec((-1_000_000_000i64..1_000_000_000, 0usize..4), 1..300)) {
        let mut whole = QuantileTable::new(1, 300);
        let mut parts = vec![whole.clone(); 4];
        for (value, part) in &values {
            whole.add(0, &[*value]);
            parts[*part].add(0, &[*value]);
        }
        for order in [[0, 1, 2, 3], [3, 1, 0, 2]] {
            let mut merged = QuantileTable::new(1, 300);
            for part in order {
                merged.merge(&parts[part]);
            }
            prop_assert!(merged == whole);
        }
    }

    #[test]
    fn moments_merge_in_any_order(blocks in proptest::collection::vec((-1e9..1e9, 0.0..1e15, 0usize..4), 1..60)) {
        for scale in [Scale::MONEY, Scale::FINE] {
            let mut whole = MomentTable::new(vec![12_345.678]);
            let mut parts = vec![whole.clone(); 4];
            for (sum, squares, part) in &blocks {
                whole.add(0, scale, *sum, *squares);
                parts[*part].add(0, scale, *sum, *squares);
            }
            for order in [[0, 1, 2, 3], [2, 3, 1, 0]] {
                let mut merged = MomentTable::new(vec![12_345.678]);
                for part in order {
                    merged.merge(&parts[part]);
                }
                prop_assert!(merged == whole);
            }
        }
    }
}

fn starter() -> String {
    text_of("src/cli/starter/scenario.toml")
}

/// The baseline and the variants of a text.
fn arms(text: String) -> Vec<ParsedArm> {
    read_arms(Source { name: "test.toml".into(), text }).unwrap_or_else(|refused| panic!("{refused}")).arms
}

/// Defaults that are a number or a word, as lines of a variant.
fn stated_defaults(arm: &ParsedArm) -> Vec<(String, String)> {
    arm.scenario
        .defaults()
        .iter()
        .filter(|default| !default.path.contains('['))
        .filter_map(|default| {
            let value = &default.value;
            let word = value.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            let stated = if word { format!("{value:?}") } else { value.parse::<f64>().ok()?.to_string() };
            Some((default.path.clone(), stated))
        })
        .collect()
}

#[test]
fn stating_a_default_changes_nothing() {
    let baseline = &arms(starter())[0];
    let stated = stated_defaults(baseline);
    assert!(stated.len() > 40, "{} defaults can be stated", stated.len());
    for (path, value) in stated {
        let found = arms(format!("{}\n[variant.stated]\n{path} = {value}\n", starter()));
        let own = found.last().expect("the variant");
        assert_eq!(*own.scenario, *baseline.scenario, "{path} = {value}");
        assert!(
            !own.scenario.defaults().iter().any(|default| default.path == path),
            "{path} is still called a default"
        );
    }
}

proptest! {
    #![proptest_config(cases(48))]

    /// A number that is written into a scenario is the number the model holds, bit for bit, and
    /// nothing else moves.
    #[test]
    fn what_is_written_is_what_is_read(place in 0usize..4, value in -0.2..0.2f64) {
        let path = ["outlook.wrvu_growth", "outlook.price_growth", "outlook.pay_growth", "outlook.expense_growth"][place];
        let found = arms(format!("{}\n[variant.x]\n{path} = {value:?}\n", starter()));
        let numbers = |arm: &ParsedArm| {
            let mut all = Vec::new();
            Scenario::clone(&arm.scenario).visit(&mut Path::default(), &mut |path, x| all.push((path.to_string(), x.to_bits())));
            all
        };
        let (before, after) = (numbers(&found[0]), numbers(found.last().expect("the variant")));
        prop_assert_eq!(before.len(), after.len());
        for (old, new) in before.iter().zip(&after) {
            let expected = if old.0 == path { (old.0.clone(), value.to_bits()) } else { old.clone() };
            prop_assert_eq!(new, &expected);
        }
    }

    #[test]
    fn a_roster_that_is_written_reads_back(seed in any::<u64>()) {
        let text = text_of("scenarios/reference.toml");
        let scenario = &arms(text)[0].scenario;
        let roster = generate(&scenario.cohort, &[], Seed(seed), 2026);
        let again = read_roster("roster.csv", &write_roster(&roster).expect("memory")).expect("a good roster");
        prop_assert_eq!(again.physicians.len(), roster.physicians.len());
        for (a, b) in again.physicians.iter().zip(&roster.physicians) {
            // A file has a cell for every contract; nobody there is the same as no cell.
            let lives = a.lives.iter().filter(|(_, n)| *n > 0.0).cloned().collect();
            let own = cascade::entity::Physician { line: 0, lives, ..a.clone() };
            prop_assert_eq!(&own, b);
        }
    }
}

prop_compose! {
    /// A small system with any terms, plans and allocation.
    fn system()(
        seed in 0u64..1_000_000,
        years in 1u64..5,
        count in 1u64..8,
        behaviour in prop_oneof![Just("none"), Just("evidence")],
        (sharing_rate, loss_rate, minimum, cap) in (0.0..1.0, 0.0..1.0, 0.0..0.05, 0.01..0.3),
        (physicians, infrastructure, reserve) in (0.0..0.6, 0.0..0.4, 0.0..0.5),
        (hop, floor, kept) in (0.0..1.0, 0.0..0.05, 0.0..1.0),
        (rate, above, second) in (20.0..90.0, 1_000.0..9_000.0, 20.0..90.0),
        kind in prop_oneof![Just("marginal"), Just("cliff")],
        (bonus, withhold, fmv) in (0.0..60_000.0, 0.0..0.3, 150_000.0..600_000.0),
        trend in -0.05..0.1,
        // 8.2 standard deviations below the lowest trend stay above the -0.2 that a trend may reach.
        spread in 0.001..0.018,
    ) -> String {
        format!(r#"
scenario = {{ title = "Any" }}
run = {{ years = {years}, seed = {seed} }}
system = {{ name = "S" }}
behaviour = "{behaviour}"
[cohort.a]
count = {count}
specialty = "family_medicine"
plans = {{ base = 1.0 }}
wrvu = {{ lognormal = {{ median = 5000, sigma = 0.3 }} }}
panel = 1600
lives = {{ aco = 900 }}
[contract.aco]
payer = "P"
line = "commercial"
revenue_share = 0.5
spending = 6000
trend = {{ normal = {{ mean = {trend}, sd = {spread} }} }}
[contract.aco.terms.shared_savings]
sharing_rate = {sharing_rate}
loss_rate = {loss_rate}
minimum_savings_rate = {minimum}
savings_cap = {cap}
[plan.base]
guarantee = {{ per_fte = 200000, months = 12 }}
fair_market_value = {{ cap_per_fte = {fmv} }}
pay = [
  {{ wrvu = {{ tiers = [{{ rate = {rate} }}, {{ above = {above}, rate = {second} }}], kind = "{kind}" }} }},
  {{ quality_withhold = {{ share = {withhold}, ladder = {{ threshold = 0.6, target = 0.9 }} }} }},
  {{ quality_bonus = {{ per_fte = {bonus}, ladder = {{ threshold = 0.6, target = 0.9 }} }} }},
  {{ shared_savings = {{ pool = "all" }} }},
]
[allocation]
physicians = {physicians}
infrastructure = {infrastructure}
reserve = {{ rate = {reserve}, target = 0.02 }}
hops = [{{ name = "ACO", keeps = {hop} }}, {{ name = "group", keeps = 0.3 }}]
circuit_breaker = {{ margin_floor = 0.1, result_floor = {floor}, kept = {kept} }}
[allocation.pool.all]
share = 1.0
"#)
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn any_valid_system_runs_and_balances(text in system(), threads in 1usize..4) {
        let model = build(&text, None);
        // `run` panics when a trial's ledger does not balance.
        let outcome = run(&model, 8, threads);
        for year in 0..model.years {
            for place in 0..model.len() {
                let pay = outcome.of(0, year).person(place).unwrap().get(Metric::Pay);
                prop_assert!(pay.mean.is_finite() && pay.mean >= 0.0, "{pay:?}");
            }
            for found in outcome.of(0, year).rows().filter(|r| r.row.scope != Scope::Flow) {
                prop_assert!(found.summary.mean.is_finite(), "{}", found.row.metric);
            }
        }
    }
}
