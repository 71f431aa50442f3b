//! Draws and loans, worked out by hand over years.

use super::*;
use crate::pay::{Carried, Component, Expected, Margin, Plan, Tier, TierKind, WrvuPay};
use crate::terms::Period;
use crate::units::{PerWrvu, Wrvu};

fn draw() -> Draw {
    Draw::of(PayAmount::per_fte(200_000.0))
}

/// A year whose production earns `volume` thousand: what was paid, and what it leaves.
fn year(draw: &Draw, volume: i64, carried: Carried) -> (Statement, Reckoned) {
    let work = Work { portion: 1.0, fte: 1.0, pay_index: 1.0, carried, ..Work::default() };
    let mut statement = Statement::default();
    statement.add(PayClass::Volume, Cents(volume * 100_000));
    let mut reckoned = Reckoned::default();
    draw.reckon(&work, statement.of(PayClass::Volume), &mut reckoned);
    draw.pay(&work, &mut statement);
    (statement, reckoned)
}

/// Pay, owed at the end and forgiven, in thousands, year by year.
fn years(draw: &Draw, volumes: &[i64]) -> Vec<[i64; 3]> {
    let mut carried = Carried::NEW;
    let mut rows = Vec::new();
    for volume in volumes {
        let (statement, reckoned) = year(draw, *volume, carried);
        let owed = carried.owed + reckoned.advanced - reckoned.recouped - reckoned.forgiven;
        assert_eq!(reckoned.next.owed, owed);
        let earned = Cents(volume * 100_000);
        assert_eq!(statement.total(), earned + reckoned.advanced - reckoned.recouped);
        carried = reckoned.next;
        rows.push([statement.total(), carried.owed, reckoned.forgiven].map(|money| money.0 / 100_000));
    }
    rows
}

#[test]
fn hand_worked_over_five_years() {
    // Draw 200. Earned 150: 50 owed. Earned 230: 30 of it repay. Earned 260: 20 repay, 40 surplus.
    // Earned 100: 100 advanced. Earned 190: 10 more.
    let volumes = [150, 230, 260, 100, 190];
    let worked = [[200, 50, 0], [200, 20, 0], [240, 0, 0], [200, 100, 0], [200, 110, 0]];
    assert_eq!(years(&draw(), &volumes), worked);
    // At most a quarter of 200 is carried: 50 of the 100 are forgiven, then all of the 10.
    let capped = Draw { most: Some(Ratio(0.25)), ..draw() };
    assert_eq!(years(&capped, &volumes)[3..], [[200, 50, 50], [200, 50, 10]]);
}

#[test]
fn forgiveness_by_share_and_by_time() {
    // Half of 50, then half of 25 + 10 with halves to the cent.
    let half = Draw { forgiven: Share(0.5), ..draw() };
    assert_eq!(years(&half, &[150])[0], [200, 25, 25]);
    // Owed at the end of one year, and 12 months later: forgiven then, with the 10 of that year.
    let one = Draw { forgiven_after: Some(Months(12.0)), ..draw() };
    assert_eq!(years(&one, &[150, 190, 190]), [[200, 50, 0], [200, 0, 60], [200, 10, 0]]);
    // 24 months: a year later, with the 10 of both years.
    let two = Draw { forgiven_after: Some(Months(24.0)), ..draw() };
    assert_eq!(years(&two, &[150, 190, 190, 190]), [[200, 50, 0], [200, 60, 0], [200, 0, 70], [200, 10, 0]]);
    // A surplus that clears the debt starts the count again.
    assert_eq!(years(&one, &[150, 250, 190]), [[200, 50, 0], [200, 0, 0], [200, 10, 0]]);
}

#[test]
fn a_debt_forgiven_after_a_year_has_one_chance_to_be_cleared() {
    // New this year, it can be cleared next year only: 0.9 × 0.4. Without an end, again and again:
    // 0.9 × 0.4 / (1 − 0.9 × 0.6) = 0.7826, to ten years. In its second year it is forgiven: nothing.
    let worth = |after: Option<Months>, owed_years: f64| {
        let mut outlook = outlook(4_000.0, 0);
        outlook.work.carried.owed_years = owed_years;
        let owing = Draw { forgiven_after: after, ..draw() }.owing(&outlook.work);
        owing.worth_of_less(0.4, outlook.worth_next_year)
    };
    assert!((worth(Some(Months(12.0)), 0.0) - 0.36).abs() < 1e-12);
    assert!((worth(Some(Months(12.0)), 1.0)).abs() < 1e-12);
    assert!((worth(None, 0.0) - 0.782_6).abs() < 2e-3);
}

#[test]
fn over_the_years_pay_is_what_was_earned_and_what_is_forgiven_or_open() {
    let terms = Draw { most: Some(Ratio(0.3)), forgiven: Share(0.25), ..draw() };
    let (mut carried, mut pay, mut earned, mut forgiven) =
        (Carried::NEW, Cents::ZERO, Cents::ZERO, Cents::ZERO);
    for volume in [120, 260, 90, 310, 205, 170, 400] {
        let (statement, reckoned) = year(&terms, volume, carried);
        pay += statement.total();
        earned += Cents(volume * 100_000);
        forgiven += reckoned.forgiven;
        carried = reckoned.next;
        assert!(statement.total() >= Cents(20_000_000) && carried.owed >= Cents::ZERO);
    }
    assert!(forgiven > Cents::ZERO);
    assert_eq!(pay, earned + forgiven + carried.owed);
}

/// Pay, owed at the end and forgiven, in thousands, of years with such months of service at their end,
/// portions and volume pay.
fn loan_years(loan: &Draw, years: &[(f64, f64, i64)]) -> Vec<[i64; 3]> {
    let mut carried = Carried::NEW;
    let mut rows = Vec::new();
    for (served, portion, volume) in years {
        let work =
            Work { portion: *portion, fte: 1.0, served: *served, pay_index: 1.0, carried, ..Work::default() };
        let mut statement = Statement::default();
        statement.add(PayClass::Volume, Cents(volume * 100_000));
        let mut reckoned = Reckoned { next: Carried::NEW, ..Reckoned::default() };
        loan.reckon(&work, statement.of(PayClass::Volume), &mut reckoned);
        loan.pay(&work, &mut statement);
        assert_eq!(
            reckoned.next.owed,
            carried.owed + reckoned.advanced - reckoned.recouped - reckoned.forgiven
        );
        assert_eq!(statement.total(), Cents(volume * 100_000) + reckoned.advanced - reckoned.recouped);
        carried = reckoned.next;
        rows.push([statement.total(), carried.owed, reckoned.forgiven].map(|money| money.0 / 100_000));
    }
    rows
}

fn loan(forgiven_each: Each, forgiven_over: f64) -> Draw {
    let (months, forgiven_over) = (Some(Months(24.0)), Some(Months(forgiven_over)));
    Draw { months, forgiven_over, forgiven_each, ..Draw::of(PayAmount::per_fte(300_000.0)) }
}

#[test]
fn a_loan_is_forgiven_in_equal_parts_of_the_original() {
    // 100 and 60 lent in two years, then a quarter of the 160 forgiven each year, whatever is earned.
    let years = [200, 240, 260, 310, 190, 250].iter().zip(1..).map(|(v, n)| (12.0 * f64::from(n), 1.0, *v));
    let worked = [[300, 100, 0], [300, 160, 0], [260, 120, 40], [310, 80, 40], [190, 40, 40], [250, 0, 40]];
    assert_eq!(loan_years(&loan(Each::Year, 48.0), &years.collect::<Vec<_>>()), worked);
    // From July on: 60 and 70 lent; half of the third year lends, 10 on the 140 earned in it. Then the 140
    // are forgiven by month over two years: 6, 18 and 24 of 24 parts of it at the ends of the years.
    let years = [(6.0, 0.5, 90), (18.0, 1.0, 230), (30.0, 1.0, 280), (42.0, 1.0, 300), (54.0, 1.0, 300)];
    let worked = [[150, 60, 0], [300, 130, 0], [290, 105, 35], [300, 35, 70], [300, 0, 35]];
    assert_eq!(loan_years(&loan(Each::Month, 24.0), &years), worked);
    // By full years: nothing in the third year, a half in the fourth, the rest in the fifth.
    let owed = |row: &[i64; 3]| row[1];
    let rows = loan_years(&loan(Each::Year, 24.0), &years);
    assert_eq!(rows[2..].iter().map(owed).collect::<Vec<_>>(), [140, 70, 0]);
}

#[test]
fn after_its_months_a_draw_without_parts_is_repaid_from_production() {
    // 50 lent on 250 of 300; then 280 less 50.
    let lent = Draw { forgiven_over: None, months: Some(Months(12.0)), ..loan(Each::Month, 24.0) };
    assert_eq!(loan_years(&lent, &[(12.0, 1.0, 250), (24.0, 1.0, 280)]), [[300, 50, 0], [230, 0, 0]]);
}

#[test]
fn a_year_in_which_lending_ends_is_expected_to_pay_what_it_pays_on_average() {
    let tiers = vec![Tier { above: Wrvu(0.0), rate: PerWrvu(75.0) }];
    let wrvu = Component::Wrvu(WrvuPay { tiers, kind: TierKind::Marginal, period: Period::Year });
    let pay = vec![wrvu, Component::Draw(loan(Each::Month, 24.0))];
    let plan = Plan { pay, ..Plan::of_nothing() };
    let mut here = outlook(3_900.0, 60);
    here.work.served = 30.0;
    let pay = |wrvu: f64| {
        let mut statement = Statement::default();
        plan.pay(&Work { wrvu, ..here.work }, 0.0, &mut statement);
        statement.total().dollars()
    };
    let quantiles = (0..20_000).map(|i| crate::math::normal_quantile((f64::from(i) + 0.5) / 20_000.0));
    let average = quantiles.map(|z| pay(3_900.0 + 300.0 * z)).sum::<f64>() / 20_000.0;
    let margin = plan.expect(&here, 0.0);
    assert!((margin.pay - average).abs() < 1e-4 * average, "{} for {average}", margin.pay);
    // Half of the year's production is paid as it is earned; what is lent will be forgiven.
    assert!((margin.per_wrvu - 0.5 * 75.0).abs() < 1e-3 && margin.per_wrvu_later.abs() < 1e-9);
}

#[test]
fn an_advance_is_pay_for_time_and_what_repays_it_comes_off_volume() {
    let (short, after) = year(&draw(), 150, Carried::NEW);
    assert_eq!((short.of(PayClass::Time), short.of(PayClass::Volume)), (Cents(5_000_000), Cents(15_000_000)));
    let (good, _) = year(&draw(), 230, after.next);
    assert_eq!((good.of(PayClass::Time), good.of(PayClass::Volume)), (Cents::ZERO, Cents(20_000_000)));
}

fn plan() -> Plan {
    let tiers = vec![Tier { above: Wrvu(0.0), rate: PerWrvu(50.0) }];
    let pay = vec![
        Component::Wrvu(WrvuPay { tiers, kind: TierKind::Marginal, period: Period::Year }),
        Component::Draw(draw()),
    ];
    Plan { pay, ..Plan::of_nothing() }
}

fn outlook(wrvu: f64, owed: i64) -> Outlook {
    let carried = Carried { owed: Cents(owed * 100_000), owed_years: 1.0, ..Carried::NEW };
    let work = Work { portion: 1.0, fte: 1.0, clinical_fte: 1.0, wrvu, carried, ..Work::default() };
    Outlook { work, wrvu_sd: 300.0, worth_next_year: 0.9, ..Outlook::default() }
}

#[test]
fn nothing_is_rewarded_far_below_the_draw_and_all_of_it_far_above() {
    // 2,000 wRVU earn 100,000 of 200,000, ten deviations short; 8,000 earn 400,000.
    let (below, above) = (plan().expect(&outlook(2_000.0, 0), 0.0), plan().expect(&outlook(8_000.0, 0), 0.0));
    assert!(below.per_wrvu.abs() < 1e-9 && below.per_wrvu_later.abs() < 1e-9);
    assert!((below.pay - 200_000.0).abs() < 1e-3);
    assert!((above.per_wrvu - 50.0).abs() < 1e-9 && above.per_wrvu_later.abs() < 1e-9);
    assert!((above.pay - 400_000.0).abs() < 1e-3);
}

#[test]
fn while_a_debt_is_sure_to_be_cleared_next_year_work_now_is_worth_it_then() {
    // 5,000 wRVU earn 250,000; 90,000 owed leave 160,000, 2.67 deviations of 15,000 short of the
    // draw: P = 0.0038 to be paid now. Owed afterwards 40,000, which 250,000 less 40,000 clears
    // with 10,000 to spare, 0.667 deviations: c = 0.7475. Waiting once more: 0.9 × 0.2525 = 0.2272;
    // worth 0.9 × 0.7475 / (1 − 0.2272) = 0.870 of a dollar.
    let margin = plan().expect(&outlook(5_000.0, 90), 0.0);
    assert!((margin.per_wrvu - 50.0 * 0.0038).abs() < 0.01, "{}", margin.per_wrvu);
    let later = 50.0 * (1.0 - 0.0038) * 0.870;
    assert!((margin.per_wrvu_later - later).abs() < 0.15, "{} for {later}", margin.per_wrvu_later);
}

#[test]
fn expectation_is_the_average_of_the_law() {
    for (mean, owed) in [(3_900.0, 0), (4_000.0, 10), (4_300.0, 25), (3_000.0, 60)] {
        let here = outlook(mean, owed);
        let pay = |wrvu: f64| {
            let mut statement = Statement::default();
            plan().pay(&Work { wrvu, ..here.work }, 0.0, &mut statement);
            statement.total().dollars()
        };
        let n = 20_000;
        let average = (0..n)
            .map(|i| pay(mean + 300.0 * crate::math::normal_quantile((f64::from(i) + 0.5) / f64::from(n))))
            .sum::<f64>()
            / f64::from(n);
        let margin = plan().expect(&here, 0.0);
        assert!((margin.pay - average).abs() < 1e-4 * average, "{} for {average}", margin.pay);
        let moved = |step: f64| plan().expect(&outlook(mean + step, owed), 0.0).pay;
        assert!((margin.per_wrvu - (moved(0.5) - moved(-0.5))).abs() < 2e-3, "{mean}");
    }
}

#[test]
fn parts_of_an_expectation_are_those_of_the_statement() {
    let mut expected = Expected::default();
    expected.earn(PayClass::Volume, 1.0, &Margin { pay: 100_000.0, per_wrvu: 50.0, ..Margin::default() });
    draw().expect(&outlook(2_000.0, 0), &mut expected);
    // All of the volume pay, and an advance of as much.
    assert!((expected.volume().pay - 100_000.0).abs() < 1e-3);
    assert!((expected.clinical().pay - 200_000.0).abs() < 1e-3);
}
