//! What a number means: money in whole cents, quantities with a unit and a natural range, and the
//! small grammar that messages are built from.
//!
//! A *payment* is [`Cents`]; everything a formula multiplies is an `f64` inside a [`Quantity`], so
//! that two things a reader could confuse (a comp rate and a fee-schedule price, a spending
//! benchmark and a survey percentile) differ in type. [`Usd`] is for the eye.

mod apportion;
mod grammar;
mod money;
mod quantity;
mod visible;
mod words;
mod year;

pub use apportion::apportion;
pub use grammar::{
    as_name, both, capitalised, closest, count, either, figure, hidden, is_formula, listed, minus_signs,
    nearest_names, shortened, sum, thousands,
};
pub(crate) use grammar::{debug_by_words, set_apart};
pub(crate) use money::nearest_whole;
pub use money::{Cents, Usd, nearest, short_dollars, whole_dollars};
pub use quantity::{
    Elasticity, Hours, HoursPerWeek, Members, Months, PerMemberMonth, PerPersonYear, PerWrvu, Points,
    Quantity, Ratio, Real, RevenuePerWrvu, Share, SignedShare, UsdAmount, UsdPerHour, UsdPerYear, Wrvu,
    Years, real,
};
pub use visible::{on_one_line, visible, visible_json};
pub(crate) use words::words;
pub use year::{CalendarYear, MonthOffset};
