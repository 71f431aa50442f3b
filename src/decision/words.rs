//! Figures and arms as sentences have them.

use crate::model::Model;
use crate::stats::Summary;
pub use crate::units::short_dollars;
use crate::units::{CalendarYear, shortened};

/// Dollars of a system over some years, as fine as levels of arms are compared: `$999.2M`, `$1.014B`.
#[must_use]
pub fn level_dollars(value: f64) -> String {
    let (sign, size) = (if value < 0.0 { "-" } else { "" }, value.abs());
    if size < 999_500.0 {
        short_dollars(value)
    } else if size >= 99.95e9 {
        format!("{sign}${:.1}B", size / 1e9)
    } else if size >= 9.9995e9 {
        format!("{sign}${:.2}B", size / 1e9)
    } else if size >= 999.95e6 {
        format!("{sign}${:.3}B", size / 1e9)
    } else {
        format!("{sign}${:.1}M", size / 1e6)
    }
}

/// The 95 % interval of a mean, in words; nothing where it is not known, or no wider than a dollar.
pub(super) fn within(of: &Summary) -> String {
    match of.interval() {
        Some((low, high)) if high - low > 1.0 => {
            format!(" (95 % interval {} to {})", short_dollars(low), short_dollars(high))
        }
        _ => String::new(),
    }
}

/// A share in whole percent, halves away from nothing: `37 %` of 0.365, as tenths of it are read.
#[must_use]
pub fn whole_percent(share: f64) -> String {
    format!("{:.0} %", (100.0 * share).round() + 0.0)
}

/// A share in whole percent; what is neither nothing nor all is not said to be.
pub(super) fn percent(share: f64) -> String {
    match 100.0 * share {
        part if part > 0.0 && part < 0.5 => "under 1 %".to_owned(),
        part if (99.5..100.0).contains(&part) => "over 99 %".to_owned(),
        _ => whole_percent(share),
    }
}

/// Most letters of an arm's title within a sentence.
const NAME: usize = 44;

/// An arm as a sentence names it: `today`, or its title in quotes, cut where it is long.
#[must_use]
pub fn arm_in_words(model: &Model, arm: usize) -> String {
    if arm == 0 {
        return "today".to_owned();
    }
    format!("“{}”", shortened(&model.arms[arm].title, NAME))
}

/// The performance years: `2026-2035`, or `2026` where there is but one.
#[must_use]
pub fn years_in_words(model: &Model) -> String {
    let start = model.start;
    if model.years == 1 { start.to_string() } else { format!("{start}-{}", start.plus(model.years - 1)) }
}

/// A specialty, plan or contract as a person reads its name: `family medicine`.
#[must_use]
pub fn name_in_words(name: &str) -> String {
    name.replace('_', " ")
}

/// A month counted from the first January, which is 1, in words: `October 2027`.
#[must_use]
pub fn month_in_words(start: CalendarYear, month: usize) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let place = month.saturating_sub(1);
    format!("{} {}", MONTHS[place % 12], start.plus(place / 12))
}

/// `one year`, `10 years`.
#[must_use]
pub fn over_years(model: &Model) -> String {
    if model.years == 1 { "one year".to_owned() } else { format!("{} years", model.years) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_and_shares_in_a_sentence() {
        let texts = [0.0, -0.4, 940.0, -939_600.0, 999_600.0, -22_649_000.0, 140e6].map(short_dollars);
        assert_eq!(texts, ["$0", "$0", "$940", "-$940k", "$1.0M", "-$22.6M", "$140M"]);
        let texts = [999.4e6, 999.6e6, -1.0137e9, 12.34e9, 123.4e9].map(short_dollars);
        assert_eq!(texts, ["$999M", "$1.00B", "-$1.01B", "$12.3B", "$123B"]);
        let texts = [-2.25e6, -4e4, 999.24e6, 1013.7e6, 20.27e9, 202.7e9].map(level_dollars);
        assert_eq!(texts, ["-$2.2M", "-$40k", "$999.2M", "$1.014B", "$20.27B", "$202.7B"]);
        let shares = [0.0, 0.001, 0.12, 0.999, 1.0].map(percent);
        assert_eq!(shares, ["0 %", "under 1 %", "12 %", "over 99 %", "100 %"]);
        assert_eq!([0.365, 0.375, -0.001, 1.0].map(whole_percent), ["37 %", "38 %", "0 %", "100 %"]);
    }

    #[test]
    fn months_are_named() {
        let of = |month| month_in_words(CalendarYear(2026), month);
        assert_eq!([of(1), of(12), of(22)], ["January 2026", "December 2026", "October 2027"]);
    }

    #[test]
    fn an_interval_of_nothing_is_not_said() {
        // Student's t of 99 draws less one is 1.984: 10 ± 1.984 × 5 = 0.08 to 19.92.
        let known = Summary { mean: 10.0, mc_se: 5.0, draws: 100, trials: 100, ..Summary::default() };
        assert_eq!(within(&known), " (95 % interval $0 to $20)");
        assert_eq!(within(&Summary { mc_se: 0.0, ..known }), "");
    }
}
