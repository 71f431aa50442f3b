//! A share of net professional collections.
//!
//! # What it pays
//! A part of what the physician's own professional services collect, less the expense of the
//! practice.
//!
//! # Formula
//! `P = α × max(0, W × c − E × cFTE − T)`, with `c` net collections per wRVU at the physician's own payer
//! mix, `E` direct expense and overhead, per clinical FTE or for each person, and a threshold
//! `T = t × cFTE + s × B`, dollars or a multiple of one's own base `B`; nothing unless stated. Or in tiers:
//! each share of what lies above its threshold. Where the deficit is paid in, `P = α × (W × c − E × cFTE)`,
//! which may be less than nothing; where it is carried, `P = max(0, that − O)`, with `O` carried from earlier
//! years.
//!
//! # Parameters
//! Below, with unit, range, default and source. No published range of α was found: it must be
//! stated.
//!
//! # What it rewards
//! Volume, weighted by what each payer pays: an hour for a well-paying patient is worth more.
//!
//! # Revenue
//! Professional: payer-mix and collection risk pass to the physician. Technical: must be excluded
//! for employed physicians unless the group-practice rules are met.
//!
//! # Payment unit
//! A dollar of charges (Quinn 8), after contractual allowances.
//!
//! # Edge cases
//! A practice that does not cover its expense pays nothing, unless it says that the deficit is paid in or
//! carried. What is carried is left unpaid by who leaves, and ends with the plan. A threshold leaves no
//! deficit. Prices of payers
//! move the pay by themselves, so the plan's yearly adjustment does not apply to collections.
//! Collections count in the year of the work.
//!
//! # Law and market notes
//! Stark employment exception: personally performed services only; designated health services are
//! left out of the collections.
//!
//! # Sources
//! Model 4 of the catalogue (reconstructed). HSG; careerphysician.com on the three basic models.
//!
//! # Example
//! ```toml
//! [[plan.dermatology.pay]]
//! collections = { share = 0.55, expense_per_fte = 60000 }
//! # Ten and twenty per cent above three times one's own base and a further threshold.
//! [[plan.tiers.pay]]
//! salary = { per_fte = 150000 }
//! [[plan.tiers.pay]]
//! collections = { tiers = [{ above_base = 3.0, share = 0.1 }, { above = 550000, share = 0.2 }] }
//! # A partner who pays in what overhead leaves short.
//! [[plan.partners.pay]]
//! collections = { share = 1.0, expense_per_person = 600000, shortfall = "paid_in" }
//! ```

use super::amount::at_most_one;
use super::loan::{Lent, Owing};
use super::tiered::{TierFrom, TierKind, TierStep, Tiered, WorkCounted, check_rising, steps};
use super::{
    Expected, ExpectedTile, Formula, Margin, Moves, Needs, Outlook, OutlookTile, Part, PayClass, Reckoned,
    Record, Seen, Shortfall, Statement, StatementTile, Status, Work, WorkTile,
};
use crate::schema::{ReadTable, empty, number, optional, parameters, required, word};
use crate::terms::{PaymentUnit, Period};
use crate::units::{Cents, Ratio, Share, UsdPerYear};

parameters! {
    /// A tier of collections after expense.
    pub struct CollectionTier {
        /// Dollars a year per 1.0 clinical FTE from which it begins.
        above: UsdPerYear = number(0.0).because("the first tier begins with the first dollar");
        /// The same as a multiple of one's own base.
        above_base: Option<Ratio> = optional().range(0.0, 100.0);
        /// Part of what lies above it, up to the next tier, that is paid.
        share: Share = required();
    }
    check CollectionTier::check
}

parameters! {
    /// A share of net professional collections.
    pub struct Collections {
        /// Part of net collections after expense that is paid.
        share: Option<Share> = optional();
        /// Direct expense and overhead, in dollars a year per 1.0 clinical FTE.
        expense_per_fte: UsdPerYear = number(0.0).because("a plain share of collections unless stated");
        /// The same in dollars a year for each person, whatever the FTE.
        expense_per_person: Option<UsdPerYear> = optional();
        /// Collections after expense a year per 1.0 clinical FTE above which the share is paid.
        above: UsdPerYear = number(0.0).because("from the first dollar unless stated");
        /// The same as a multiple of one's own base.
        above_base: Option<Ratio> = optional().range(0.0, 100.0);
        /// Shares in tiers of collections after expense, lowest first, in place of one share.
        tiers: Vec<CollectionTier> = empty();
        /// Whether a tier's share applies inside the tier or to everything after expense.
        kind: TierKind = word("marginal");
        /// What becomes of a share of less than nothing.
        shortfall: Shortfall = word("kept").because("a deficit is not owed unless stated");
        /// Over what it is reckoned, with that part of every threshold; a period below one takes nothing back.
        period: Period = word("year");
    }
    check Collections::check
}

/// Refuses a threshold in dollars and as a multiple of base.
fn one_threshold(table: &mut ReadTable<'_, '_, '_>, above: UsdPerYear, of_base: Option<Ratio>) {
    at_most_one(table, &[("above", above.0 > 0.0), ("above_base", of_base.is_some())]);
}

impl CollectionTier {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        one_threshold(table, self.above, self.above_base);
    }
}

impl Collections {
    /// A share of what is collected after an expense per 1.0 clinical FTE, with nothing else said.
    #[must_use]
    pub const fn of(share: f64, expense_per_fte: f64) -> Collections {
        Collections {
            share: Some(Share(share)),
            expense_per_fte: UsdPerYear(expense_per_fte),
            expense_per_person: None,
            above: UsdPerYear(0.0),
            above_base: None,
            tiers: Vec::new(),
            kind: TierKind::Marginal,
            shortfall: Shortfall::Kept,
            period: Period::Year,
        }
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let (fte, person) = (self.expense_per_fte.0 > 0.0, self.expense_per_person.is_some());
        at_most_one(table, &[("expense_per_fte", fte), ("expense_per_person", person)]);
        at_most_one(table, &[("share", self.share.is_some()), ("tiers", !self.tiers.is_empty())]);
        if self.share.is_none() && self.tiers.is_empty() {
            table.problem("share", "missing; write a share, such as share = 0.45, or tiers of shares");
        }
        one_threshold(table, self.above, self.above_base);
        let threshold = self.above.0 > 0.0 || self.above_base.is_some();
        if threshold && !self.tiers.is_empty() {
            table.problem(
                "tiers",
                "found beside above; write each tier with its own, such as { above = 450000, share = 0.1 }",
            );
        }
        let in_dollars = |tier: &CollectionTier| tier.above_base.is_none().then_some(tier.above.0);
        check_rising(table, &self.tiers, in_dollars);
        let first =
            self.tiers.first().map_or(threshold, |tier| tier.above.0 > 0.0 || tier.above_base.is_some());
        if first && self.shortfall != Shortfall::Kept {
            table.problem(
                "shortfall",
                "found with a threshold, below which nothing is paid and nothing is short; leave out the one or the other",
            );
        }
    }

    /// Where a share begins; `None` where it is of less than nothing too.
    #[inline(always)]
    fn from(&self, above: UsdPerYear, of_base: Option<Ratio>) -> Option<TierFrom> {
        let of_base = of_base.map_or(0.0, |multiple| multiple.0);
        let certain = self.expense_per_fte.0 == 0.0 && self.expense_per_person.is_none();
        let from_the_first = above.0 == 0.0 && of_base == 0.0;
        let all = from_the_first && (certain || self.shortfall != Shortfall::Kept);
        (!all).then_some(TierFrom { per_fte: above.0, of_base })
    }

    /// The year's share before what is carried.
    fn share_of(&self, work: &Work) -> Cents {
        Cents::round(work.portion * self.annual(work))
    }

    /// What a share that may be carried comes to.
    fn lent(&self, work: &Work) -> Lent {
        Lent::of(Cents::ZERO, self.share_of(work), work.carried.owed)
    }

    /// What it is expected to pay for the portion of the year.
    fn expected(&self, outlook: &Outlook) -> Margin {
        let mut earned = Margin::default();
        earned.add_scaled(outlook.work.portion, &self.margin(outlook));
        if self.shortfall != Shortfall::Carried {
            return earned;
        }
        let [mut paid, volume] = Owing::ALL.expect(0.0, &earned, outlook);
        paid.add_scaled(1.0, &volume);
        paid
    }
}

impl Part for Collections {
    const RECORD: Record = Record {
        model: 4,
        status: Status::Reconstructed,
        formula: "P = share x max(0, W x collections per wRVU - expense - threshold), in tiers; a deficit is kept by the system, paid in or carried",
        rewards: "volume weighted by payer mix, and coding",
        professional: "payer-mix and collection risk pass to the physician",
        technical: "excluded for employed physicians unless group-practice rules are met",
        unit: Some(PaymentUnit::Charges),
        law: "42 CFR 411.357(c): personally performed services; designated health services excluded",
        sources: "HSG; careerphysician.com; no published range of the share was found",
    };
    const PRODUCES: bool = true;

    fn period(&self) -> Period {
        self.period
    }

    fn needs(&self) -> Needs {
        let of_base = self.above_base.is_some() || self.tiers.iter().any(|tier| tier.above_base.is_some());
        if of_base { Needs::COLLECTIONS.or(Needs::BASE) } else { Needs::COLLECTIONS }
    }

    fn seen(&self) -> Seen {
        Seen { balance: self.shortfall == Shortfall::Carried, ..Seen::PLAIN }
    }

    fn carries(&self) -> bool {
        self.shortfall == Shortfall::Carried
    }

    fn owes(&self) -> bool {
        self.shortfall == Shortfall::Carried
    }

    fn reckon(&self, work: &Work, _: Cents, reckoned: &mut Reckoned) {
        if self.shortfall == Shortfall::Carried {
            let Lent { advanced, recouped, owed, .. } = self.lent(work);
            (reckoned.advanced, reckoned.recouped) = (advanced, recouped);
            self.forgive(work, owed, reckoned);
        }
    }

    fn forgive(&self, _: &Work, owed: Cents, reckoned: &mut Reckoned) {
        if self.shortfall == Shortfall::Carried {
            reckoned.next.owed = owed;
        }
    }
}

impl Tiered for Collections {
    /// The expense.
    type Count = (f64, f64);

    #[inline(always)]
    fn count(&self) -> (f64, f64) {
        (self.expense_per_fte.0, self.expense_per_person.map_or(0.0, |expense| expense.0))
    }

    #[inline(always)]
    fn counted((per_fte, per_person): (f64, f64), work: &Work) -> WorkCounted {
        let each = work.collected_per_wrvu;
        WorkCounted { value: work.wrvu * each - per_fte * work.clinical_fte - per_person, per_wrvu: each }
    }

    #[inline(always)]
    fn steps(&self) -> impl Iterator<Item = TierStep> {
        let single = self.share.map(|share| (self.from(self.above, self.above_base), share.0));
        let tiers = self.tiers.iter().map(|tier| (self.from(tier.above, tier.above_base), tier.share.0));
        steps(self.kind, single.into_iter().chain(tiers))
    }
}

impl Formula for Collections {
    fn pay(&self, work: &Work, statement: &mut Statement) {
        let paid =
            if self.shortfall == Shortfall::Carried { self.lent(work).paid } else { self.share_of(work) };
        statement.add(PayClass::Volume, paid);
    }

    fn expect(&self, outlook: &Outlook, expected: &mut Expected) {
        expected.earn(PayClass::Volume, 1.0, &self.expected(outlook));
    }

    #[inline(always)]
    fn pay_tile(&self, work: &WorkTile<'_>, statement: &mut StatementTile) {
        if self.shortfall != Shortfall::Carried {
            self.pay_lanes(work, statement);
            return;
        }
        let line = statement.line_mut(PayClass::Volume);
        for lane in work.lanes() {
            line[lane] += self.lent(&work.lane(lane)).paid;
        }
    }

    #[inline(always)]
    fn expect_tile(&self, outlook: &OutlookTile<'_>, expected: &mut ExpectedTile<'_>) {
        if self.shortfall != Shortfall::Carried {
            self.expect_lanes(outlook, expected);
            return;
        }
        let line = expected.of(PayClass::Volume);
        for lane in outlook.work.lanes() {
            line.add(lane, 1.0, &self.expected(&outlook.lane(lane)), Moves { later: true, ..Moves::WRVU });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::{Carried, testing};

    fn plan(share: f64, expense: f64) -> Collections {
        Collections::of(share, expense)
    }

    fn work(wrvu: f64, collected_per_wrvu: f64) -> Work {
        Work { portion: 1.0, clinical_fte: 0.8, wrvu, collected_per_wrvu, ..Work::default() }
    }

    fn full_time(wrvu: f64) -> Work {
        Work { clinical_fte: 1.0, base: 150_000.0, ..work(wrvu, 100.0) }
    }

    #[test]
    fn hand_worked() {
        // 5,000 × $80 = 400,000 collected; expense 60,000 × 0.8 = 48,000; 55 % of 352,000 = 193,600.
        assert_eq!(testing::paid(&plan(0.55, 60_000.0), &work(5_000.0, 80.0)), 193_600.0);
        // A payer mix 10 % poorer: 360,000 − 48,000 = 312,000; 55 % = 171,600.
        assert_eq!(testing::paid(&plan(0.55, 60_000.0), &work(5_000.0, 72.0)), 171_600.0);
        assert_eq!(testing::paid(&plan(0.45, 0.0), &work(5_000.0, 80.0)), 180_000.0);
        // An expense of 60,000 for the person: 55 % of 340,000 = 187,000.
        let each = Collections { expense_per_person: Some(UsdPerYear(60_000.0)), ..plan(0.55, 0.0) };
        assert_eq!(testing::paid(&each, &work(5_000.0, 80.0)), 187_000.0);
    }

    /// 10 % above three times base, 20 % above 550,000, 30 % above 650,000.
    fn tiers() -> Collections {
        let tier = |above, above_base: Option<f64>, share| CollectionTier {
            above: UsdPerYear(above),
            above_base: above_base.map(Ratio),
            share: Share(share),
        };
        let tiers = vec![tier(0.0, Some(3.0), 0.1), tier(550_000.0, None, 0.2), tier(650_000.0, None, 0.3)];
        Collections { share: None, tiers, ..plan(0.0, 0.0) }
    }

    #[test]
    fn a_threshold_and_tiers_are_said_as_such() {
        // 700,000 collected, base 150,000: 100,000 × 10 % + 100,000 × 20 % + 50,000 × 30 % = 45,000.
        assert_eq!(testing::paid(&tiers(), &full_time(7_000.0)), 45_000.0);
        assert_eq!(testing::paid(&tiers(), &full_time(5_000.0)), 5_000.0);
        assert_eq!(testing::paid(&tiers(), &full_time(4_000.0)), 0.0);
        // Once 650,000 is passed, 30 % of all 700,000.
        let cliff = Collections { kind: TierKind::Cliff, ..tiers() };
        assert_eq!(testing::paid(&cliff, &full_time(7_000.0)), 210_000.0);
        // 30 % above 495,000 of 800,000.
        let one = Collections { above: UsdPerYear(495_000.0), ..plan(0.3, 0.0) };
        assert_eq!(testing::paid(&one, &full_time(8_000.0)), 91_500.0);
    }

    /// 500,000 collected against 600,000 of overhead, and the other way round.
    fn short_and_good(shortfall: Shortfall) -> [f64; 2] {
        let plan = Collections { shortfall, ..plan(1.0, 600_000.0) };
        [5_000.0, 15_000.0].map(|wrvu| testing::paid(&plan, &full_time(wrvu)))
    }

    #[test]
    fn a_deficit_is_borne_or_paid_in() {
        assert_eq!(testing::paid(&plan(0.55, 60_000.0), &work(500.0, 80.0)), 0.0);
        assert_eq!(short_and_good(Shortfall::Kept), [0.0, 900_000.0]);
        assert_eq!(short_and_good(Shortfall::PaidIn), [-100_000.0, 900_000.0]);
        assert_eq!(short_and_good(Shortfall::Carried), [0.0, 900_000.0]);
    }

    #[test]
    fn a_deficit_comes_off_later_years_where_it_is_carried() {
        let plan = Collections { shortfall: Shortfall::Carried, ..plan(1.0, 600_000.0) };
        let mut carried = Carried::NEW;
        let mut rows = Vec::new();
        for wrvu in [5_000.0, 5_800.0, 6_900.0, 7_000.0] {
            let work = Work { carried, ..full_time(wrvu) };
            let mut reckoned = Reckoned { next: Carried::NEW, ..Reckoned::default() };
            plan.reckon(&work, Cents::ZERO, &mut reckoned);
            assert_eq!(reckoned.next.owed, carried.owed + reckoned.advanced - reckoned.recouped);
            carried = reckoned.next;
            rows.push((testing::paid(&plan, &work), carried.owed.dollars()));
        }
        // −100,000, then −20,000 more; 90,000 of it come off the third year, 30,000 off the fourth.
        assert_eq!(rows, [(0.0, 100_000.0), (0.0, 120_000.0), (0.0, 30_000.0), (70_000.0, 0.0)]);
    }

    #[test]
    fn expectation_is_the_average_of_the_law() {
        let carried = Collections { shortfall: Shortfall::Carried, ..plan(0.5, 480_000.0) };
        let paid_in = Collections { shortfall: Shortfall::PaidIn, ..plan(0.5, 480_000.0) };
        for plan in [plan(0.55, 60_000.0), plan(0.45, 0.0), plan(0.5, 480_000.0), paid_in, carried] {
            for owed in [0, 2_000_000] {
                let carried = Carried { owed: Cents(owed), ..Carried::NEW };
                let work = Work { carried, ..work(5_000.0, 80.0) };
                let outlook = Outlook { work, wrvu_sd: 500.0, worth_next_year: 0.9, ..Outlook::default() };
                testing::volume_agrees(&plan, &outlook);
                if owed == 0 {
                    testing::tiles_agree(&plan, &outlook);
                }
            }
        }
        for mean in [4_400.0, 5_600.0, 6_600.0] {
            let outlook = Outlook { work: full_time(mean), wrvu_sd: 500.0, ..Outlook::default() };
            for tiers in [tiers(), Collections { kind: TierKind::Cliff, ..tiers() }] {
                testing::volume_agrees(&tiers, &outlook);
                testing::tiles_agree(&tiers, &outlook);
            }
        }
    }
}
