//! Lending against volume pay: what draws and carried deficits share.
//!
//! # Formula
//! With the least `D` that is paid, volume pay `V` and `O` owed from earlier years: paid `max(D, V − O)`, owed
//! afterwards `O + paid − V`.

use super::{Margin, Outlook};
use crate::math::powf;
use crate::terms::excess;
use crate::units::Cents;

/// Later years that a physician looks ahead: an assumption.
const LOOKS_AHEAD: f64 = 10.0;

/// What a year of lending comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lent {
    /// Paid in place of the volume pay.
    pub paid: Cents,
    /// Of that, beyond what was earned.
    pub advanced: Cents,
    /// Taken from what was earned, for earlier advances.
    pub recouped: Cents,
    /// Owed afterwards.
    pub owed: Cents,
}

impl Lent {
    /// At least `least` is paid on `volume`, with `owed` from earlier years.
    #[inline(always)]
    pub(super) fn of(least: Cents, volume: Cents, owed: Cents) -> Lent {
        let paid = least.max(volume - owed);
        let advanced = (least - volume).positive();
        let after = owed + paid - volume;
        Lent { paid, advanced, recouped: owed + advanced - after, owed: after }
    }
}

/// What becomes of what is owed, as far as it moves the incentive.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owing {
    /// Most that is carried, $.
    pub most: f64,
    /// Part forgiven each year.
    pub forgiven: f64,
    /// Later years in which a surplus can still clear it.
    pub chances: f64,
}

impl Owing {
    /// All of it, until it is cleared.
    pub(super) const ALL: Owing = Owing { most: f64::INFINITY, forgiven: 0.0, chances: f64::INFINITY };

    /// Worth today of a dollar less owed at the end of this year, when a later year clears the debt
    /// with a chance of `clears`: the first later year in which it is cleared pays it.
    #[inline(always)]
    pub(super) fn worth_of_less(&self, clears: f64, worth_next_year: f64) -> f64 {
        let carried = worth_next_year * (1.0 - self.forgiven);
        let waits = carried * (1.0 - clears);
        let chances = self.chances.clamp(0.0, LOOKS_AHEAD);
        let all = if waits < 1.0 { (1.0 - powf(waits.max(1e-12), chances)) / (1.0 - waits) } else { chances };
        carried * clears * all
    }

    /// What a year of lending is expected to pay beyond what was earned, and in place of the volume pay
    /// `earned`.
    #[inline(always)]
    pub(super) fn expect(&self, least: f64, earned: &Margin, outlook: &Outlook) -> [Margin; 2] {
        let owed = outlook.work.carried.owed.dollars();
        let sd = (earned.per_wrvu * outlook.wrvu_sd).abs();
        let above = excess(earned.pay, sd, least);
        let cleared = excess(earned.pay - owed, sd, least);
        // E[max(0, D − V)] = D − E[V] + E[max(0, V − D)].
        let advance = least - earned.pay + above.value;
        let mut time = *earned;
        time.scale_slopes(above.chance - 1.0);
        time.pay = advance;
        time.on_floor = outlook.work.portion * (1.0 - above.chance);
        let mut volume = *earned;
        volume.scale_slopes(1.0 + cleared.chance - above.chance);
        volume.pay = least + cleared.value - advance;
        // Short of the least and below the limit, a dollar more leaves a dollar less owed.
        let most = self.most;
        let within = if most.is_finite() { excess(earned.pay - owed, sd, least - most).chance } else { 1.0 };
        let short = least - (earned.pay - owed) + cleared.value;
        let still = (1.0 - self.forgiven) * (short / (1.0 - cleared.chance).max(1e-9)).min(most);
        let clears = excess(earned.pay - still, sd, least).chance;
        let worth = (within - cleared.chance).max(0.0) * self.worth_of_less(clears, outlook.worth_next_year);
        volume.per_wrvu_later += earned.per_wrvu * worth;
        [time, volume]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_owed_moves_by_what_is_advanced_and_recouped() {
        // Least 200: 150 earned, 20 owed: 50 advanced, 70 owed. Then 290: 70 repaid, 220 paid.
        let hundred = |thousands: i64| Cents(thousands * 100_000);
        let short = Lent::of(hundred(200), hundred(150), hundred(20));
        let lent = |paid, advanced, recouped, owed| {
            let [paid, advanced, recouped, owed] = [paid, advanced, recouped, owed].map(hundred);
            Lent { paid, advanced, recouped, owed }
        };
        assert_eq!(short, lent(200, 50, 0, 70));
        assert_eq!(Lent::of(hundred(200), hundred(290), short.owed), lent(220, 0, 70, 0));
        // A deficit that is carried: nothing is paid, 100 owed; then 160: 60 paid.
        let deficit = Lent::of(Cents::ZERO, hundred(-100), Cents::ZERO);
        assert_eq!(deficit, lent(0, 100, 0, 100));
        assert_eq!(Lent::of(Cents::ZERO, hundred(160), deficit.owed), lent(60, 0, 100, 0));
    }
}
