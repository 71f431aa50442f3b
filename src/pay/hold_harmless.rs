//! Hold-harmless floor for a transition.
//!
//! # What it pays
//! To physicians whom a redesign moves to this plan: at least a share of what the old plan would have
//! paid for the same work, a smaller share each year.
//!
//! # Formula
//! `P = max(f₀ × P_old, P_new)` in the year of conversion, then with `f₁`, `f₂`, …; `P_new` once the
//! list has ended. In a calendar year that an anniversary divides, each part has its own share.
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

    /// What holds in the twelve months from `months` after conversion on.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a year of the horizon")]
    pub fn floors(&self, months: f64) -> HeldShares {
        let share = |year: f64| {
            let place = (year >= 0.0).then_some(year as usize);
            place.and_then(|place| self.floors.get(place)).map_or(0.0, |share| share.0)
        };
        let year = (months / 12.0).floor();
        let (first, second) = (share(year), share(year + 1.0));
        // What precedes the conversion is paid by the old plan itself, and has no share of this one.
        let first = if year < 0.0 { second } else { first };
        HeldShares { first, second, until: 12.0 - (months - 12.0 * year) }
    }
}

/// Shares of the old plan's pay that hold in a calendar year: one until an anniversary of the conversion, another
/// from then on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HeldShares {
    /// Until then.
    pub first: f64,
    /// From then on.
    pub second: f64,
    /// The anniversary: a month of the year, above 0 and up to 12.
    pub until: f64,
}

impl HeldShares {
    /// Whether anything holds.
    #[must_use]
    pub fn any(&self) -> bool {
        self.first > 0.0 || self.second > 0.0
    }

    /// Tops a statement up to the shares of the old plan's; `before` is the part of the time on the plan that
    /// lies before the anniversary.
    #[inline(always)]
    pub fn top_up(&self, before: f64, old: Cents, statement: &mut Statement) {
        let total = statement.total();
        let short = |share: f64| (Cents::round(share * old.dollars()) - total).positive();
        let (first, second) = (short(self.first), short(self.second));
        let short = if first == second {
            first
        } else {
            Cents::round(before * first.dollars() + (1.0 - before) * second.dollars())
        };
        statement.add(PayClass::Time, short);
    }

    /// The same in expectation.
    #[inline(always)]
    #[must_use]
    pub fn expect(&self, before: f64, old: &Margin, new: &Margin, outlook: &Outlook) -> Margin {
        let under = |share: f64| {
            if share <= 0.0 {
                return *new;
            }
            let mut kept = *old;
            kept.scale(share);
            kept.on_floor = outlook.work.portion;
            better_of(new, &kept, outlook)
        };
        let mut expected = under(self.first);
        #[expect(clippy::float_cmp, reason = "the same share, twice")]
        if self.first != self.second {
            expected.scale(before);
            expected.add_scaled(1.0 - before, &under(self.second));
        }
        expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::Work;

    fn hold() -> HoldHarmless {
        HoldHarmless { plan: "before".into(), floors: vec![Share(1.0), Share(0.95)] }
    }

    #[test]
    fn floors_fall_and_end() {
        // Converted in July: all of it until the next June, then .95 for twelve months, then nothing.
        for (months, right) in [
            (-24.0, (0.0, 0.0, 12.0)),
            (0.0, (1.0, 0.95, 12.0)),
            (12.0, (0.95, 0.0, 12.0)),
            (24.0, (0.0, 0.0, 12.0)),
            (-6.0, (1.0, 1.0, 6.0)),
            (6.0, (1.0, 0.95, 6.0)),
            (18.0, (0.95, 0.0, 6.0)),
            (30.0, (0.0, 0.0, 6.0)),
        ] {
            let HeldShares { first, second, until } = hold().floors(months);
            assert_eq!((first, second, until), right, "after {months} months");
        }
    }

    #[test]
    fn hand_worked() {
        // Old 300,000, new 260,000: 40,000 in the first year, 25,000 in the second, nothing above.
        let topped = |first: f64, second: f64, before: f64, new: i64| {
            let mut statement = Statement::default();
            statement.add(PayClass::Panel, Cents(new * 100));
            HeldShares { first, second, until: 6.0 }.top_up(before, Cents(30_000_000), &mut statement);
            statement.of(PayClass::Time).0 / 100
        };
        assert_eq!(
            [
                topped(1.0, 1.0, 0.0, 260_000),
                topped(0.95, 0.95, 0.0, 260_000),
                topped(0.95, 0.95, 0.0, 290_000)
            ],
            [40_000, 25_000, 0]
        );
        // The last half year of a floor of 1, old 300,000, new 250,000: half of 50,000. Where .9 follows, 270,000
        // beside 285,000 fills nothing: half of 15,000.
        assert_eq!([topped(1.0, 0.0, 0.5, 250_000), topped(1.0, 0.9, 0.5, 285_000)], [25_000, 7_500]);
    }

    #[test]
    fn while_the_floor_binds_the_old_plan_is_what_pays() {
        let old = Margin { pay: 300_000.0, per_wrvu: 50.0, ..Margin::default() };
        let new = Margin { pay: 230_000.0, per_patient: 60.0, ..Margin::default() };
        let work = Work { portion: 1.0, ..Work::default() };
        let outlook = Outlook { work, wrvu_sd: 400.0, ..Outlook::default() };
        // 285,000 against 230,000 with a spread of 19,000: the floor binds 998 times in 1,000.
        let shares = |first, second| HeldShares { first, second, until: 6.0 };
        let held = shares(0.95, 0.95).expect(0.0, &old, &new, &outlook);
        assert!((held.per_wrvu - 47.5 * 0.998_104).abs() < 1e-3, "{}", held.per_wrvu);
        assert!((held.on_floor - 0.998_104).abs() < 1e-5);
        assert!(held.pay > 285_000.0 && held.pay < 285_040.0);
        assert_eq!(shares(0.0, 0.0).expect(0.0, &old, &new, &outlook), new);
        let half = shares(0.95, 0.0).expect(0.5, &old, &new, &outlook);
        assert!((half.pay - 0.5 * (held.pay + new.pay)).abs() < 1e-6);
    }
}
