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
//! # A recruitment loan: lent in the first two years, then forgiven in four equal yearly parts.
//! [[plan.recruit.pay]]
//! collections = { share = 1.0, expense_per_fte = 200000 }
//! [[plan.recruit.pay]]
//! draw = { per_fte = 300000, months = 24, forgiven_over = 48, forgiven_each = "year" }
//! ```

use super::loan::{Lent, Owing};
use super::{
    Component, Expected, ExpectedTile, FairMarketValue, Formula, Needs, Outlook, OutlookTile, Part,
    PayAmount, PayClass, Reckoned, Record, Seen, Statement, Status, Work,
};
use crate::schema::{ReadTable, keywords, number, optional, parameters, word};
use crate::terms::{PaymentUnit, SAME, reaches};
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
        self.months.map(|Months(months)| work.served - months).filter(|since| reaches(*since, 0.0))
    }

    /// Part of the original that is forgiven so many months after lending ended.
    fn gone(&self, since: f64) -> f64 {
        let over = self.forgiven_over.map_or(1.0, |Months(months)| months);
        let done =
            if self.forgiven_each == Each::Year { 12.0 * (since / 12.0 + SAME).floor() } else { since };
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
mod tests;
