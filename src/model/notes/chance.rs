//! Notes about chance.

use super::{Look, Remarks};

/// Without chance every trial is the first.
pub(super) fn trials(look: &Look<'_>, remarks: &mut Remarks) {
    if look.arm.scenario.chance.none && look.trials > 1 {
        remarks.say(
            "chance.none",
            format!("{} trials without chance", look.trials),
            "every one of them comes out the same",
            "one is enough: write trials = 1, or --trials 1",
        );
    }
}
