//! A number that a sweep varies, and the values it takes.

use crate::math::powf;
use crate::schema::{Problem, Refused};
use crate::units::{figure, real};

/// A number that a sweep varies.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepFactor {
    /// Its place, as [`Study::set`](crate::Study::set) takes it: `arm:path`, or `path` for every arm that has it.
    pub place: String,
    /// The values it takes.
    pub levels: FactorLevels,
}

/// The values that a number takes, in its own unit.
#[derive(Clone, Debug, PartialEq)]
pub enum FactorLevels {
    /// From one value to another.
    Range {
        /// The lowest.
        low: f64,
        /// The highest.
        high: f64,
        /// How many values a grid has, both ends among them; designs that choose values themselves have none.
        points: Option<usize>,
        /// Whether equal steps multiply by equal factors, instead of adding equal amounts.
        log: bool,
    },
    /// These.
    Listed(Vec<f64>),
}

/// Values of one number in a grid at most.
pub const MOST_LEVELS: usize = 1_001;

impl SweepFactor {
    /// Reads what is varied: `PLACE=LOW..HIGH:POINTS`, `PLACE=LOW..HIGH`, either with `:log` at its end, or
    /// `PLACE=VALUE,VALUE,…`.
    ///
    /// # Errors
    ///
    /// [`Refused`], with what was found and what to write instead.
    ///
    /// ```
    /// use cascade::analysis::SweepFactor;
    ///
    /// let factor = SweepFactor::parse("pass_through:allocation.physicians=0..0.8:5")?;
    /// assert_eq!(factor.grid()?, [0.0, 0.2, 0.4, 0.6, 0.8]);
    /// let factor = SweepFactor::parse("workforce.move_hazard=0.01..1:3:log")?;
    /// assert_eq!(factor.grid()?, [0.01, 0.1, 1.0]);
    /// let said = SweepFactor::parse("allocation.physicians=0.8..0").unwrap_err().to_string();
    /// assert!(said.contains("write the lower end first"), "{said}");
    /// # Ok::<(), cascade::Refused>(())
    /// ```
    pub fn parse(text: &str) -> Result<SweepFactor, Refused> {
        let Some((place, levels)) = text.split_once('=') else {
            return Err(unread(
                text,
                "no value is said; write PLACE=LOW..HIGH:POINTS, such as `allocation.reserve.rate=0..0.2:5`, or PLACE=VALUE,VALUE",
            ));
        };
        let place = place.trim();
        let levels = levels_of(levels.trim()).map_err(|message| unread(place, &message))?;
        Ok(SweepFactor { place: place.to_owned(), levels })
    }

    /// The values that a grid has of it, in order.
    ///
    /// # Errors
    ///
    /// [`Refused`], where a range does not say how many.
    pub fn grid(&self) -> Result<Vec<f64>, Refused> {
        match &self.levels {
            FactorLevels::Listed(values) => Ok(values.clone()),
            FactorLevels::Range { points: None, low, high, .. } => {
                let (low, high) = (figure(*low), figure(*high));
                let message = format!(
                    "found the range {low}..{high} without a number of values; in a grid write {low}..{high}:5 for five, both ends among them, or ask for --design lhs or sobol with --points"
                );
                Err(unread(&self.place, &message))
            }
            FactorLevels::Range { low, high, points: Some(points), log } => {
                let last = points - 1;
                let value = |place: usize| match place {
                    0 => *low,
                    end if end == last => *high,
                    between => at(*low, *high, *log, real(between) / real(last)),
                };
                Ok((0..*points).map(value).collect())
            }
        }
    }

    /// The value at a part of the way, strictly between 0 and 1, of a design: of a list, the one in whose equal part of
    /// the way it lies.
    #[must_use]
    pub fn at(&self, part: f64) -> f64 {
        match &self.levels {
            FactorLevels::Range { low, high, log, .. } => at(*low, *high, *log, part).clamp(*low, *high),
            FactorLevels::Listed(values) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a place in a list"
                )]
                let place = (part * real(values.len())) as usize;
                values[place.min(values.len() - 1)]
            }
        }
    }

    /// Whether equal steps multiply by equal factors.
    #[must_use]
    pub fn is_log(&self) -> bool {
        matches!(self.levels, FactorLevels::Range { log: true, .. })
    }

    /// The arm that its place is confined to, and the path in it.
    #[must_use]
    pub fn arm_and_path(&self) -> (Option<&str>, &str) {
        match self.place.split_once(':') {
            Some((arm, path)) => (Some(arm.trim()), path.trim()),
            None => (None, self.place.trim()),
        }
    }
}

/// A value at a part of the way between two.
fn at(low: f64, high: f64, log: bool, part: f64) -> f64 {
    let value = if log { low * powf(high / low, part) } else { low + (high - low) * part };
    neat(value)
}

/// The nearest number of twelve digits: 0.3 and not 0.30000000000000004, so that what is set is what a file would state
/// and what tables show.
fn neat(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

fn levels_of(text: &str) -> Result<FactorLevels, String> {
    match text.split_once("..") {
        Some((low, rest)) => range(low, rest),
        None => listed(text),
    }
}

fn range(low: &str, rest: &str) -> Result<FactorLevels, String> {
    let (rest, log) = match rest.rsplit_once(':') {
        Some((rest, word)) if word.trim() == "log" => (rest, true),
        _ => (rest, false),
    };
    let (high, points) = match rest.split_once(':') {
        Some((high, points)) => (high, Some(count(points)?)),
        None => (rest, None),
    };
    let (low, high) = (number(low)?, number(high)?);
    if low >= high {
        return Err(format!(
            "found the range {}..{}; write the lower end first, and a higher one after `..`",
            figure(low),
            figure(high)
        ));
    }
    if log && low <= 0.0 {
        return Err(format!(
            "found the lower end {} with `:log`; equal factors lead from no number that is not above 0",
            figure(low)
        ));
    }
    Ok(FactorLevels::Range { low, high, points, log })
}

fn count(text: &str) -> Result<usize, String> {
    let text = text.trim();
    text.parse().ok().filter(|points| (2..=MOST_LEVELS).contains(points)).ok_or_else(|| {
        format!(
            "found {text:?} as how many values; write a whole number from 2 to {MOST_LEVELS}, then `:log` for equal factors"
        )
    })
}

fn listed(text: &str) -> Result<FactorLevels, String> {
    let values = text.split(',').map(number).collect::<Result<Vec<f64>, String>>()?;
    for (place, value) in values.iter().enumerate() {
        if values[..place].contains(value) {
            return Err(format!("found {} twice; a value is run once", figure(*value)));
        }
    }
    Ok(FactorLevels::Listed(values))
}

fn number(text: &str) -> Result<f64, String> {
    let text = text.trim();
    text.parse::<f64>().ok().filter(|value| value.is_finite()).ok_or_else(|| {
        format!(
            "found {text:?}; write a number without separators, as in `0..0.8:9` or `0,0.2,0.5`, and 0.12 for 12 %"
        )
    })
}

/// Something of an argument that cannot be used.
pub(super) fn unread(place: &str, message: &str) -> Refused {
    Problem {
        file: "sweep".to_owned(),
        line: 0,
        column: 0,
        path: place.to_owned(),
        message: message.to_owned(),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(text: &str) -> Vec<f64> {
        SweepFactor::parse(text).unwrap().grid().unwrap()
    }

    #[test]
    fn values_are_those_that_a_file_would_state() {
        // As doubles, 3 × 0.8 / 8 is 0.30000000000000004; what a file states as 0.3 is 0.3.
        assert_eq!(grid("a=0..0.8:9"), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]);
        assert_eq!(grid("a=-0.1..0.1:3"), [-0.1, 0.0, 0.1]);
        assert_eq!(grid("a = 1e-3 .. 1e3 : 3 : log"), [1e-3, 1.0, 1e3]);
        assert_eq!(grid("a=5,1,2.5"), [5.0, 1.0, 2.5], "in the order that they are written in");
        // The ends are as they are written, however many digits they have.
        assert_eq!(grid("a=0.1234567890123456..1:2")[0], 0.1234567890123456);
    }

    #[test]
    fn a_part_of_the_way_by_hand() {
        let linear = SweepFactor::parse("a=10..30").unwrap();
        assert_eq!(linear.at(0.25), 15.0);
        let log = SweepFactor::parse("a=1..16:log").unwrap();
        assert_eq!(log.at(0.75), 8.0);
        assert!(log.is_log() && !linear.is_log());
        let listed = SweepFactor::parse("a=1,2,3").unwrap();
        assert_eq!([0.01, 0.34, 0.67, 0.99].map(|part| listed.at(part)), [1.0, 2.0, 3.0, 3.0]);
    }

    #[test]
    fn places_keep_their_arm() {
        let factor = SweepFactor::parse("redesign:plan.base.pay[0].salary.per_fte=1,2").unwrap();
        assert_eq!(factor.arm_and_path(), (Some("redesign"), "plan.base.pay[0].salary.per_fte"));
        assert_eq!(SweepFactor::parse("run.years=1,2").unwrap().arm_and_path(), (None, "run.years"));
    }

    #[test]
    fn what_cannot_be_read_says_what_to_write() {
        for (text, said) in [
            ("allocation.physicians", "no value is said"),
            ("a=", "found \"\""),
            ("a=1;2", "found \"1;2\""),
            ("a=0..1:1", "found \"1\" as how many values"),
            ("a=0..1:x", "found \"x\" as how many values"),
            ("a=0..1:5:lin", "found \"5:lin\" as how many values"),
            ("a=1..1:3", "write the lower end first"),
            ("a=2..1:3", "found the range 2..1"),
            ("a=0..1:3:log", "found the lower end 0 with `:log`"),
            ("a=nan,1", "found \"nan\""),
            ("a=0..inf", "found \"inf\""),
            ("a=1,1.0", "found 1 twice"),
        ] {
            let found = SweepFactor::parse(text).unwrap_err().to_string();
            assert!(found.contains(said), "{text}: {found}");
        }
        let found = SweepFactor::parse("a=0..1").unwrap().grid().unwrap_err().to_string();
        assert!(found.contains("in a grid write 0..1:5"), "{found}");
    }
}
