//! Notes about the system's money.

use super::{Look, Remarks};
use crate::system::Authorisation;

/// Passing on more than the baseline takes an amendment of the agreements, as a new plan does.
pub(super) fn amendments(look: &Look<'_>, remarks: &mut Remarks) {
    let Some(usual) = &look.arm.scenario.allocation.authorisation else { return };
    // What a redesign holds, it states itself.
    if look.arm.authorisation_is_assumed && *usual == Authorisation::USUAL {
        remarks.say(
            "allocation.physicians",
            "more is passed on than in the baseline, and nothing is said of the amendment that this takes",
            format!(
                "it is taken to need {} months and ${}, as a redesign does",
                usual.lead_months.0, usual.legal_cost.0
            ),
            "write allocation.authorisation with its own lead_months and legal_cost; both may be 0",
        );
    }
}
