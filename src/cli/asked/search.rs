//! `cascade search`

use super::AskedStudy;
use crate::analysis::{SearchObjective, SetLimit};
use clap::Args;

/// `cascade search`
#[derive(Clone, Debug, Default, Args)]
pub(in crate::cli) struct SearchArgs {
    #[command(flatten)]
    pub(in crate::cli) study: AskedStudy,
    /// A number that may change: its place in the arm, and from where to where, as PATH=LOW..HIGH or PATH=LOW..HIGH:STEP;
    /// give it once for each. Without any, the command says which numbers it could be
    #[arg(long, value_name = "PATH=LOW..HIGH")]
    pub(in crate::cli) vary: Vec<String>,
    /// Arm that is redesigned: a variant, or `baseline`; the last variant when left out
    #[arg(long, value_name = "ARM")]
    pub(in crate::cli) from: Option<String>,
    /// What to search for, up to four of: margin, `margin_pv`, savings, value, quality, losers, cash
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = objective)]
    pub(in crate::cli) objectives: Vec<SearchObjective>,
    /// What a point of clinical quality, mean over physicians, is worth in a year, $, as part of `value`; nothing when
    /// left out
    #[arg(long, value_name = "DOLLARS", default_value_t = 0.0, value_parser = amount)]
    pub(in crate::cli) quality_point: f64,
    /// Budget neutrality: pay of all physicians within this share of today's, or `none` [default: 0.02]
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true, value_parser = share)]
    pub(in crate::cli) pay_within: Option<SetLimit>,
    /// Share of physicians who may lose 5 % of pay or more, or `none` [default: 0.25]
    #[arg(long, value_name = "SHARE", allow_hyphen_values = true, value_parser = share)]
    pub(in crate::cli) most_losers: Option<SetLimit>,
    /// Chance that the system's margin falls below today's, or `none` [default: 0.5]
    #[arg(long, value_name = "CHANCE", allow_hyphen_values = true, value_parser = share)]
    pub(in crate::cli) chance_of_loss: Option<SetLimit>,
    /// Lowest point of the programme's cash, $, below zero, or `none` [default: a quarter below the lower of today's and the arm's]
    #[arg(long, value_name = "DOLLARS", allow_hyphen_values = true, value_parser = below_zero)]
    pub(in crate::cli) cash_floor: Option<SetLimit>,
    /// Points by which clinical quality may fall below today's, or `none` [default: 0.5]
    #[arg(long, value_name = "POINTS", allow_hyphen_values = true, value_parser = not_below_zero)]
    pub(in crate::cli) quality_fall: Option<SetLimit>,
    /// Physicians whose pay would have to be valued, or `none` [default: the greater of today's and the arm's]
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = not_below_zero)]
    pub(in crate::cli) to_be_valued: Option<SetLimit>,
    /// Let through findings of law that say not to sign and that the arm does not have
    #[arg(long)]
    pub(in crate::cli) without_law: bool,
    /// Redesigns that are tried
    #[arg(long, value_name = "N", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(in crate::cli) evaluations: u32,
    /// Redesigns of a generation
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(4..=1_000))]
    pub(in crate::cli) population: u16,
    /// Redesigns that are wanted of the frontier
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=50))]
    pub(in crate::cli) points: u16,
    /// Trials of each of them on fresh luck: those of a run [default: 512, or as many as the scenario has]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    pub(in crate::cli) fresh_trials: Option<u64>,
    /// What they are called: NAME-01, NAME-02 and so on
    #[arg(long, value_name = "NAME", default_value = "point")]
    pub(in crate::cli) name: String,
}

/// An objective by its word.
fn objective(text: &str) -> Result<SearchObjective, String> {
    SearchObjective::ALL.iter().copied().find(|objective| objective.word() == text).ok_or_else(|| {
        let words: Vec<&str> = SearchObjective::ALL.iter().map(|objective| objective.word()).collect();
        format!("write one or more of {}, with commas between", words.join(", "))
    })
}

/// A limit: a number, or none.
fn limit(text: &str) -> Result<SetLimit, String> {
    if text == "none" {
        return Ok(SetLimit::Off);
    }
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    number.map(SetLimit::At).ok_or_else(|| "write a number, or `none`".to_owned())
}

/// A share or a chance, or none.
fn share(text: &str) -> Result<SetLimit, String> {
    within(text, (0.0, 1.0), "a share between 0 and 1 (0.25 for 25 %)")
}

/// A number from 0 on, or none.
fn not_below_zero(text: &str) -> Result<SetLimit, String> {
    within(text, (0.0, f64::INFINITY), "a number from 0 on")
}

/// Cash at its lowest, which begins at nothing, or none.
fn below_zero(text: &str) -> Result<SetLimit, String> {
    within(text, (f64::NEG_INFINITY, 0.0), "dollars below zero, such as -2000000")
}

/// A limit between two numbers, or none.
fn within(text: &str, (low, high): (f64, f64), what: &str) -> Result<SetLimit, String> {
    let found = limit(text)?;
    if let SetLimit::At(number) = found
        && !(low..=high).contains(&number)
    {
        return Err(format!("write {what}, or `none`"));
    }
    Ok(found)
}

/// Dollars, not below zero.
fn amount(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    number.ok_or_else(|| "write dollars, such as 250000".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_that_it_can_be() {
        assert_eq!(share("0.25"), Ok(SetLimit::At(0.25)));
        assert_eq!((share("none"), not_below_zero("none")), (Ok(SetLimit::Off), Ok(SetLimit::Off)));
        for text in ["25", "-1"] {
            assert!(share(text).unwrap_err().contains("0.25 for 25 %"), "{text}");
        }
        assert!(not_below_zero("-0.5").is_err() && not_below_zero("12") == Ok(SetLimit::At(12.0)));
        assert!(below_zero("1000000").unwrap_err().contains("-2000000") && below_zero("-5").is_ok());
        assert!(share("some").unwrap_err().contains("`none`"));
    }
}
