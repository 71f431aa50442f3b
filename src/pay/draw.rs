//! Draw against production.
//!
//! # What it pays
//! A steady amount in advance of what production earns. What production earns beyond it is paid when
//! the year is reconciled; what it falls short is owed, and taken from later years' surplus.
//!
//! # Formula
//! With draw `D`, `d × FTE` or another stated amount, volume pay earned so far `V` and `O` owed from earlier years:
//! `P = max(D, V − O)`; owed afterwards `O + P − V`, less what is forgiven. The advance `max(0, D − V)`
//! is time pay; what is recouped comes off volume pay. What is forgiven: first all above `most` years'
//! draws, then the share `forgiven` of the rest, then the rest itself once something has been owed at
//! the end of a year and still is `forgiven_after` months later.
//!
//! With `months` it lends in the first months since hire only. With `forgiven_over` too, what is owed when
//! they end is the original, which is forgiven in equal parts by month or by full year while the physician
//! stays, and no longer repaid: `owed = original × (1 − months since / forgiven_over)`, and production is paid.
//!
//! # Parameters
//! Below, with unit, range, default and source. No published terms of forgiveness were found.
//!
//! # What it rewards
//! Nothing in the year while production is far below the draw and what is owed; then the whole of
//! the production pay. Below it, one more wRVU lowers what is owed: that is worth what a later surplus
//! is expected to lose less, discounted, for as long as the debt is carried. The chance of that surplus
//! is this year's, at the debt expected.
//!
//! # Revenue
//! Professional: the system lends against future collections, and bears what is forgiven or left by
//! those who leave. Technical: as the production pay it advances.
//!
//! # Payment unit
//! A period of time (Quinn 1) while it binds, then that of the production pay.
//!
//! # Edge cases
//! A negative balance is never paid by the physician: pay is at least the draw. What is owed when the
//! physician leaves, or moves to another plan, is left unpaid and is a flow of the ledger. A successor
//! starts with nothing owed. No interest. A year in which lending ends has that part of the draw, for that
//! part of its production. Production is volume pay of the components before the draw:
//! it is refused before or without them, and with a group pool, which is divided afterwards; it would pay
//! a second time. A withhold or gate before it is refused: it would lower what counts as production, and
//! what quality releases would not raise it. After it, they act on what it pays. What a guarantee fills
//! up to is not lent: `covered × min(D − V, what all pay but the advance falls short of G × FTE)` counts as
//! production, in what is owed and in the incentive, there as if a covered month never left a debt. A cap
//! on pay does not change what is owed; a draw above the cap is refused. A part of a year has that part
//! of the draw.
//!
//! # Law and market notes
//! Reconciled within 90 days after the arrangement ends, 42 CFR 411.353(h). A salary that "may be
//! reduced" below a threshold is a draw in all but name. Wage law of some states bars recouping.
//!
//! # Sources
//! Model 7 of the catalogue (reconstructed), draw form: balance += production − draw, pay max(0,
//! balance), carry min(0, balance) with cap and forgiveness.
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! wrvu = { tiers = [{ rate = 50 }] }
//! [[plan.family_medicine.pay]]
//! draw = { per_fte = 240000, most = 0.25 }
//! ```
//! A recruitment loan: lent in the first two years, then forgiven in four equal yearly parts:
//! ```toml
//! [[plan.family_medicine.pay]]
//! collections = { share = 1.0, expense_per_fte = 200000 }
//! [[plan.family_medicine.pay]]
//! draw = { per_fte = 300000, months = 24, forgiven_over = 48, forgiven_each = "year" }
//! ```

use super::loan::{Lent, Owing};
use super::{
    Component, Expected, ExpectedTile, FairMarketValue, Formula, Needs, Outlook, OutlookTile, Part,
    PayAmount, PayClass, Reckoned, Record, Seen, Statement, Status, Work,
};
use crate::schema::{ReadTable, keywords, number, optional, parameters, word};
use crate::terms::PaymentUnit;
use crate::units::{Cents, Months, Ratio, Share};

keywords! {
    /// How often a part of a loan is forgiven.
    pub enum Each {
        /// Each month.
        Month = "month",
        /// At the end of each full year.
        Year = "year",
    }
}

parameters! {
    /// A steady advance against production, reconciled each year: the amount stated.
    pub struct Draw {
        ..amount: PayAmount;
        /// Most that is carried, as a multiple of a full year's draw; no limit when left out.
        most: Option<Ratio> = optional().range(0.0, 10.0);
        /// Part of what is owed at the end of each year that is forgiven.
        forgiven: Share = number(0.0).because("nothing is forgiven unless stated");
        /// Months from the end of the year in which something came to be owed until all that still is
        /// owed is forgiven, in whole years; never when left out.
        forgiven_after: Option<Months> = optional().range(12.0, 120.0);
        /// Months since hire in which it lends; always when left out.
        months: Option<Months> = optional().range(1.0, 120.0);
        /// Months after these over which what was lent is forgiven in equal parts of the original, while still
        /// employed, whatever production earns; repaid from production when left out.
        forgiven_over: Option<Months> = optional().range(1.0, 240.0);
        /// Whether a part is forgiven each month, or each full year.
        forgiven_each: Each = word("month").because("recruitment agreements commonly forgive by the month");
    }
    check Draw::check
}

impl Draw {
    /// A draw of so much, with nothing else said.
    #[must_use]
    pub const fn of(amount: PayAmount) -> Draw {
        Draw {
            amount,
            most: None,
            forgiven: Share(0.0),
            forgiven_after: None,
            months: None,
            forgiven_over: None,
            forgiven_each: Each::Month,
        }
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        self.amount.ask(table, "draw = { per_fte = 240000 }");
        if self.forgiven_over.is_some() && self.months.is_none() {
            table.problem(
                "forgiven_over",
                "found without months; write the months since hire in which it lends, such as months = 24, after which forgiving begins",
            );
        }
        if self.forgiven_over.is_some() && (self.forgiven.0 > 0.0 || self.forgiven_after.is_some()) {
            table.problem(
                "forgiven_over",
                "found beside forgiven or forgiven_after; write one way in which what is owed is forgiven",
            );
        }
        if let Some(Months(months)) = self.forgiven_after.filter(|months| months.0 % 12.0 != 0.0) {
            let years = (months / 12.0).floor();
            table.problem(
                "forgiven_after",
                format!(
                    "found {months}; a draw is reconciled once a year, so write a whole number of years, such as {} or {}",
                    12.0 * years,
                    12.0 * (years + 1.0)
                ),
            );
        }
    }

    /// Why draws cannot stand where they do in a plan, for each reason.
    pub(super) fn misplaced(pay: &[Component], cap: Option<&FairMarketValue>) -> Vec<String> {
        let mut reasons = Vec::new();
        for (place, component) in pay.iter().enumerate() {
            let Component::Draw(draw) = component else { continue };
            let (before, after) = (&pay[..place], &pay[place + 1..]);
            if let Some(late) = after.iter().find(|later| later.produces()) {
                reasons.push(format!(
                    "found draw before {}; write the draw after the production it advances",
                    late.key()
                ));
            } else if !before.iter().any(Component::produces) {
                reasons.push(
                    "found draw without production; write volume pay that it advances before it, such as wrvu, or a salary in its place".to_owned(),
                );
            }
            if let Some(held) = before.iter().find(|c| c.acts_on_others() && !matches!(c, Component::Draw(_)))
            {
                reasons.push(format!(
                    "found {} before draw, where pay held back is advanced and paid again when quality releases it; write it after the draw",
                    held.key()
                ));
            }
            if pay.iter().any(|other| other.group().is_some()) {
                reasons.push(
                    "found draw and group_pool, which is divided after the plan and so repays no draw; write a salary in place of the draw, or production of one's own in place of the pool".to_owned(),
                );
            }
            if let Some((FairMarketValue { cap_per_fte: cap, .. }, found)) =
                cap.zip(draw.amount.per_fte).filter(|(cap, found)| found.0 > cap.cap_per_fte.0)
            {
                reasons.push(format!(
                    "found draw.per_fte = {} above fair_market_value.cap_per_fte = {}; write a draw of at most the cap",
                    found.0, cap.0
                ));
            }
        }
        reasons
    }
}

impl Part for Draw {
    const RECORD: Record = Record {
        model: 7,
        status: Status::Reconstructed,
        formula: "P = max(D, volume pay so far - owed); owed += P - volume pay, less what is forgiven",
        rewards: "nothing in the year far below the draw, then all of the production pay",
        professional: "the system lends against collections and bears what is forgiven or left unpaid",
        technical: "as the production pay it advances",
        unit: Some(PaymentUnit::TimePeriod),
        law: "42 CFR 411.353(h): reconciled within 90 days; wage law of some states bars recouping",
        sources: "contract practice; no published terms of forgiveness were found",
    };
    const SEEN: Seen = Seen { balance: true, ..Seen::PLAIN };
    const ACTS_ON_OTHERS: bool = true;

    fn needs(&self) -> Needs {
        let served = if self.months.is_some() { Needs::SERVED } else { Needs::NOTHING };
        self.amount.needs().or(served)
    }

    fn carries(&self) -> bool {
        true
    }

    fn owes(&self) -> bool {
        true
    }

    fn reckon(&self, work: &Work, volume: Cents, reckoned: &mut Reckoned) {
        let (_, lent) = self.lent(work, volume);
        let Lent { advanced, recouped, owed, .. } = lent;
        (reckoned.advanced, reckoned.recouped) = (advanced, recouped);
        self.forgive(work, owed, reckoned);
    }

    fn forgive(&self, work: &Work, owed: Cents, reckoned: &mut Reckoned) {
        let mut kept = owed.min(self.most.map_or(owed, |most| self.limit(most, work)));
        kept -= kept.share(self.forgiven.0);
        if work.carried.owed_years >= self.years() {
            kept = Cents::ZERO;
        }
        if let Some(ended) = self.ended(work).filter(|_| self.forgiven_over.is_some()) {
            // The original is what was owed when lending ended.
            let original = if work.carried.lent > Cents::ZERO { work.carried.lent } else { owed };
            kept = kept.min(original - original.share(self.gone(ended)));
            reckoned.next.lent = original;
        }
        reckoned.forgiven = owed - kept;
        reckoned.next.owed = kept;
        reckoned.next.owed_years = if kept > Cents::ZERO { work.carried.owed_years + 1.0 } else { 0.0 };
    }
}

impl Draw {
    /// The draw for the year.
    #[inline(always)]
    fn draw(&self, work: &Work) -> Cents {
        Cents::round(work.portion * self.amount.ready().annual(work) * self.lends(work))
    }

    /// Part of the year's work in which it lends.
    #[inline(always)]
    fn lends(&self, work: &Work) -> f64 {
        let Some(Months(months)) = self.months else { return 1.0 };
        let before = (work.served - 12.0).max(0.0);
        let worked = (work.served - before).max(1e-9);
        ((months - before) / worked).clamp(0.0, 1.0)
    }

    /// Part of the volume pay that is reconciled with it: what is forgiven in equal parts is no longer
    /// repaid from production once lending has ended.
    #[inline(always)]
    fn reconciled(&self, work: &Work) -> f64 {
        if self.forgiven_over.is_some() { self.lends(work) } else { 1.0 }
    }

    /// The volume pay that is reconciled, and what that comes to.
    #[inline(always)]
    fn lent(&self, work: &Work, volume: Cents) -> (Cents, Lent) {
        let volume = volume.share(self.reconciled(work));
        (volume, Lent::of(self.draw(work), volume, work.carried.owed))
    }

    /// Months since lending ended when the year ends; nothing before.
    fn ended(&self, work: &Work) -> Option<f64> {
        self.months.map(|Months(months)| work.served - months).filter(|since| *since >= 0.0)
    }

    /// Part of the original that is forgiven so many months after lending ended.
    fn gone(&self, since: f64) -> f64 {
        let over = self.forgiven_over.map_or(1.0, |Months(months)| months);
        let done = if self.forgiven_each == Each::Year { 12.0 * (since / 12.0).floor() } else { since };
        (done / over).min(1.0)
    }

    /// Most that is carried.
    #[inline(always)]
    fn limit(&self, most: Ratio, work: &Work) -> Cents {
        Cents::round(most.0 * self.amount.ready().annual(work) * work.pay_index)
    }

    /// Years from the end of that in which something came to be owed until it is forgiven.
    #[inline(always)]
    fn years(&self) -> f64 {
        self.forgiven_after.map_or(f64::INFINITY, |Months(months)| months / 12.0)
    }

    /// What becomes of what is owed.
    #[inline(always)]
    fn owing(&self, work: &Work) -> Owing {
        // What is forgiven in equal parts can be cleared only while it lends.
        let lending = match (self.months, self.forgiven_over) {
            (Some(Months(months)), Some(_)) => ((months - work.served) / 12.0).max(0.0),
            _ => f64::INFINITY,
        };
        Owing {
            most: self.most.map_or(f64::INFINITY, |most| self.limit(most, work).dollars()),
            forgiven: self.forgiven.0,
            chances: (self.years() - work.carried.owed_years).min(lending),
        }
    }
}

impl Formula for Draw {
    #[inline(always)]
    fn pay(&self, work: &Work, statement: &mut Statement) {
        let (volume, lent) = self.lent(work, statement.of(PayClass::Volume));
        statement.add(PayClass::Time, lent.advanced);
        statement.add(PayClass::Volume, lent.paid - volume - lent.advanced);
    }

    #[inline(always)]
    fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        let (work, earned) = (&outlook.work, expected.volume());
        let (mut reconciled, mut paid) = (earned, earned);
        let part = self.reconciled(work);
        reconciled.scale(part);
        paid.scale(1.0 - part);
        let [time, volume] = self.owing(work).expect(self.draw(work).dollars(), &reconciled, outlook);
        paid.add_scaled(1.0, &volume);
        expected.set_volume(paid);
        expected.earn(PayClass::Time, 1.0, &time);
    }

    #[inline(always)]
    fn expect_tile(&self, _: &OutlookTile<'_>, _: &mut ExpectedTile<'_>) {}
}

#[cfg(test)]
mod tests {
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
        assert_eq!(
            years(&two, &[150, 190, 190, 190]),
            [[200, 50, 0], [200, 60, 0], [200, 0, 70], [200, 10, 0]]
        );
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
            let work = Work {
                portion: *portion,
                fte: 1.0,
                served: *served,
                pay_index: 1.0,
                carried,
                ..Work::default()
            };
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
        let years =
            [200, 240, 260, 310, 190, 250].iter().zip(1..).map(|(v, n)| (12.0 * f64::from(n), 1.0, *v));
        let worked =
            [[300, 100, 0], [300, 160, 0], [260, 120, 40], [310, 80, 40], [190, 40, 40], [250, 0, 40]];
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
        assert_eq!(
            (short.of(PayClass::Time), short.of(PayClass::Volume)),
            (Cents(5_000_000), Cents(15_000_000))
        );
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
        let (below, above) =
            (plan().expect(&outlook(2_000.0, 0), 0.0), plan().expect(&outlook(8_000.0, 0), 0.0));
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
                .map(
                    |i| pay(mean + 300.0 * crate::math::normal_quantile((f64::from(i) + 0.5) / f64::from(n))),
                )
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
}
