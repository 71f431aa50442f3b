//! Supervision of advanced practice providers.
//!
//! # What it pays
//! A stipend for each nurse practitioner or physician assistant supervised, up to a number.
//!
//! # Formula
//! `P = stipend × min(n, most)`.
//!
//! # Parameters
//! Below, with unit, range, default and source. The number comes from the roster's
//! `apps_supervised`.
//!
//! # What it rewards
//! Team-based care, in place of wRVUs that may not be credited.
//!
//! # Revenue
//! Professional: the APP's services are billed in their own right; no credit to the supervisor.
//! Technical: indirect.
//!
//! # Payment unit
//! A period of time (Quinn 1).
//!
//! # Edge cases
//! Nobody supervised, nothing paid; more than the limit pays no more.
//!
//! # Law and market notes
//! Fair market value for the time. APP-generated wRVUs cannot be credited to an employed supervisor,
//! so a team that helps the ACO lowers its physician's wRVU pay.
//!
//! # Sources
//! Compensation mechanics (not a row of the 17; part of model 17's field). 56 % (Sullivan Cotter) and
//! 72 % (IHS) of organisations pay extra; $5,000–15,000 a year is a weak source; ECG names time,
//! levelled-productivity and net-income methods, of which this is the first.
//!
//! # Example
//! ```toml
//! [[plan.family_medicine.pay]]
//! app_supervision = { per_app = 10000, most = 3 }
//! ```

use super::{Margin, Moves, OneLine, Outlook, Part, PayClass, Record, Status, Work};
use crate::schema::{Grade, number, parameters};
use crate::terms::PaymentUnit;
use crate::units::{Real, UsdPerYear};

parameters! {
    /// Supervision of advanced practice providers.
    pub struct AppSupervision {
        /// Dollars a year for each one supervised.
        per_app: UsdPerYear = number(10_000.0)
            .from(Grade::Published, "$5,000-15,000 a year (web guide, weak source); its middle");
        /// Number beyond which nothing more is paid.
        most: Real = number(4.0).range(0.0, 50.0).because("more can hardly be supervised well");
    }
}

impl Part for AppSupervision {
    const RECORD: Record = Record {
        model: 0,
        status: Status::Mechanic,
        formula: "P = stipend x min(APPs supervised, most)",
        rewards: "team-based care",
        professional: "the APP's services are billed in their own right; no wRVU credit",
        technical: "indirect",
        unit: Some(PaymentUnit::TimePeriod),
        law: "fair market value; personally performed work only, so no wRVU credit for APPs",
        sources: "HSG; AAPCP; ECG; stipend range from a weak source",
    };
}

impl OneLine for AppSupervision {
    const CLASS: PayClass = PayClass::Service;
    const MOVES: Moves = Moves::NOTHING;
    /// Stipend and limit.
    type Ready = (f64, f64);

    #[inline(always)]
    fn ready(&self) -> (f64, f64) {
        (self.per_app.0, self.most.0)
    }

    #[inline(always)]
    fn annual((stipend, most): (f64, f64), work: &Work) -> f64 {
        stipend * work.duties.apps_supervised.min(most)
    }

    #[inline(always)]
    fn margin(ready: (f64, f64), outlook: &Outlook) -> Margin {
        Margin { pay: Self::annual(ready, &outlook.work), ..Margin::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::Duties;
    use crate::pay::testing;

    #[test]
    fn hand_worked() {
        let plan = AppSupervision { per_app: UsdPerYear(10_000.0), most: Real(3.0) };
        let paid = |apps| {
            let duties = Duties { apps_supervised: apps, ..Duties::usual(1.0) };
            testing::paid(&plan, &Work { portion: 0.5, duties, ..Work::default() })
        };
        assert_eq!([paid(0.0), paid(2.0), paid(5.0)], [0.0, 10_000.0, 15_000.0]);
    }
}
