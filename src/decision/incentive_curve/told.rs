//! What is found on a curve, in a sentence.

use super::curve::{CurveAxis, CurveReceiver, FeatureKind, IncentiveCurve, IncentiveFeature};
use crate::decision::words::{name_in_words, short_dollars};
use crate::units::thousands;

/// Why a law turns at a place; the slopes on either side and the dollars at once help to tell.
pub(super) type CauseOf<'a> = &'a dyn Fn(f64, &IncentiveFeature) -> String;

impl IncentiveCurve {
    /// With causes and sentences of all that was found.
    pub(super) fn told(mut self, cause_of: CauseOf<'_>) -> IncentiveCurve {
        let mut features = std::mem::take(&mut self.features);
        for feature in &mut features {
            feature.cause = cause(feature, cause_of);
            feature.sentence = self.sentence(feature);
        }
        self.features = features;
        self
    }

    /// Whom it reaches, in words.
    #[must_use]
    pub fn whom(&self) -> String {
        let one = match (&self.specialty, &self.plan) {
            (Some(specialty), Some(plan)) if specialty != plan => {
                format!(
                    "a typical physician of {} on the plan {}",
                    name_in_words(specialty),
                    name_in_words(plan)
                )
            }
            (_, Some(plan)) => format!("a typical physician on the plan {}", name_in_words(plan)),
            (_, None) => "a typical physician".to_owned(),
        };
        match self.receiver {
            CurveReceiver::System => "the system".to_owned(),
            CurveReceiver::SystemKept => "the system, after pools and lost margin,".to_owned(),
            CurveReceiver::Physicians => "physicians together".to_owned(),
            CurveReceiver::Physician => one,
            CurveReceiver::PhysicianOwn => format!("{one}, after the pay of visits not made,"),
        }
    }

    fn sentence(&self, feature: &IncentiveFeature) -> String {
        let (whom, step, cause) = (self.whom(), self.step_in_words(), &feature.cause);
        let [below, above] = feature.slopes.map(|slope| self.slope_in_words(slope));
        let said = match feature.kind {
            FeatureKind::Zero => format!("{} {step} pays {whom} nothing", self.stretch(feature)),
            FeatureKind::Negative => {
                let cost = self.slope_in_words(-feature.slopes[0]);
                format!("{} {step} costs {whom} {cost}", self.stretch(feature))
            }
            FeatureKind::Cliff => {
                let many = self.receiver == CurveReceiver::Physicians;
                let does = match (feature.dollars > 0.0, many) {
                    (true, true) => "gain",
                    (true, false) => "gains",
                    (false, true) => "lose",
                    (false, false) => "loses",
                };
                let dollars = feature.dollars.abs();
                format!("at {} {whom} {does} {} at once", self.place(feature.from), short_dollars(dollars))
            }
            FeatureKind::Kink => {
                format!("at {} {step} pays {whom} {above} instead of {below}", self.place(feature.from))
            }
        };
        let mut letters = said.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{} ({cause})", letters.as_str())
    }

    /// Where a stretch lies.
    pub(super) fn stretch(&self, feature: &IncentiveFeature) -> String {
        match feature.is_open {
            [true, true] => "wherever the year stands,".to_owned(),
            [true, false] => format!("up to {}", self.place(feature.to)),
            [false, true] => format!("from {} on", self.place(feature.from)),
            [false, false] => format!("between {} and {}", self.number(feature.from), self.place(feature.to)),
        }
    }

    /// A place of the axis in words.
    #[must_use]
    pub fn place(&self, at: f64) -> String {
        let number = self.number(at);
        match self.axis {
            CurveAxis::Savings => format!("{number} savings"),
            CurveAxis::Quality => format!("a score of {number}"),
            CurveAxis::Work => format!("{number} wRVUs"),
            CurveAxis::OwnCost => format!("{number} less cost of own patients"),
        }
    }

    /// A number of the axis with its unit.
    fn number(&self, at: f64) -> String {
        match self.axis {
            CurveAxis::Savings | CurveAxis::OwnCost => percent(at),
            CurveAxis::Quality => trimmed(100.0 * at),
            CurveAxis::Work => thousands_of(at),
        }
    }

    /// One step of the axis in words.
    #[must_use]
    pub fn step_in_words(&self) -> &'static str {
        match self.axis {
            CurveAxis::Savings if self.receiver == CurveReceiver::PhysicianOwn => {
                "the next dollar saved on own patients"
            }
            CurveAxis::Savings => "the next dollar saved",
            CurveAxis::Quality => "the next point of quality",
            CurveAxis::Work => "the next wRVU",
            CurveAxis::OwnCost => "the next dollar of own patients' care avoided",
        }
    }

    /// What a step pays, in words: cents of a dollar, dollars of a point or wRVU.
    #[must_use]
    pub fn slope_in_words(&self, slope: f64) -> String {
        match self.axis {
            CurveAxis::Savings | CurveAxis::OwnCost => fine_cents(slope),
            CurveAxis::Quality | CurveAxis::Work if slope.abs() < 100.0 => {
                let sign = if slope <= -0.005 { "-" } else { "" };
                format!("{sign}${:.2}", slope.abs())
            }
            CurveAxis::Quality | CurveAxis::Work => short_dollars(slope),
        }
    }
}

/// The cause of a feature: of a stretch, that of the end at which pay begins or stops.
fn cause(feature: &IncentiveFeature, cause_of: CauseOf<'_>) -> String {
    match (feature.kind, feature.is_open) {
        (FeatureKind::Cliff | FeatureKind::Kink, _) | (_, [_, true]) => cause_of(feature.from, feature),
        (_, [_, false]) => cause_of(feature.to, feature),
    }
}

/// A share in percent, to a tenth, or finer where that would lose it.
fn percent(share: f64) -> String {
    format!("{} %", trimmed(100.0 * share))
}

/// A number to a tenth, or to a hundredth where it has one.
fn trimmed(number: f64) -> String {
    let hundredths = (100.0 * number).round() + 0.0;
    if hundredths % 10.0 == 0.0 {
        format!("{:.1}", hundredths / 100.0)
    } else {
        format!("{:.2}", hundredths / 100.0)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "wRVUs of a year")]
fn thousands_of(number: f64) -> String {
    thousands(number.max(0.0).round() as u64)
}

/// Cents of a dollar, with two digits where they are few.
fn fine_cents(part: f64) -> String {
    let cents = 100.0 * part;
    match cents.abs() {
        size if size < 5e-4 => "0 ¢".to_owned(),
        size if size < 0.1 => format!("{cents:.3} ¢"),
        size if size < 9.95 => format!("{cents:.1} ¢"),
        _ => format!("{cents:.0} ¢"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_as_sentences_have_them() {
        assert_eq!([0.02, -0.004, 0.255_102].map(percent), ["2.0 %", "-0.4 %", "25.51 %"]);
        assert_eq!([0.392, 0.000_7, -0.27, 0.0].map(fine_cents), ["39 ¢", "0.070 ¢", "-27 ¢", "0 ¢"]);
        assert_eq!(thousands_of(4_800.2), "4,800");
    }
}
