//! The better of two formulas in expectation.

use super::{Margin, Outlook};
use crate::terms::excess;

/// The better of two formulas in expectation (Clark 1961): with `d` the difference of the means and
/// `θ` its standard deviation, `E max(A, B) = B + d Φ(d/θ) + θ φ(d/θ)`, and slopes are mixed by the
/// chance that each is the better one. Luck is that of wRVUs and of measured quality.
#[inline(always)]
pub(crate) fn better_of(a: &Margin, b: &Margin, outlook: &Outlook) -> Margin {
    let difference = a.pay - b.pay;
    let by_work = (a.per_wrvu - b.per_wrvu) * outlook.wrvu_sd;
    let by_quality = (a.per_quality - b.per_quality) * outlook.quality_sd;
    let over = excess(difference, (by_work * by_work + by_quality * by_quality).sqrt(), 0.0);
    let mut better = *b;
    better.scale_slopes(1.0 - over.chance);
    let mut first = *a;
    first.scale_slopes(over.chance);
    first.pay = over.value;
    better.add_scaled(1.0, &first);
    better
}
