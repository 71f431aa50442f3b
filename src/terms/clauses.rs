//! Clauses by which one party changes, ends or reopens an agreement, and what reporting under it costs.
//!
//! None stands unless a contract states it. Chance reaches them as uniforms, one for each clause and year;
//! each clause says what it does to a year that is over, and what part of gains is left in expectation.

use super::clock::{BOOKED, whole_months};
use crate::schema::{ReadTable, flag, number, optional, parameters, required};
use crate::units::{Cents, MonthOffset, Months, PerMemberMonth, Share, UsdPerYear};

parameters! {
    /// The payer may change measures, or raise what they ask, within the term.
    pub struct MeasureChange {
        /// Chance of it in a year; each year begins with the measures that were agreed.
        chance: Share = required();
        /// How far the change raises what every gate, ladder and withhold asks of the quality score.
        rise: Share = required();
        /// Notice the payer must give: a change announced in January holds for the rest of the year.
        notice_months: Months = number(0.0).range(0.0, 12.0).because("none unless the contract asks for it; 3 months and consent are what to ask for");
    }
}

parameters! {
    /// The payer may amend what it pays within the term.
    pub struct Amendment {
        /// Chance of it in a year.
        chance: Share = required();
        /// Part of what the system would receive that the payer then no longer pays, until the agreement
        /// rebases.
        cut: Share = required();
        /// Notice the payer must give: an amendment announced in January holds for the rest of the year.
        notice_months: Months = number(0.0).range(0.0, 12.0).because("none unless the contract asks for it");
    }
}

parameters! {
    /// Either party may end the agreement after a year that cost it money: the payer after one in which it
    /// paid the system, the system after one in which it owed the payer.
    pub struct Termination {
        /// Chance that the payer ends it after a year in which the system received money.
        by_payer: Share = number(0.0).because("the payer stays unless stated");
        /// Chance that the system ends it after a year in which it owed money.
        by_system: Share = number(0.0).because("the system stays unless stated");
        /// Notice: the agreement runs on for so long after the year, in whole performance years. With 0 the
        /// next year does not run, though its result is known only in the midst of it.
        notice_months: Months = number(12.0).range(0.0, 60.0)
            .because("a year's result is known 18 to 20 months after its January, in the midst of the next, which is then run to its end");
        /// Whether the system loses what it earned in the year after which the payer ends it; `by_payer`
        /// gives the chance.
        forfeits: bool = flag(false);
    }
    check Termination::check
}

parameters! {
    /// The payer may audit a settled year and take a part of what it paid back. The recovery is a debt of the
    /// year whose accounts it falls into, so many whole years after the audited one, rounded up; cash leaves
    /// `months` after the payment.
    pub struct Audit {
        /// Chance of it for a year in which the system received money.
        chance: Share = required();
        /// Part of that money that is taken back.
        share: Share = required();
        /// Months from the payment to the recovery in cash. In the accounts it stands in a later performance
        /// year: 12 months or less in the next, 13 to 24 in the one after.
        months: Months = number(24.0).range(1.0, 72.0).because("two years after the payment");
    }
    check Audit::check
}

parameters! {
    /// What reporting under the contract costs the system.
    pub struct ReportingCost {
        /// Measures reported.
        measures: u64 = required().range(1.0, 1_000.0);
        /// Cost of one.
        per_measure: UsdPerYear = required();
    }
}

parameters! {
    /// Functions that the payer delegates to the system: utilisation management, credentialing, claims, member
    /// services. Unlike `programme_cost` they save nothing: they are the payer's own work, done by another.
    pub struct Delegation {
        /// What they cost the system, at the start's prices: it grows with expenses.
        cost: PerMemberMonth = required();
        /// What the payer pays for them. It does not grow.
        fee: PerMemberMonth = number(0.0).because("unfunded unless the contract says so; levels were not found");
    }
}

parameters! {
    /// Clauses of change. None stands unless it is written.
    pub struct Clauses {
        /// Change of measures within the term.
        measure_change: Option<MeasureChange> = optional();
        /// Amendment of what is paid within the term.
        amendment: Option<Amendment> = optional();
        /// Termination after a year that cost the one who leaves: the payer paid, or the system owed.
        termination: Option<Termination> = optional();
        /// Recovery after an audit.
        audit: Option<Audit> = optional();
        /// Cost of reporting.
        reporting: Option<ReportingCost> = optional();
        /// Delegated functions, and the fee for them.
        delegation: Option<Delegation> = optional();
    }
}

/// A contract's luck with its clauses in one year: a uniform each for measure change, amendment,
/// termination and audit. A clause strikes when its uniform lies below its chance.
pub type ClauseLuck = [f64; 4];

/// What clauses have done to an agreement so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClauseState {
    /// An amendment is in force.
    amended: bool,
    /// The agreement's last year, counted from the scenario's start, once somebody has ended it.
    last_year: Option<usize>,
    /// Whether it was the system's own choice, by no clause.
    left: bool,
}

/// What clauses did in one year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Struck {
    /// How far measures asked more of the quality score.
    pub rise: f64,
    /// Part of receipts that the payer no longer paid.
    pub cut: f64,
    /// Whether somebody ended the agreement after this year.
    pub ended: bool,
    /// Years it still runs then, by its notice.
    pub runs_on: u32,
    /// Whether that took what had been earned.
    pub forfeited: bool,
    /// What an audit takes back of this year, later.
    pub recovered: Cents,
}

impl ClauseState {
    /// A new agreement.
    pub const NEW: ClauseState = ClauseState { amended: false, last_year: None, left: false };

    /// Whether the agreement runs in a year, counted from the scenario's start.
    #[must_use]
    pub fn runs(&self, year: usize) -> bool {
        self.last_year.is_none_or(|last| year <= last)
    }

    /// Whether a party has ended the agreement, though it may still run for a time.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        self.last_year.is_some()
    }

    /// Whether the system has left by its own choice, and after which year, counted from the scenario's start.
    #[must_use]
    pub fn left_after(&self) -> Option<usize> {
        self.last_year.filter(|_| self.left)
    }

    /// The system leaves at the end of a year, counted from the scenario's start; nothing where a party has ended
    /// the agreement already.
    pub fn leave(&mut self, year: usize) {
        if self.last_year.is_none() {
            (self.last_year, self.left) = (Some(year), true);
        }
    }

    /// The agreement is renewed on the terms first agreed.
    pub fn renew(&mut self) {
        self.amended = false;
    }
}

/// Part of a year that is left after notice.
fn after_notice(notice: Months) -> f64 {
    (12.0 - notice.0) / 12.0
}

impl Termination {
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        if self.by_payer.0 + self.by_system.0 <= 0.0 {
            table.problem(
                "by_payer",
                "nobody ends the agreement; write by_payer or by_system above 0, or no termination",
            );
        } else if self.forfeits && self.by_payer.0 <= 0.0 {
            table.problem(
                "forfeits",
                "found true, but only a payer who ends the agreement takes what was earned, and this one never does; write by_payer above 0, or leave forfeits out",
            );
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the range")]
    fn years_of_notice(&self) -> u32 {
        (self.notice_months.0 / 12.0).ceil() as u32
    }
}

impl Audit {
    #[expect(clippy::unused_self, reason = "the form of a check")]
    fn check(&self, table: &mut ReadTable<'_, '_, '_>) {
        table.whole_months("months", BOOKED);
    }

    /// Time from the payment to the recovery.
    #[must_use]
    pub fn delay(&self) -> MonthOffset {
        whole_months(self.months.0)
    }

    /// Whole years from a performance year to the one in whose accounts the recovery stands.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the range")]
    pub fn years_later(&self) -> usize {
        (self.months.0 / 12.0).ceil() as usize
    }
}

impl Clauses {
    /// None.
    pub const NONE: Clauses = Clauses {
        measure_change: None,
        amendment: None,
        termination: None,
        audit: None,
        reporting: None,
        delegation: None,
    };

    /// What reporting costs in a year, $ at the start's prices.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "at most a thousand measures")]
    pub fn reporting_cost(&self) -> f64 {
        self.reporting.as_ref().map_or(0.0, |cost| cost.measures as f64 * cost.per_measure.0)
    }

    /// What delegated functions cost for each person and month, $ at the start's prices.
    #[must_use]
    pub fn delegated_cost(&self) -> f64 {
        self.delegation.as_ref().map_or(0.0, |delegation| delegation.cost.0)
    }

    /// What the payer pays for them for each person and month, $.
    #[must_use]
    pub fn delegation_fee(&self) -> f64 {
        self.delegation.as_ref().map_or(0.0, |delegation| delegation.fee.0)
    }

    /// A rise of what measures ask, with its chance, where the contract allows one.
    #[must_use]
    pub fn measures_may_rise(&self) -> Option<(f64, f64)> {
        let change = self.measure_change.as_ref()?;
        Some((change.chance.0, change.rise.0 * after_notice(change.notice_months)))
    }

    /// Part of what the system receives that it may expect to be paid and to keep.
    #[must_use]
    pub fn part_kept(&self, state: &ClauseState) -> f64 {
        let amended = self.amendment.as_ref().map_or(1.0, |amendment| {
            let now = amendment.chance.0 * after_notice(amendment.notice_months);
            1.0 - amendment.cut.0 * if state.amended { 1.0 } else { now }
        });
        // Who has ended an agreement cannot end it again, nor take what its last years earn.
        let may_forfeit = self.termination.as_ref().filter(|t| t.forfeits && state.last_year.is_none());
        let forfeited = may_forfeit.map_or(0.0, |t| t.by_payer.0);
        let recovered = self.audit.as_ref().map_or(0.0, |audit| audit.chance.0 * audit.share.0);
        amended * (1.0 - forfeited) * (1.0 - recovered)
    }

    /// What strikes before a year is settled.
    pub fn strike(&self, luck: &ClauseLuck, state: &mut ClauseState) -> Struck {
        let mut struck = Struck::default();
        if let Some((chance, rise)) = self.measures_may_rise()
            && luck[0] < chance
        {
            struck.rise = rise;
        }
        if let Some(amendment) = &self.amendment {
            if state.amended {
                struck.cut = amendment.cut.0;
            } else if luck[1] < amendment.chance.0 {
                state.amended = true;
                struck.cut = amendment.cut.0 * after_notice(amendment.notice_months);
            }
        }
        struck
    }

    /// Whether somebody ends the agreement after a year whose settlement came to `net` for the system,
    /// and whether that takes what was earned.
    pub fn end(
        &self,
        luck: &ClauseLuck,
        year: usize,
        net: Cents,
        state: &mut ClauseState,
        struck: &mut Struck,
    ) {
        let Some(termination) = &self.termination else { return };
        let gain = net > Cents::ZERO;
        let chance = if gain { termination.by_payer.0 } else { termination.by_system.0 };
        if net != Cents::ZERO && luck[2] < chance && state.last_year.is_none() {
            struck.runs_on = termination.years_of_notice();
            state.last_year = Some(year + struck.runs_on as usize);
            struck.ended = true;
            struck.forfeited = gain && termination.forfeits;
        }
    }

    /// What an audit takes back of what was received.
    #[must_use]
    pub fn recovered(&self, luck: &ClauseLuck, received: Cents) -> Cents {
        let struck = self.audit.as_ref().filter(|audit| luck[3] < audit.chance.0);
        struck.map_or(Cents::ZERO, |audit| received.share(audit.share.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terms::toy;

    const CALM: ClauseLuck = [0.99; 4];

    #[test]
    fn without_clauses_nothing_strikes() {
        let mut state = ClauseState::NEW;
        assert_eq!(Clauses::NONE.strike(&[0.0; 4], &mut state), Struck::default());
        let mut struck = Struck::default();
        Clauses::NONE.end(&[0.0; 4], 3, Cents(100), &mut state, &mut struck);
        assert_eq!((struck, state), (Struck::default(), ClauseState::NEW));
        assert_eq!(Clauses::NONE.recovered(&[0.0; 4], Cents(100)), Cents::ZERO);
        assert_eq!((Clauses::NONE.part_kept(&state), Clauses::NONE.reporting_cost()), (1.0, 0.0));
    }

    #[test]
    fn measures_rise_for_what_is_left_of_the_year_after_notice() {
        let change = |notice| Clauses {
            measure_change: Some(MeasureChange {
                chance: Share(0.5),
                rise: Share(0.08),
                notice_months: Months(notice),
            }),
            ..Clauses::NONE
        };
        let at = |notice, uniform| {
            change(notice).strike(&[uniform, 0.99, 0.99, 0.99], &mut ClauseState::NEW.clone()).rise
        };
        // Eight points; after 90 days' notice 9/12 of them, 6; after a year's notice none.
        assert_eq!((at(0.0, 0.49), at(0.0, 0.51)), (0.08, 0.0));
        assert!((at(3.0, 0.49) - 0.06).abs() < 1e-15);
        assert_eq!(at(12.0, 0.49), 0.0);
    }

    /// Clause 1 of the payer note: with a chance of one half in each year the gate of its toy contract rises
    /// by eight points: −$1.34M printed, of a mean of $7.73M.
    #[test]
    fn the_measure_change_clause_of_the_payer_note() {
        let clauses = Clauses {
            measure_change: Some(MeasureChange {
                chance: Share(0.5),
                rise: Share(0.08),
                notice_months: Months(0.0),
            }),
            ..Clauses::NONE
        };
        let (chance, rise) = clauses.measures_may_rise().unwrap();
        // Passed with Φ(10/6) = 0.9522; at 78 with Φ(2/6) = 0.6306; half and half 0.7914.
        let pass = (1.0 - chance) * toy::passes(70.0) + chance * toy::passes(70.0 + 100.0 * rise);
        assert!((pass - 0.7914).abs() < 1e-4, "{pass}");
        let price = toy::five_years(1.0, 1.0, pass) - toy::five_years(1.0, 1.0, toy::passes(70.0));
        assert!((price / -1.34e6 - 1.0).abs() < 0.05, "{price}");
    }

    #[test]
    fn an_amendment_stays_until_the_agreement_is_renewed() {
        let clauses = Clauses {
            amendment: Some(Amendment { chance: Share(0.2), cut: Share(0.3), notice_months: Months(6.0) }),
            ..Clauses::NONE
        };
        let mut state = ClauseState::NEW;
        // Before: 1 − 0.2 × 0.3 × 6/12 = 0.97 is expected to be kept.
        assert!((clauses.part_kept(&state) - 0.97).abs() < 1e-15);
        assert_eq!(clauses.strike(&CALM, &mut state).cut, 0.0);
        // Struck in the middle of the year: 15 %; then 30 % whatever the luck.
        assert!((clauses.strike(&[0.99, 0.1, 0.99, 0.99], &mut state).cut - 0.15).abs() < 1e-15);
        assert_eq!(clauses.strike(&CALM, &mut state).cut, 0.3);
        assert_eq!(clauses.part_kept(&state), 0.7);
        state.renew();
        assert_eq!(clauses.strike(&CALM, &mut state).cut, 0.0);
    }

    #[test]
    fn the_payer_ends_it_after_a_gain_and_the_system_after_a_loss() {
        let clauses = |forfeits, notice| Clauses {
            termination: Some(Termination {
                by_payer: Share(0.25),
                by_system: Share(0.10),
                notice_months: Months(notice),
                forfeits,
            }),
            ..Clauses::NONE
        };
        let ended = |terms: &Clauses, uniform, received: i64, due| {
            let (mut state, mut struck) = (ClauseState::NEW, Struck::default());
            terms.end(&[0.99, 0.99, uniform, 0.99], 2, Cents(received - due), &mut state, &mut struck);
            (state.runs(2), state.runs(3), state.runs(4), struck.forfeited)
        };
        let keeps = clauses(false, 0.0);
        assert_eq!(ended(&keeps, 0.2, 100, 0), (true, false, false, false));
        assert_eq!(ended(&keeps, 0.3, 100, 0), (true, true, true, false));
        assert_eq!(ended(&keeps, 0.2, 0, 100), (true, true, true, false));
        assert_eq!(ended(&keeps, 0.05, 0, 100), (true, false, false, false));
        // Nothing received and nothing owed ends nothing.
        assert_eq!(ended(&keeps, 0.0, 0, 0), (true, true, true, false));
        // Notice of 90 days: the next performance year is begun and settled.
        assert_eq!(ended(&clauses(true, 3.0), 0.2, 100, 0), (true, true, false, true));
        // Who leaves after a loss forfeits nothing.
        assert_eq!(ended(&clauses(true, 0.0), 0.05, 0, 100), (true, false, false, false));
        assert_eq!(clauses(true, 0.0).part_kept(&ClauseState::NEW), 0.75);
        // In the year of notice nobody can end it again: everything earned is kept.
        let (mut state, mut struck) = (ClauseState::NEW, Struck::default());
        let notice = clauses(true, 12.0);
        notice.end(&[0.99, 0.99, 0.2, 0.99], 2, Cents(100), &mut state, &mut struck);
        assert_eq!((struck.forfeited, state.runs(3), notice.part_kept(&state)), (true, true, 1.0));
    }

    #[test]
    fn an_audit_takes_its_share_back() {
        let clauses = Clauses {
            audit: Some(Audit { chance: Share(0.1), share: Share(0.2), months: Months(18.0) }),
            reporting: Some(ReportingCost { measures: 25, per_measure: UsdPerYear(12_000.0) }),
            ..Clauses::NONE
        };
        assert_eq!(clauses.recovered(&[0.9, 0.9, 0.9, 0.05], Cents(1_234_567)), Cents(246_913));
        assert_eq!(clauses.recovered(&CALM, Cents(1_234_567)), Cents::ZERO);
        assert!((clauses.part_kept(&ClauseState::NEW) - 0.98).abs() < 1e-15);
        assert_eq!(clauses.audit.as_ref().map(Audit::years_later), Some(2));
        // The payer note's clause 7: 25 measures at $12,000 are $300,000 a year.
        assert_eq!(clauses.reporting_cost(), 300_000.0);
    }

    #[test]
    fn what_is_delegated_costs_by_the_person_and_month() {
        let clauses = Clauses {
            delegation: Some(Delegation { cost: PerMemberMonth(4.0), fee: PerMemberMonth(3.0) }),
            ..Clauses::NONE
        };
        assert_eq!((clauses.delegated_cost(), clauses.delegation_fee()), (4.0, 3.0));
        assert_eq!((Clauses::NONE.delegated_cost(), Clauses::NONE.delegation_fee()), (0.0, 0.0));
    }
}
