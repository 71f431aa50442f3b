//! The explorer: pay, own cents and misalignment of every physician, specialty and plan over the years.

use crate::report::Report;
use maud::{Markup, html};

/// The explorer; where persons are not to be shown, of specialties and plans only.
pub(super) fn explorer(_report: &Report<'_>) -> Markup {
    html! { div class="explorer" {} }
}
