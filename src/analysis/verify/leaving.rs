//! Who leaves a contract, and when.

use super::{Figures, Measured, VerifyOptions};
use crate::study::StudyFault;

/// Why there is no figure yet.
const NO_RULE: &str = "the model has no rule by which an organisation leaves a contract";

/// Shared Savings Program: leave after the first and third year, gone within five, and by whether they were paid.
pub(super) fn leaving(_: &VerifyOptions) -> Result<Figures, StudyFault> {
    let names = ["five_years", "first_year", "third_year", "when_paid"];
    Ok(names.map(|name| (name, Measured::Missing(NO_RULE))).to_vec())
}

/// Gone by the end of a programme, %.
pub(super) fn gone(
    _name: &str,
    _text: &str,
    _parts: &[(&'static str, f64)],
    _options: &VerifyOptions,
) -> Result<(&'static str, Measured), StudyFault> {
    Ok(("leaves", Measured::Missing(NO_RULE)))
}
