//! Hold-harmless floor for a transition.
//!
//! # What it pays
//! To physicians whom a redesign moves to this plan: at least a share of what the old plan would have
//! paid for the same work, a smaller share each year.
//!
//! # Formula
//! `P = max(f₀ × P_old, P_new)` in the year of conversion, then with `f₁`, `f₂`, …; `P_new` once the
//! list has ended.
//!
//! # Parameters
//! Below, with unit, range, default and source. No published shares were found.
//!
//! # What it rewards
//! What the old plan rewarded, as far as its floor is likely to be paid; then what the new one does.
//!
//! # Revenue
//! Professional and technical: none of its own; its cost is that of the transition.
//!
//! # Payment unit
//! An overlay without a unit of its own.
//!
//! # Edge cases
//! New hires on the plan have no old plan and no floor. Money from pools comes on top and does not
//! count. The old plan is worked out at this plan's price level and fee schedule. Both guarantees, of
//! new hires and of a transition, never meet in one person.
//!
//! # Law and market notes
//! Set in advance, for a limited time, and within fair market value.
//!
//! # Sources
//! Compensation mechanics (not a row of the 17): transition contracts; shares of 1.0, 0.95, 0.9 are
//! common practice.
//!
//! # Example
//! ```toml
//! [plan.team]
//! hold_harmless = { plan = "before", floors = [1.0, 0.95, 0.9] }
//! [[plan.team.pay]]
//! salary = { per_fte = 230000 }
//! [[plan.before.pay]]
//! wrvu = { tiers = [{ rate = 50 }] }
//! [[redesign]]
//! from = "before"
//! to = "team"
//! ```

use super::better::better_of;
use super::{Margin, Outlook, PayClass, Record, Statement, Status};
use crate::schema::{ReadTable, parameters, required};
use crate::units::{Cents, Share};

parameters! {
    /// At least a share of what the old plan would have paid, for those a redesign moves.
    pub struct HoldHarmless {
        /// The old plan, by name.
        plan: String = required();
        /// Shares of its pay: in the twelve months after conversion, the next twelve, and so on.
        floors: Vec<Share> = required();
    }
    check HoldHarmless::check
}

impl HoldHarmless {
    /// What the catalogue says of it.
    pub const RECORD: Record = Record {
        model: 0,
        status: Status::Mechanic,
        formula: "P = max(f_t x what the old plan pays, what this plan pays), for the years of the list",
        rewards: "what the old plan rewarded, as far as its floor is likely to be paid",
        professional: "none of its own",
        technical: "none of its own",
        unit: None,
        law: "set in advance, for a limited time, within fair market value",
        sources: "transition contracts; no published shares were found",
    };

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.floors.is_empty() {
            table.problem(
                "floors",
                "the list is empty; write a share for each year, such as [1.0, 0.95, 0.9]",
            );
        }
    }

    /// The share that holds in the twelve months from `months` after conversion on: those of a year of the
    /// list, or of two in turn; zero when none does.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a year of the horizon")]
    pub fn floor(&self, months: f64) -> f64 {
        let share = |year: f64| {
            let place = (year >= 0.0).then_some(year as usize);
            place.and_then(|place| self.floors.get(place)).map_or(0.0, |share| share.0)
        };
        let year = (months / 12.0).floor();
        let into = months - 12.0 * year;
        // What precedes the conversion is paid by the old plan itself, and has no share of this one.
        let (first, second) = (share(year), share(year + 1.0));
        if year < 0.0 { second } else { ((12.0 - into) * first + into * second) / 12.0 }
    }

    /// Tops a statement up to a share of the old plan's.
    #[inline(always)]
    pub fn top_up(floor: f64, old: Cents, statement: &mut Statement) {
        let short = Cents::round(floor * old.dollars()) - statement.total();
        statement.add(PayClass::Time, short.positive());
    }

    /// The same in expectation.
    #[inline(always)]
    #[must_use]
    pub fn expect(floor: f64, old: &Margin, new: &Margin, outlook: &Outlook) -> Margin {
        if floor <= 0.0 {
            return *new;
        }
        let mut kept = *old;
        kept.scale(floor);
        better_of(new, &kept, outlook)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold() -> HoldHarmless {
        HoldHarmless { plan: "before".into(), floors: vec![Share(1.0), Share(0.95)] }
    }

    #[test]
    fn floors_fall_and_end() {
        // Converted in July: all of it until the next June, then .95 for twelve months, then nothing.
        for (months, right) in [
            (-24.0, 0.0),
            (0.0, 1.0),
            (12.0, 0.95),
            (24.0, 0.0),
            (-6.0, 1.0),
            (6.0, 0.975),
            (18.0, 0.475),
            (30.0, 0.0),
        ] {
            let found = hold().floor(months);
            assert!((found - right).abs() < 1e-12, "{found} after {months} months");
        }
    }

    #[test]
    fn hand_worked() {
        // Old 300,000, new 260,000: 40,000 in the first year, 25,000 in the second, nothing above.
        let topped = |floor: f64, new: i64| {
            let mut statement = Statement::default();
            statement.add(PayClass::Panel, Cents(new * 100));
            HoldHarmless::top_up(floor, Cents(30_000_000), &mut statement);
            statement.of(PayClass::Time).0 / 100
        };
        assert_eq!([topped(1.0, 260_000), topped(0.95, 260_000), topped(0.95, 290_000)], [40_000, 25_000, 0]);
    }

    #[test]
    fn while_the_floor_binds_the_old_plan_is_what_pays() {
        let old = Margin { pay: 300_000.0, per_wrvu: 50.0, ..Margin::default() };
        let new = Margin { pay: 230_000.0, per_patient: 60.0, ..Margin::default() };
        let outlook = Outlook { wrvu_sd: 400.0, ..Outlook::default() };
        // 285,000 against 230,000 with a spread of 19,000: the floor binds 998 times in 1,000.
        let held = HoldHarmless::expect(0.95, &old, &new, &outlook);
        assert!((held.per_wrvu - 47.5 * 0.998_104).abs() < 1e-3, "{}", held.per_wrvu);
        assert!(held.pay > 285_000.0 && held.pay < 285_040.0);
        assert_eq!(HoldHarmless::expect(0.0, &old, &new, &outlook), new);
    }
}
