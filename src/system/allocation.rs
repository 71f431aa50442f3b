//! The waterfall: what the system does with value-based money, read from top to bottom.

use super::{CircuitBreaker, Hop, Pool, along, arriving};
use crate::schema::{Grade, Named, ReadTable, empty, number, optional, parameters};
use crate::units::{Cents, Months, Share, UsdAmount, sum};

parameters! {
    /// Money kept against losses, as the system pleases: filled from later savings. What a payer asks for before
    /// the first two-sided year is the contract's `repayment`.
    pub struct Reserve {
        /// Part of what is left after costs that goes into the reserve until it is full.
        rate: Share = number(0.25).because("fills in about four good years");
        /// Full at this share of the benchmarks of all contracts.
        target: Share = number(0.01)
            .because("one bad year of a small loss; no rule asks for it: Medicare's repayment mechanism is a contract's `repayment`, half of this and there from the first day");
    }
}

parameters! {
    /// What has to happen before money may be passed on: an amendment of the agreements, set in
    /// advance of the performance year it applies to.
    pub struct Authorisation {
        /// Months from the scenario's start until the amendment is signed.
        lead_months: Months = number(9.0).range(0.0, 120.0).because("drafting, fair-market opinion and board approval");
        /// What that costs, once.
        legal_cost: UsdAmount = number(150_000.0).because("counsel and an independent fair-market-value opinion");
    }
}

parameters! {
    /// What the system does with value-based money that arrives. Programme cost and losses come
    /// first; then the reserve; the rest is divided by these shares, and what they leave is margin.
    pub struct Allocation {
        /// The reserve, if there is one.
        reserve: Option<Reserve> = optional();
        /// Share for care-management infrastructure: it pays for the organisation's own effort in the year after,
        /// beside programme cost, contract by contract in proportion to the cost of care.
        infrastructure: Share = number(0.33)
            .from(Grade::Published, "mean planned share for infrastructure, 176 ACOs (Schulz 2015)");
        /// Share for redesigned care processes and resources: the second of the three uses that every
        /// Medicare ACO publishes (42 CFR 425.308), between infrastructure and its participants. It pays for the
        /// organisation's own effort as infrastructure does.
        redesigned_care: Share = number(0.0).because("none unless stated");
        /// Share passed on to physicians through pools.
        physicians: Share = number(0.0).because("nothing is passed on unless the agreement authorises it");
        /// The amendment that authorises passing on, when it is not yet in force. What the baseline passes on is;
        /// a variant that passes on more needs an amendment, which takes what a redesign takes: one with these
        /// defaults, unless it states its own, or redesigns a plan to one that shares in a pool.
        authorisation: Option<Authorisation> = optional();
        /// Share passed on to staff who are not physicians.
        staff: Share = number(0.0).because("none unless stated");
        /// Suspends or scales the physicians' share when money is short.
        circuit_breaker: Option<CircuitBreaker> = optional();
        /// Who keeps a part of the physicians' share on its way to the pools, in order.
        hops: Vec<Hop> = empty();
        /// Pools that the physicians' share is divided among.
        pool: Named<Pool> = empty();
    }
    check Allocation::check
}

/// Value-based money of one performance year, before it is used.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ValueMoney {
    /// Earned from payers, all contracts.
    pub earned: Cents,
    /// Owed to payers, all contracts.
    pub owed: Cents,
    /// What the programmes cost beyond the fees they bring.
    pub programme_cost: Cents,
    /// Balance of the reserve before this year.
    pub reserve: Cents,
    /// Benchmarks of all contracts.
    pub benchmarks: Cents,
    /// The system's margin last year as a share of its revenue, if there was a last year.
    pub last_margin: Option<f64>,
}

impl ValueMoney {
    /// Net result of all contracts as a share of their benchmarks.
    #[must_use]
    pub fn result(&self) -> f64 {
        let net = self.earned - self.owed - self.programme_cost;
        net.dollars() / self.benchmarks.dollars().max(0.01)
    }
}

/// Where the money goes.
///
/// `earned` = programme + losses + reserve + infrastructure + redesigned care + hops + physicians + staff
/// + margin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Programme cost paid from it.
    pub programme: Cents,
    /// Losses on other contracts paid from it.
    pub losses: Cents,
    /// Put into the reserve.
    pub reserve: Cents,
    /// Care-management infrastructure.
    pub infrastructure: Cents,
    /// Redesigned care processes and resources.
    pub redesigned_care: Cents,
    /// Kept on the way to the pools.
    pub hops: Cents,
    /// Physicians' pools.
    pub physicians: Cents,
    /// Staff who are not physicians.
    pub staff: Cents,
    /// Kept as margin.
    pub margin: Cents,
    /// Losses paid from the reserve, apart from the money above.
    pub from_reserve: Cents,
}

impl Uses {
    /// What pays for care management.
    #[must_use]
    pub fn invested(&self) -> Cents {
        self.infrastructure + self.redesigned_care
    }

    /// Everything the earned money was used for.
    #[must_use]
    pub fn total(&self) -> Cents {
        self.programme
            + self.losses
            + self.reserve
            + self.infrastructure
            + self.redesigned_care
            + self.hops
            + self.physicians
            + self.staff
            + self.margin
    }
}

impl Authorisation {
    /// What an amendment takes that nothing is said of: what a redesign takes.
    pub const USUAL: Authorisation =
        Authorisation { lead_months: Months(9.0), legal_cost: UsdAmount(150_000.0) };

    /// An amendment that a redesign holds, ready in a month from the start: what it costs stands there.
    #[must_use]
    pub fn by_redesign(ready: f64) -> Authorisation {
        Authorisation { lead_months: Months(ready.max(0.0)), legal_cost: UsdAmount(0.0) }
    }
}

impl Allocation {
    /// Whether it passes on more than the baseline and says nothing of the amendment that this takes.
    #[must_use]
    pub fn needs_amendment(&self, passed_by_baseline: Share) -> bool {
        self.authorisation.is_none() && self.physicians > passed_by_baseline
    }

    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        let total = self.infrastructure.0 + self.redesigned_care.0 + self.physicians.0 + self.staff.0;
        if total > 1.0 + 1e-9 {
            table.problem(
                "physicians",
                format!(
                    "infrastructure, redesigned_care, physicians and staff add up to {total}; together they must not exceed 1",
                    total = sum(total)
                ),
            );
        }
        let shares: Vec<f64> = self.pool.values().filter_map(|pool| Some(pool.share?.0)).collect();
        if self.physicians.0 > 0.0 && shares.is_empty() {
            table.problem(
                "pool",
                "money is passed on but there is no pool for it; write [allocation.pool.<name>] with a share",
            );
        }
        let total: f64 = shares.iter().sum();
        if !shares.is_empty() && (total - 1.0).abs() > 1e-6 {
            table.problem(
                "pool",
                format!(
                    "the shares of the pools add up to {total}; they must add up to 1",
                    total = sum(total)
                ),
            );
        }
    }

    /// Share passed on to physicians of money earned for performance year `t`, 0 for the first: what
    /// is passed on is set in advance, so an amendment signed during a year applies from the next.
    #[must_use]
    pub fn physicians_in(&self, t: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "months of the horizon")]
        let begins = (12 * t) as f64;
        let signed = self.authorisation.as_ref().is_none_or(|a| a.lead_months.0 <= begins);
        if signed { self.physicians.0 } else { 0.0 }
    }

    /// Runs the waterfall for performance year `t`, 0 for the first.
    #[must_use]
    pub fn allocate(&self, value: &ValueMoney, t: usize) -> Uses {
        let mut uses = Uses::default();
        let mut rest = value.earned;
        let mut take = |wanted: Cents| {
            let taken = wanted.positive().min(rest);
            rest -= taken;
            taken
        };
        uses.programme = take(value.programme_cost);
        uses.losses = take(value.owed);
        uses.from_reserve = (value.owed - uses.losses).min(value.reserve).positive();
        if let Some(reserve) = &self.reserve {
            let full = value.benchmarks.share(reserve.target.0);
            let room = full - (value.reserve - uses.from_reserve);
            let wanted = (value.earned - uses.programme - uses.losses).share(reserve.rate.0);
            uses.reserve = take(wanted.min(room));
        }
        let divided = value.earned - uses.programme - uses.losses - uses.reserve;
        uses.infrastructure = take(divided.share(self.infrastructure.0));
        uses.redesigned_care = take(divided.share(self.redesigned_care.0));
        let part = self.circuit_breaker.as_ref().map_or(1.0, |b| b.part(value.last_margin, value.result()));
        let passed = take(divided.share(self.physicians_in(t) * part));
        uses.physicians = if self.hops.is_empty() { passed } else { along(&self.hops, passed).1 };
        uses.hops = passed - uses.physicians;
        uses.staff = take(divided.share(self.staff.0));
        uses.margin = rest;
        uses
    }

    /// Part of what is left after costs and reserve that pays for care management.
    #[must_use]
    pub fn invested(&self) -> f64 {
        self.infrastructure.0 + self.redesigned_care.0
    }

    /// Part of the last dollar earned that reaches the physicians' pools after a year with a margin,
    /// when costs are covered and the contracts' result is not below its floor.
    #[must_use]
    pub fn passed_on(&self, reserve_is_full: bool, t: usize, last_margin: Option<f64>) -> f64 {
        let reserved = self.reserve.as_ref().filter(|_| !reserve_is_full).map_or(0.0, |r| r.rate.0);
        let part = self.circuit_breaker.as_ref().map_or(1.0, |breaker| breaker.after(last_margin));
        (1.0 - reserved) * self.physicians_in(t) * part * arriving(&self.hops)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Weights;
    use crate::units::SignedShare;

    fn usd(dollars: i64) -> Cents {
        Cents(dollars * 100)
    }

    fn allocation(physicians: f64) -> Allocation {
        Allocation {
            reserve: Some(Reserve { rate: Share(0.25), target: Share(0.01) }),
            infrastructure: Share(0.30),
            redesigned_care: Share(0.1),
            physicians: Share(physicians),
            authorisation: None,
            staff: Share(0.05),
            circuit_breaker: None,
            hops: Vec::new(),
            pool: Named(vec![("all".into(), Pool::of_share(1.0, Weights::equal()))]),
        }
    }

    #[test]
    fn hand_worked() {
        // 3.0M earned; 0.6M programme, 0.4M losses: 2.0M left; 25 % = 0.5M to a reserve with room of
        // 1.0M; of 1.5M: 30 % = 450k, 10 % = 150k, 40 % = 600k, 5 % = 75k, the rest 225k.
        let uses = allocation(0.4).allocate(
            &ValueMoney {
                earned: usd(3_000_000),
                owed: usd(400_000),
                programme_cost: usd(600_000),
                reserve: usd(0),
                benchmarks: usd(100_000_000),
                last_margin: None,
            },
            0,
        );
        assert_eq!(
            uses,
            Uses {
                programme: usd(600_000),
                losses: usd(400_000),
                reserve: usd(500_000),
                infrastructure: usd(450_000),
                redesigned_care: usd(150_000),
                hops: usd(0),
                physicians: usd(600_000),
                staff: usd(75_000),
                margin: usd(225_000),
                from_reserve: usd(0),
            }
        );
    }

    #[test]
    fn costs_come_first_and_losses_fall_on_the_reserve() {
        let uses = allocation(0.4).allocate(
            &ValueMoney {
                earned: usd(500_000),
                owed: usd(900_000),
                programme_cost: usd(400_000),
                reserve: usd(300_000),
                benchmarks: usd(100_000_000),
                last_margin: None,
            },
            0,
        );
        assert_eq!(
            (uses.programme, uses.losses, uses.from_reserve),
            (usd(400_000), usd(100_000), usd(300_000))
        );
        assert_eq!(uses.physicians, usd(0));
        assert_eq!(uses.total(), usd(500_000));
    }

    #[test]
    fn passing_on_more_than_the_baseline_takes_an_amendment() {
        assert!(allocation(0.4).needs_amendment(Share(0.3)));
        // What was passed on before, or less, needs none; nor does what states its own, at once and free.
        assert!(!allocation(0.4).needs_amendment(Share(0.4)) && !allocation(0.0).needs_amendment(Share(0.0)));
        let done = Some(Authorisation { lead_months: Months(0.0), legal_cost: UsdAmount(0.0) });
        assert!(!Allocation { authorisation: done, ..allocation(0.4) }.needs_amendment(Share(0.0)));
    }

    #[test]
    fn nothing_is_passed_on_before_it_is_authorised() {
        // Signed in month 9: performance year 1 (months 0 to 11) is too late, year 2 is not.
        let signed = Authorisation { lead_months: Months(9.0), legal_cost: UsdAmount(0.0) };
        let later = Allocation { authorisation: Some(signed), ..allocation(0.4) };
        assert_eq!((later.physicians_in(0), later.physicians_in(1)), (0.0, 0.4));
        assert_eq!(later.passed_on(true, 0, None), 0.0);
    }

    #[test]
    fn a_breaker_leaves_the_pools_to_the_margin_and_hops_keep_theirs() {
        let value = ValueMoney {
            earned: usd(1_000_000),
            programme_cost: usd(600_000),
            benchmarks: usd(100_000_000),
            last_margin: Some(0.02),
            ..ValueMoney::default()
        };
        let breaker = |result_floor| CircuitBreaker {
            margin_floor: Some(SignedShare(0.01)),
            result_floor: Some(Share(result_floor)),
            kept: Share(0.5),
            bonuses: false,
        };
        let hop = Hop { name: "group".into(), keeps: Share(0.25) };
        let with = |floor| Allocation {
            reserve: None,
            circuit_breaker: Some(breaker(floor)),
            hops: vec![hop.clone()],
            ..allocation(0.4)
        };
        // Net 400k is 0.4 % of benchmarks. 40 % = 160k is passed on; the group keeps 40k, 120k arrives;
        // infrastructure 120k, redesigned care 40k, staff 20k, margin 60k.
        let paid = with(0.004).allocate(&value, 0);
        assert_eq!((paid.hops, paid.physicians, paid.margin), (usd(40_000), usd(120_000), usd(60_000)));
        // Below a floor of 0.5 % half of it: 80k, of which 20k is kept; 80k more stays.
        let cut = with(0.005).allocate(&value, 0);
        assert_eq!((cut.hops, cut.physicians, cut.margin), (usd(20_000), usd(60_000), usd(140_000)));
        let poor = ValueMoney { last_margin: Some(0.0), ..value };
        assert_eq!(with(0.004).allocate(&poor, 0), cut);
        assert_eq!(cut.total(), value.earned);
        // The marginal dollar: 0.4 x 0.75, and half of that after a poor year.
        assert!((with(0.0).passed_on(true, 0, Some(0.02)) - 0.3).abs() < 1e-12);
        assert!((with(0.0).passed_on(true, 0, Some(0.0)) - 0.15).abs() < 1e-12);
    }

    #[test]
    fn nothing_earned_is_nothing_passed_on() {
        assert_eq!(allocation(0.5).allocate(&ValueMoney::default(), 0), Uses::default());
    }

    #[test]
    fn every_cent_has_a_use() {
        for earned in [1_i64, 7, 99, 12_345, 1_000_000_001] {
            let uses = allocation(0.37).allocate(
                &ValueMoney { earned: Cents(earned), benchmarks: usd(1_000_000), ..ValueMoney::default() },
                0,
            );
            assert_eq!(uses.total(), Cents(earned));
        }
    }
}
