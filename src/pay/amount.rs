//! How much, and per what: what every component and rule that pays a stated amount shares.
//!
//! # What it pays
//! Dollars for each 1.0 FTE, or dollars for the person whatever the FTE, or a share of one's own base; or
//! the lesser or the greater of dollars and share.
//!
//! # Formula
//! `A = D` or `A = s × B` or `A = min(D, s × B)` or `A = max(D, s × B)`, with `D = d × FTE` (`per_fte`) or
//! `D = d` (`per_person`).
//!
//! # One's own base
//! `B` is what the plan's salaries pay at an annual rate, added up: `salary`, `rebased_salary` at its present
//! level, `collared_salary` before production moves it, the base of `wrvu_threshold`. Pools, bonuses,
//! guarantees, draws and stipends are no part of it. Where the plan pays no salary, it is the roster's
//! `base_salary`. A salary's own share is always of the roster's `base_salary`.

use super::{Needs, Work};
use crate::schema::{ReadTable, keywords, optional, parameters};
use crate::units::{Ratio, UsdPerYear, both};

keywords! {
    /// Which of two amounts is paid.
    pub enum Whichever {
        /// The smaller one.
        Lesser = "lesser",
        /// The larger one.
        Greater = "greater",
    }
}

parameters! {
    /// How much, and per what.
    pub struct PayAmount {
        /// Dollars a year per 1.0 FTE.
        per_fte: Option<UsdPerYear> = optional();
        /// Dollars a year for each person, whatever the FTE.
        per_person: Option<UsdPerYear> = optional();
        /// Share of one's own base: what the plan's salaries pay, or the roster's `base_salary` where it
        /// pays none; for a salary itself, of the roster's `base_salary`.
        share_of_base: Option<Ratio> = optional().range(0.0, 10.0);
        /// Which is paid where both dollars and a share of base are stated.
        whichever: Option<Whichever> = optional();
    }
    check PayAmount::check
}

impl PayAmount {
    /// Nothing stated.
    pub const NONE: PayAmount =
        PayAmount { per_fte: None, per_person: None, share_of_base: None, whichever: None };

    /// So many dollars per 1.0 FTE.
    #[must_use]
    pub const fn per_fte(dollars: f64) -> PayAmount {
        PayAmount { per_fte: Some(UsdPerYear(dollars)), ..PayAmount::NONE }
    }

    /// So many dollars for each person.
    #[must_use]
    pub const fn per_person(dollars: f64) -> PayAmount {
        PayAmount { per_person: Some(UsdPerYear(dollars)), ..PayAmount::NONE }
    }

    /// Such a share of one's own base.
    #[must_use]
    pub const fn share_of_base(share: f64) -> PayAmount {
        PayAmount { share_of_base: Some(Ratio(share)), ..PayAmount::NONE }
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let [fte, person, share] = self.stated();
        if fte && person {
            table.problem(
                "per_person",
                "found both per_fte and per_person; write per_fte for dollars times FTE, or per_person for the same dollars whatever the FTE",
            );
        }
        match (fte || person, share, self.whichever) {
            (true, true, None) => table.problem(
                "share_of_base",
                "found dollars and a share of base; write whichever = \"lesser\" or whichever = \"greater\" beside them, or one of the two in a component of its own",
            ),
            (true, false, Some(_)) | (false, _, Some(_)) => table.problem(
                "whichever",
                "found without two amounts to choose from; write dollars (per_fte or per_person) and share_of_base beside it, or leave it out",
            ),
            _ => {}
        }
    }

    /// Asks for an amount where a component cannot do without; `instead` is what to write.
    pub(super) fn ask(&self, table: &mut ReadTable<'_, '_, '_>, instead: &str) {
        if !self.is_stated() {
            let what = "missing an amount; write dollars per 1.0 FTE (per_fte), dollars for each person (per_person) or a share of one's own base (share_of_base), such as";
            table.problem_within(&[], format!("{what} {instead}"));
        }
    }

    /// Whether dollars per FTE, dollars per person and a share are stated.
    fn stated(&self) -> [bool; 3] {
        [self.per_fte.is_some(), self.per_person.is_some(), self.share_of_base.is_some()]
    }

    /// Whether an amount is stated at all.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        self.stated().contains(&true)
    }

    /// Whether it is a share of base.
    #[must_use]
    pub fn is_of_base(&self) -> bool {
        self.share_of_base.is_some()
    }

    /// Facts that must be worked out for it.
    pub(super) fn needs(&self) -> Needs {
        if self.is_of_base() { Needs::BASE } else { Needs::NOTHING }
    }

    /// What does not depend on the physician; nothing where nothing is stated.
    #[inline(always)]
    #[must_use]
    pub(crate) fn ready(&self) -> ReadyAmount {
        let sign = if self.whichever == Some(Whichever::Lesser) { -1.0 } else { 1.0 };
        let dollars = |stated: Option<UsdPerYear>| stated.map_or(0.0, |dollars| sign * dollars.0);
        ReadyAmount {
            per_fte: dollars(self.per_fte),
            per_person: dollars(self.per_person),
            share: self.share_of_base.map_or(0.0, |share| sign * share.0),
            sign,
        }
    }

    /// A salary's: the roster's own where nothing is stated.
    #[inline(always)]
    pub(super) fn ready_salary(&self) -> ReadyAmount {
        if self.is_stated() { self.ready() } else { ReadyAmount { share: 1.0, ..PayAmount::NONE.ready() } }
    }

    /// Whether, as a salary, it needs the roster's.
    pub(super) fn needs_base_salary(&self) -> bool {
        self.is_of_base() || !self.is_stated()
    }
}

/// Refuses two ways to state one amount, each a key with whether it is stated.
pub(super) fn at_most_one(table: &mut ReadTable<'_, '_, '_>, ways: &[(&'static str, bool)]) {
    let found: Vec<&'static str> = ways.iter().filter(|(_, stated)| *stated).map(|(key, _)| *key).collect();
    if let [_, second, ..] = found.as_slice() {
        table.problem(second, format!("found {}; write one of them", both(&found)));
    }
}

/// An amount without what differs between physicians. The lesser of two is the greater of their
/// negatives, so that there is one formula: an amount that is not stated is zero, and the greater of it
/// and the other is the other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ReadyAmount {
    /// Dollars per FTE and per person, and share of base; negative for the lesser of two.
    per_fte: f64,
    per_person: f64,
    share: f64,
    /// −1 for the lesser of two, else 1.
    sign: f64,
}

impl ReadyAmount {
    /// Dollars per FTE, or else per person.
    #[inline(always)]
    pub(super) fn dollars(per_fte: f64, per_person: Option<UsdPerYear>) -> ReadyAmount {
        let per_person = per_person.map_or(0.0, |dollars| dollars.0);
        ReadyAmount { per_fte, per_person, share: 0.0, sign: 1.0 }
    }

    /// Dollars a year for a physician with a base.
    #[inline(always)]
    fn of(&self, fte: f64, base: f64) -> f64 {
        let (dollars, part) = (self.per_fte * fte + self.per_person, self.share * base);
        self.sign * if dollars > part { dollars } else { part }
    }

    /// Dollars a year.
    #[inline(always)]
    pub(super) fn annual(&self, work: &Work) -> f64 {
        self.of(work.fte, work.base)
    }

    /// The same as a salary, whose share is of the roster's.
    #[inline(always)]
    pub(super) fn salary(&self, work: &Work) -> f64 {
        self.of(work.fte, work.base_salary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(per_fte: Option<f64>, per_person: Option<f64>, share: Option<f64>) -> PayAmount {
        PayAmount {
            per_fte: per_fte.map(UsdPerYear),
            per_person: per_person.map(UsdPerYear),
            share_of_base: share.map(Ratio),
            whichever: None,
        }
    }

    fn work(fte: f64, base: f64) -> Work {
        Work { fte, base, base_salary: 2.0 * base, ..Work::default() }
    }

    #[test]
    fn hand_worked() {
        let half = work(0.5, 120_000.0);
        let paid = |amount: PayAmount| amount.ready().annual(&half);
        assert_eq!(paid(amount(Some(24_000.0), None, None)), 12_000.0);
        assert_eq!(paid(amount(None, Some(24_000.0), None)), 24_000.0);
        // 5 % of 120,000.
        assert_eq!(paid(amount(None, None, Some(0.05))), 6_000.0);
        assert_eq!(paid(PayAmount::NONE), 0.0);
    }

    #[test]
    fn lesser_and_greater() {
        // 10,000 against 5 % of 120,000 = 6,000, and of 300,000 = 15,000.
        let either = amount(None, Some(10_000.0), Some(0.05));
        for (whichever, low, high) in
            [(Whichever::Lesser, 6_000.0, 10_000.0), (Whichever::Greater, 10_000.0, 15_000.0)]
        {
            let ready = PayAmount { whichever: Some(whichever), ..either.clone() }.ready();
            assert_eq!(ready.annual(&work(1.0, 120_000.0)), low);
            assert_eq!(ready.annual(&work(1.0, 300_000.0)), high);
        }
    }

    #[test]
    fn a_salary_refers_to_the_rosters() {
        let own = work(0.5, 120_000.0);
        assert_eq!(PayAmount::NONE.ready_salary().salary(&own), 240_000.0);
        assert_eq!(amount(None, None, Some(1.03)).ready_salary().salary(&own), 247_200.0);
        assert_eq!(amount(Some(200_000.0), None, None).ready_salary().salary(&own), 100_000.0);
        assert!(!amount(Some(200_000.0), None, None).needs_base_salary());
        assert!(PayAmount::NONE.needs_base_salary() && amount(None, None, Some(1.0)).needs_base_salary());
    }
}
