//! Under which arm do most physicians lose, in which specialty, and by what?

use super::disclosure::Disclosure;
use super::reasons::{
    PersonReasons, Reason, SpecialtyReasons, by_specialty, largest, reasons_of_all_years, together,
};
use super::said::{KeyFigure, KeyFinding};
use super::signed::percent_within;
use super::words::{arm_in_words, name_in_words, years_in_words};
use crate::engine::{HorizonMetric, Outcome, Scope};
use crate::model::Model;
use crate::stats::Summary;
use crate::units::thousands;

/// Shares that differ by less are the same.
const ALIKE: f64 = 0.0005;

/// The arm under which most physicians lose over the horizon.
#[derive(Clone, Debug)]
pub struct MostLosers<'m> {
    /// The arm.
    pub arm: usize,
    /// Share of physicians whose pay over all years is at least 5 % below the baseline's.
    pub share: Summary,
    /// Physicians who are expected to lose so much.
    pub expected: usize,
    /// The specialty with most of them.
    pub specialty: Option<SpecialtyReasons<'m>>,
    /// What they lose most by.
    pub reason: Option<Reason>,
    /// Other arms under which as many lose.
    pub alike: usize,
    /// Arms, beside the baseline, under which some lose.
    pub arms: usize,
    /// Where limits hide how many lose: what is said instead, `fewer than 11`.
    pub few: Option<String>,
}

impl<'m> MostLosers<'m> {
    /// The same with what may be shown: no count of few physicians, or of all but few.
    #[must_use]
    pub fn disclosed(self, model: &Model, may: &Disclosure) -> MostLosers<'m> {
        let Some(least) = may.least() else { return self };
        let of = model.arms[self.arm].roster.iter().flatten().count();
        let specialty = self.specialty.filter(|own| {
            may.shows_group(self.arm, Scope::Specialty, own.specialty)
                && may.shows_count(own.losers, own.physicians)
                && may.shows_count(self.expected - own.losers.min(self.expected), of)
        });
        let is_few =
            !may.shows_measure(self.arm, Scope::System, "all", HorizonMetric::Losers.definition().name);
        let few = is_few.then(|| {
            let many = self.share.mean > 0.5;
            format!("{}fewer than {least}", if many { "all but " } else { "" })
        });
        let shown = few.is_none() && may.shows_count(self.expected, of);
        MostLosers {
            specialty: specialty.filter(|_| shown),
            reason: self.reason.filter(|_| shown),
            few,
            ..self
        }
    }
}

/// Who loses; `None` where there is but one arm.
#[must_use]
pub fn most_losers<'m>(model: &'m Model, outcome: &Outcome) -> Option<MostLosers<'m>> {
    let of = |arm: usize| {
        let results = outcome.arm(&model.arms[arm].name).ok()?;
        Some((arm, results.horizon(HorizonMetric::Losers)))
    };
    let all: Vec<(usize, Summary)> = (1..model.arms.len()).filter_map(of).collect();
    let (arm, share) = all.iter().copied().reduce(|a, b| if b.1.mean > a.1.mean { b } else { a })?;
    let people = reasons_of_all_years(model, outcome, arm);
    let losers: Vec<&PersonReasons> = people.iter().filter(|person| person.loses()).collect();
    let specialties = by_specialty(model, &people).into_iter();
    Some(MostLosers {
        arm,
        share,
        expected: losers.len(),
        specialty: specialties
            .filter(|own| own.losers > 0)
            .reduce(|a, b| if b.losers > a.losers { b } else { a }),
        reason: lost_most_by(losers.iter().copied()),
        alike: all
            .iter()
            .filter(|(other, own)| *other != arm && (own.mean - share.mean).abs() < ALIKE)
            .count(),
        arms: all.iter().filter(|(_, share)| share.mean >= 0.005).count(),
        few: None,
    })
}

/// What some physicians together lose most by.
fn lost_most_by<'p>(losers: impl IntoIterator<Item = &'p PersonReasons>) -> Option<Reason> {
    let (reason, lost) = largest(&together(losers), -1.0);
    (lost < 0.0).then_some(reason)
}

/// Who loses.
#[must_use]
pub fn losers_finding(model: &Model, found: &MostLosers<'_>) -> KeyFinding {
    let years = years_in_words(model);
    let measure = HorizonMetric::Losers.definition().name;
    let arm = &model.arms[found.arm].name;
    let mut figures = vec![KeyFigure::of(format!("{measure}, {arm}"), "share", &found.share)];
    if found.few.is_some() {
        figures.clear();
    }
    let sentence = if found.arms == 0 {
        figures.clear();
        if let Some(few) = &found.few {
            let sentence =
                format!("Pay falls by 5 % or more over {years} for {few} physicians under any variant.");
            return KeyFinding { about: "who loses", sentence, figures };
        }
        format!("No physician loses 5 % of pay or more over {years} under any variant.")
    } else {
        let mut sentence = format!(
            "Most lose under {}{}: {} of physicians are paid at least 5 % less than today over {years}, counted future by future",
            arm_in_words(model, found.arm),
            match found.alike {
                0 => String::new(),
                1 => ", and as many under another arm".to_owned(),
                more => format!(", and as many under {more} other arms"),
            },
            found.few.clone().unwrap_or_else(|| percent_within(&found.share))
        );
        if let Some(own) = &found.specialty {
            let name = name_in_words(own.specialty);
            let of = model.arms[found.arm].roster.iter().flatten().count();
            sentence += &format!(
                "; by the mean of their pay {} of {} do, the most in {name} ({} of {})",
                thousands(found.expected as u64),
                thousands(of as u64),
                own.losers,
                own.physicians
            );
            figures.push(KeyFigure::plain(
                format!("physicians expected to lose, {}, {arm}", own.specialty),
                "physicians",
                crate::units::real(own.losers),
            ));
        }
        sentence +=
            &found.reason.map_or_else(String::new, |reason| format!(", mostly by {}", reason.words(false)));
        sentence + "."
    };
    KeyFinding { about: "who loses", sentence, figures }
}

#[cfg(test)]
mod tests {
    use super::super::reasons::parts;
    use super::*;

    #[test]
    fn the_largest_loss_is_named() {
        let person = |rate: f64, volume: f64| {
            let mut parts = parts(|_| 0.0);
            (parts[0].1, parts[1].1) = (rate, volume);
            PersonReasons { place: 0, before: 100_000.0, change: rate + volume, parts }
        };
        // 6,000 and 1,000 by rate, 2,000 and 7,500 by volume: 7,000 against 9,500.
        let two = [person(-6_000.0, -2_000.0), person(-1_000.0, -7_500.0)];
        assert_eq!(lost_most_by(&two), Some(Reason::Volume));
        assert_eq!(lost_most_by(&two[..1]), Some(Reason::Rate));
        assert_eq!(lost_most_by(&[]), None);
    }
}
