//! The quantities of the field: one row each, with its unit, its natural range and the hint that
//! an error message ends with.

/// A number with a unit. Every numeric parameter of a scenario is one of these.
pub trait Quantity: Copy + Send + Sync + 'static {
    /// The unit, as it stands in tables and messages.
    const UNIT: &'static str;
    /// The smallest value the quantity can have at all; a parameter may narrow it.
    const MIN: f64;
    /// The largest value the quantity can have at all; a parameter may narrow it.
    const MAX: f64;
    /// How to write it, for the end of a message.
    const HINT: &'static str;
    /// Wraps a number that has been checked.
    fn new(value: f64) -> Self;
    /// The number.
    fn get(self) -> f64;
    /// The place of the number, for a trial's draw.
    fn slot(&mut self) -> &mut f64;
}

macro_rules! quantities {
    ($($(#[doc = $doc:literal])+ $name:ident: $unit:literal in $min:literal, $max:literal; $hint:literal)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(pub f64);

        impl Quantity for $name {
            const UNIT: &'static str = $unit;
            const MIN: f64 = $min;
            const MAX: f64 = $max;
            const HINT: &'static str = $hint;
            #[inline(always)]
            fn new(value: f64) -> Self {
                Self(value)
            }
            #[inline(always)]
            fn get(self) -> f64 {
                self.0
            }
            fn slot(&mut self) -> &mut f64 {
                &mut self.0
            }
        }
    )+};
}

quantities! {
    /// A part of a whole, 0 to 1; never a percentage.
    Share: "share" in 0.0, 1.0; "write 0.12 for 12 %"
    /// A growth or difference as a share, which may be negative.
    SignedShare: "share" in -1.0, 1.0; "write 0.03 for 3 % and -0.03 for a fall of 3 %"
    /// A ratio to a reference of 1.
    Ratio: "ratio" in 0.0, 1.0e6; "write 1.0 for the reference itself"
    /// A plain number.
    Real: "number" in -1.0e12, 1.0e12; "write a plain number"
    /// Relative change of one thing for a relative change of another.
    Elasticity: "elasticity" in -10.0, 10.0; "write 0.12 when 10 % more of the one moves the other by 1.2 %"
    /// Comp rate: dollars the system pays a physician per wRVU. Not a payer's price.
    PerWrvu: "$/wRVU" in 0.0, 1_000.0; "write dollars per wRVU, such as 52.50"
    /// Professional revenue: dollars the system collects from a payer per wRVU. Not a comp rate.
    RevenuePerWrvu: "$/wRVU" in 0.0, 10_000.0; "write dollars collected per wRVU, such as 76.63"
    /// Dollars per member and month.
    PerMemberMonth: "$/member/month" in 0.0, 10_000.0; "write dollars per member and month, such as 4.50"
    /// Dollars per person and year: spending, or what a person's care is worth.
    PerPersonYear: "$/person/year" in -1.0e6, 1.0e6; "write dollars per person and year, such as 12500"
    /// Dollars per year.
    UsdPerYear: "$/year" in 0.0, 1.0e12; "write dollars a year without separators, such as 250000"
    /// An amount of dollars paid once.
    UsdAmount: "$" in 0.0, 1.0e12; "write dollars without separators, such as 250000"
    /// Dollars per hour.
    UsdPerHour: "$/hour" in 0.0, 10_000.0; "write dollars per hour, such as 150"
    /// Work relative value units in a year.
    Wrvu: "wRVU/year" in 0.0, 100_000.0; "write work RVUs a year, such as 5200"
    /// People.
    Members: "people" in 0.0, 1.0e9; "write a number of people"
    /// Hours in a year.
    Hours: "hours/year" in 0.0, 8_784.0; "write hours a year"
    /// Hours in a week.
    HoursPerWeek: "hours/week" in 0.0, 168.0; "write hours a week, such as 2"
    /// Months.
    Months: "months" in 0.0, 600.0; "write a number of months"
    /// Years.
    Years: "years" in 0.0, 100.0; "write a number of years"
    /// Percentage points.
    Points: "points" in -100.0, 100.0; "write 3 for 3 percentage points"
}

/// A count as a double: exact, since no list comes near 2^53.
#[expect(clippy::cast_precision_loss, reason = "no list comes near 2^53")]
#[must_use]
pub const fn real(count: usize) -> f64 {
    count as f64
}
