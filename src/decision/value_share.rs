//! How much of pay is for value and how much for volume, beside what physician organisations report?

use super::disclosure::Disclosure;
use super::words::arm_in_words;
use crate::engine::{Metric, Outcome, Scope};
use crate::entity::MedicalField;
use crate::model::Model;

/// A share of pay as Reid et al. 2022 found it: in organisations that have it, and in how many that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedShare {
    /// Mean share of pay in organisations that pay for it.
    pub where_present: f64,
    /// Share of organisations that do.
    pub presence: f64,
}

impl PublishedShare {
    /// Mean share of pay over all organisations, those without any counted.
    #[must_use]
    pub fn over_all(self) -> f64 {
        self.where_present * self.presence
    }
}

/// A measure of pay with its published shares.
#[derive(Clone, Copy, Debug)]
pub struct ReidShare {
    /// What it is called.
    pub name: &'static str,
    /// The measure.
    pub metric: Metric,
    /// Dollars behind it.
    pub dollars: Metric,
    /// Of primary care.
    pub primary_care: PublishedShare,
    /// Of specialists.
    pub specialists: PublishedShare,
}

impl ReidShare {
    /// The published share of a kind of physician.
    #[must_use]
    pub fn of(&self, primary_care: bool) -> PublishedShare {
        if primary_care { self.primary_care } else { self.specialists }
    }
}

const fn published(where_present: f64, presence: f64) -> PublishedShare {
    PublishedShare { where_present, presence }
}

/// Value and volume (Reid et al. 2022: 31 organisations, by what pay is based on).
pub const PUBLISHED: [ReidShare; 2] = [
    ReidShare {
        name: "value",
        metric: Metric::ValueShare,
        dollars: Metric::ValuePay,
        primary_care: published(0.090, 0.839),
        specialists: published(0.053, 0.567),
    },
    ReidShare {
        name: "volume",
        metric: Metric::VolumeBasisShare,
        dollars: Metric::VolumeBasisPay,
        primary_care: published(0.682, 0.839),
        specialists: published(0.737, 0.933),
    },
];

/// A share of pay of the physicians of a specialty, or of several, in the last year.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareOfPay<'a> {
    /// Specialty; `None` for all of a kind.
    pub specialty: Option<&'a str>,
    /// Whether they are primary care.
    pub primary_care: bool,
    /// Physicians of the baseline.
    pub physicians: usize,
    /// By arm and by [`PUBLISHED`]: dollars of it over all pay, both means over trials.
    pub shares: Vec<[f64; PUBLISHED.len()]>,
}

/// Shares of every specialty, and of primary care and specialists together, arm by arm.
#[must_use]
pub fn shares_of_pay<'a>(model: &'a Model, outcome: &Outcome) -> Vec<ShareOfPay<'a>> {
    let field = |specialty: &str| model.arms[0].field_of(specialty);
    let primary = |specialty: &str| field(specialty) == Some(MedicalField::PrimaryCare);
    let last = model.years - 1;
    let share = |arm: usize, of: &dyn Fn(&str) -> bool| -> [f64; PUBLISHED.len()] {
        let results = outcome.of(arm, last);
        let own = model.arms[arm].roster.iter().enumerate();
        let places: Vec<usize> =
            own.filter_map(|(place, p)| p.as_ref().filter(|p| of(&p.specialty)).map(|_| place)).collect();
        let sum = |metric| places.iter().map(|place| results.mean_at(*place, metric)).sum::<f64>();
        let pay = sum(Metric::Pay);
        PUBLISHED.map(|one| if pay > 0.0 { sum(one.dollars) / pay } else { 0.0 })
    };
    let group = |specialty: Option<&'a str>, primary_care: bool| {
        let of = |name: &str| specialty.map_or(primary(name) == primary_care, |one| one == name);
        let roster = model.arms[0].roster.iter().flatten();
        ShareOfPay {
            specialty,
            primary_care,
            physicians: roster.filter(|p| of(&p.specialty)).count(),
            shares: (0..model.arms.len()).map(|arm| share(arm, &of)).collect(),
        }
    };
    let kinds = [true, false].map(|primary_care| group(None, primary_care));
    let each = model.specialties.iter().map(|name| group(Some(name), primary(name)));
    kinds.into_iter().filter(|group| group.physicians > 0).chain(each).collect()
}

/// Those of groups that may be shown under every arm.
#[must_use]
pub fn disclosed_shares<'a>(all: Vec<ShareOfPay<'a>>, may: &Disclosure) -> Vec<ShareOfPay<'a>> {
    let shown = |group: &ShareOfPay<'a>| {
        let measures = PUBLISHED.map(|one| one.metric.definition().name);
        (0..group.shares.len()).all(|arm| match group.specialty {
            Some(name) => {
                measures.iter().all(|metric| may.shows_measure(arm, Scope::Specialty, name, metric))
            }
            None => {
                may.shows_kind(arm, group.primary_care)
                    && measures.iter().all(|metric| may.shows_measure(arm, Scope::System, "all", metric))
            }
        })
    };
    all.into_iter().filter(|group| shown(group)).collect()
}

/// Value share of all pay today and where it is largest, beside the published ones of the kinds of physicians that are
/// among some groups.
#[must_use]
pub fn share_finding_among(
    model: &Model,
    outcome: &Outcome,
    arms: usize,
    groups: &[ShareOfPay<'_>],
) -> String {
    let last = model.years - 1;
    let overall = |arm: usize| {
        let name = Metric::ValueShare.definition().name;
        outcome.of(arm, last).row(Scope::System, "all", name).map_or(0.0, |found| found.mean)
    };
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let arms = 0..arms;
    let best =
        arms.reduce(|best, arm| if overall(arm) > overall(best) + 0.0005 { arm } else { best }).unwrap_or(0);
    let kinds: Vec<&ShareOfPay<'_>> = groups.iter().filter(|group| group.specialty.is_none()).collect();
    let named = |group: &&ShareOfPay<'_>| {
        format!(
            "{} {}",
            if group.primary_care { "primary care" } else { "specialists" },
            percent(group.shares[0][0])
        )
    };
    let found = |group: &&ShareOfPay<'_>| percent(PUBLISHED[0].of(group.primary_care).over_all());
    let beside = if kinds.is_empty() {
        String::new()
    } else {
        format!(
            " ({}; Reid 2022 over all organisations: {})",
            kinds.iter().map(named).collect::<Vec<_>>().join(", "),
            kinds.iter().map(found).collect::<Vec<_>>().join(" and ")
        )
    };
    let now = format!("Value is {} of pay in {}", percent(overall(0)), model.start.plus(last));
    let today = if model.arms.len() > 1 { " today" } else { "" };
    let then = match best {
        0 if model.arms.len() > 1 => "; no variant raises it".to_owned(),
        0 => String::new(),
        arm => format!("; {} under {}", percent(overall(arm)), arm_in_words(model, arm)),
    };
    format!("{now}{today}{beside}{then}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 0.090 × 0.839 = 0.07551; 0.053 × 0.567 = 0.030051; 0.682 × 0.839 = 0.572198; 0.737 × 0.933 = 0.687621.
    #[test]
    fn published_shares_over_all_organisations() {
        let [value, volume] = PUBLISHED;
        for (found, by_hand) in [
            (value.of(true), 0.075_51),
            (value.of(false), 0.030_051),
            (volume.of(true), 0.572_198),
            (volume.of(false), 0.687_621),
        ] {
            assert!((found.over_all() - by_hand).abs() < 1e-9);
        }
    }
}
