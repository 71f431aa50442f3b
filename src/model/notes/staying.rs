//! Notes about staying in a contract: rules that look at one year alone, plans and worth that nobody has seen.

use super::{Look, Remarks};
use crate::units::{figure, whole_dollars};

/// Planned savings beyond what any programme has published for a mean.
const PLANS: f64 = 0.08;
/// Worth beside the accounts, as a part of the cost of care.
const WORTH: f64 = 0.05;
/// Notice longer than half a year: what is on record is a year older.
const NOTICE: f64 = 6.0;

/// Rules for staying that are legal and unlikely.
pub(super) fn rules(look: &Look<'_>, remarks: &mut Remarks) {
    for (name, contract) in look.arm.scenario.contract.iter() {
        let Some(stay) = &contract.stay else { continue };
        let about = |key: &str| format!("contract.{name}.stay.{key}");
        if stay.patience.0 <= 0.0 {
            remarks.say(
                about("patience"),
                "found 0: nothing counts but the next year",
                "a year of losses before years of gains is then never lived through",
                "write 0.5 to 1, or leave it out",
            );
        }
        if stay.plan.0 > PLANS {
            remarks.say(
                about("plan"),
                format!("planned savings of {} %", figure((1e3 * stay.plan.0).round() / 10.0)),
                "beside 1 to 4 %, and no programme has saved 8 % on average",
                "write the plan as a share of the cost of care, such as 0.025",
            );
        }
        let worth = 12.0 * stay.worth.0;
        if worth > WORTH * contract.spending.0 {
            remarks.say(
                about("worth"),
                format!("{} a person and year beside the accounts", whole_dollars(worth)),
                "more than a twentieth of what care costs: no settlement would then decide anything",
                "write dollars for one person and one month",
            );
        }
        if stay.notice_months.0 > NOTICE {
            remarks.say(
                about("notice_months"),
                format!("notice of {} months", figure(stay.notice_months.0)),
                "the decision is taken before last year is settled",
                "write 1 if notice is of 30 days",
            );
        }
    }
}
