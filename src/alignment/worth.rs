//! What levers are worth to those who pay for care: a choice, and stated as one.

use crate::schema::{Grade, number, optional, parameters};
use crate::units::{PerPersonYear, Share};

parameters! {
    /// What a lever is worth to those who pay for care. A value gradient is a choice; every run
    /// prints it.
    pub struct Worth {
        /// Worth of a marginal visit as a part of its price, before the downstream cost it induces
        /// (`behaviour.evidence.volume_to_cost`; by default that is more, in primary care):
        /// 0 is the payer's narrowest view, 1 says that fee-for-service is right about visits.
        marginal_volume: Share = number(0.5).because("the middle of the range");
        /// Worth of one point of measured quality, per patient and year; the contracts' own price
        /// when left out. Patients are those of the panel; of a physician without one, the lives under
        /// influence (`system.specialist_influence`).
        quality_point: Option<PerPersonYear> = optional().range(0.0, 1_000.0);
        /// Worth of access for one more patient on the panel for a year.
        access: PerPersonYear = number(86.0).range(0.0, 10_000.0)
            .from(Grade::Derived, "payers lose $86,300 when a primary care physician leaves a panel (Sinsky 2022), about $86 a year per patient over a panel of 1,000");
        /// wRVUs lost for 1 % less cost of care, as a part of 1 % of own wRVUs.
        stewardship_wrvu: Share = number(0.05).because("a little: avoided follow-up visits");
        /// wRVUs gained for 1 % more panel, as a part of 1 % of own wRVUs.
        access_wrvu: Share = number(0.8).because("most of a new patient's visits are additional");
        /// Clinical time that one weekly hour of non-clinical work takes.
        transformation_clinic: Share = number(0.5).because("half is found outside clinic hours, as for stipends");
        /// Target strength τ: the part of full value that the committee means to pay at the margin.
        target_strength: Share = number(0.2).because("full pass-through is neither affordable nor wise for a risk-averse employee");
    }
}
