//! The explorer: pay, own cents and value induced of every physician, specialty and plan over the years. The script
//! searches, sorts and filters; without it, and on paper, a note names the files.

use super::shell::data;
use crate::decision::next_hour::{best_hour, hour_of};
use crate::decision::{Reason, gap_between, groups, is_of, kind_of_group, reasons};
use crate::engine::{Metric, Scope};
use crate::entity::Lever;
use crate::report::Report;
use maud::{Markup, html};
use serde::Serialize;

/// A measure of the explorer.
#[derive(Clone, Copy, Debug, Serialize)]
struct SeenMeasure {
    label: &'static str,
    unit: &'static str,
    /// What it means, for a line below the table.
    about: &'static str,
    /// Values are whole numbers of this many to the unit.
    scale: f64,
    /// Decimals that are shown.
    decimals: usize,
    /// Whether a physician's page draws it as lines.
    line: bool,
    /// Whether it compares an arm with the first.
    change: bool,
    #[serde(skip)]
    metric: Metric,
}

/// The measures, in the order of columns.
const MEASURES: [SeenMeasure; 8] = [
    SeenMeasure {
        label: "Pay",
        unit: "$",
        about: "all pay of the year",
        scale: 1.0,
        decimals: 0,
        line: true,
        change: false,
        metric: Metric::Pay,
    },
    SeenMeasure {
        label: "Change of pay",
        unit: "$",
        about: "against today's agreement on the same luck",
        scale: 1.0,
        decimals: 0,
        line: false,
        change: true,
        metric: Metric::PayChange,
    },
    SeenMeasure {
        label: "Own cents",
        unit: "¢ of an avoided $",
        about: "what the physician is expected to be paid of a dollar of care avoided; below 0 visits not made would have paid more",
        scale: 100.0,
        decimals: 2,
        line: true,
        change: false,
        metric: Metric::OwnPartOfAvoided,
    },
    SeenMeasure {
        label: "Value share",
        unit: "% of pay",
        about: "pay for quality and for the cost of care, of all pay",
        scale: 10.0,
        decimals: 1,
        line: true,
        change: false,
        metric: Metric::ValueShare,
    },
    SeenMeasure {
        label: "Gap",
        unit: "points",
        about: "share of revenue under value-based contracts less value share of pay",
        scale: 10.0,
        decimals: 1,
        line: false,
        change: false,
        metric: Metric::AlignmentGap,
    },
    SeenMeasure {
        label: "Value induced",
        unit: "% of attainable",
        about: "the part of the value that physicians could add for which pay asks; below 0 pay asks for the opposite",
        scale: 100.0,
        decimals: 1,
        line: true,
        change: false,
        metric: Metric::ValueInduced,
    },
    SeenMeasure {
        label: "Next visit hour",
        unit: "$ per hour",
        about: "expected pay for one more hour of visits",
        scale: 1.0,
        decimals: 0,
        line: false,
        change: false,
        metric: Metric::HourPaysVolume,
    },
    SeenMeasure {
        label: "Next care-management hour",
        unit: "$ per hour",
        about: "expected pay for one more hour of care management",
        scale: 1.0,
        decimals: 0,
        line: false,
        change: false,
        metric: Metric::HourPaysStewardship,
    },
];

impl SeenMeasure {
    /// Of what one unit of the label is a unit of the measure: cents of dollars, percent of shares.
    fn per_unit(&self) -> f64 {
        if matches!(self.metric, Metric::OwnPartOfAvoided | Metric::ValueShare) { 100.0 } else { 1.0 }
    }

    /// A value as a whole number.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "dollars and cents of a physician; what is beyond stays at the end"
    )]
    fn whole(&self, value: f64) -> i32 {
        (value * self.per_unit() * self.scale).round() as i32
    }
}

/// What the script reads.
#[derive(Serialize)]
struct Explored<'a> {
    arms: Vec<&'a str>,
    years: Vec<u16>,
    measures: &'static [SeenMeasure],
    specialties: Vec<String>,
    plans: Vec<String>,
    reasons: Vec<&'static str>,
    hours: Vec<&'static str>,
    groups: Vec<SeenGroup<'a>>,
    people: Option<SeenPeople>,
}

/// A specialty, a plan's physicians, or everyone, in each arm.
#[derive(Serialize)]
struct SeenGroup<'a> {
    kind: &'static str,
    name: String,
    count: Option<usize>,
    /// By arm, measure and year; nothing where it may not be shown.
    values: Option<Vec<Vec<Vec<Option<i32>>>>>,
    #[serde(skip)]
    of: (Scope, &'a str),
}

/// Every physician in each arm and year.
#[derive(Default, Serialize)]
struct SeenPeople {
    ids: Vec<String>,
    /// Names, where the roster has any.
    names: Vec<String>,
    specialty: Vec<usize>,
    /// By arm, plans by their places; nothing where they are the first arm's.
    plans: Vec<Option<Vec<usize>>>,
    /// By arm, `1` for each physician that it has, else `0`; empty where it has all.
    here: Vec<String>,
    /// By arm and measure, for each physician that it has the first year's value, then the change from year to year.
    values: Vec<Vec<Vec<i32>>>,
    /// By arm a letter for each physician and year: which of the reasons moves pay most, `-` for none.
    reasons: Vec<String>,
    /// The same for the hour that is most often the best paid.
    hours: Vec<String>,
}

/// The explorer; where persons are not to be shown, of specialties and plans only.
pub(super) fn explorer(report: &Report<'_>) -> Markup {
    let model = report.model;
    let found = Explored {
        arms: model.arms.iter().map(|arm| arm.title.as_str()).collect(),
        years: (0..model.years).map(|year| model.start.plus(year).0).collect(),
        measures: &MEASURES,
        specialties: model.specialties.iter().map(|name| name.replace('_', " ")).collect(),
        plans: model.plans.iter().map(|name| name.replace('_', " ")).collect(),
        reasons: Reason::ALL.iter().map(|reason| reason.word()).collect(),
        hours: Lever::ALL.iter().map(|lever| hour_of(*lever)).collect(),
        groups: seen_groups(report),
        people: report.disclosure.shows_persons().then(|| seen_people(report)),
    };
    let (whom, files) = if found.people.is_some() {
        ("every physician, specialty and plan", "they stand in physicians.csv and summary.csv")
    } else {
        ("every specialty and plan", "they stand in summary.csv")
    };
    html! {
        div class="explorer" {
            p class="note plain" {
                "Here the page's script shows " (whom)
                " over the years, with search, sort and filter. On paper, and where no script runs, " (files) " beside this page."
            }
            (data("explored", &found))
        }
    }
}

fn seen_groups<'a>(report: &Report<'a>) -> Vec<SeenGroup<'a>> {
    let (model, outcome) = (report.model, report.outcome);
    let mut all: Vec<SeenGroup<'a>> = groups(model, outcome, (0, 0))
        .into_iter()
        .map(|group| SeenGroup {
            kind: kind_of_group(group.scope),
            name: if group.scope == Scope::System {
                "everyone".to_owned()
            } else {
                group.name.replace('_', " ")
            },
            count: Some(model.physicians.iter().filter(|one| is_of(one, (group.scope, group.name))).count()),
            values: Some(vec![vec![vec![None; model.years]; MEASURES.len()]; model.arms.len()]),
            of: (group.scope, group.name),
        })
        .collect();
    for arm in 0..model.arms.len() {
        for year in 0..model.years {
            for (own, group) in all.iter_mut().zip(groups(model, outcome, (arm, year))) {
                let Some(values) = &mut own.values else { continue };
                for (place, measure) in MEASURES.iter().enumerate() {
                    let told = |metric: Metric| {
                        let name = metric.definition().name;
                        let shown = report.disclosure.shows_measure(arm, group.scope, group.name, name);
                        group.results.get(metric).filter(|_| shown)
                    };
                    let found = if measure.metric == Metric::AlignmentGap {
                        gap_between(told(Metric::ValueRevenueHeld), told(Metric::ValueShare))
                    } else {
                        told(measure.metric).map(|found| found.mean)
                    };
                    let shown = found.filter(|mean| mean.is_finite() && !(arm == 0 && measure.change));
                    values[arm][place][year] = shown.map(|mean| measure.whole(mean));
                }
            }
        }
    }
    for group in &mut all {
        let (scope, name) = group.of;
        if !(0..model.arms.len()).all(|arm| report.disclosure.shows_group(arm, scope, name)) {
            (group.count, group.values) = (None, None);
        }
    }
    all
}

fn seen_people(report: &Report<'_>) -> SeenPeople {
    let model = report.model;
    let who = || model.author_order.iter().map(|place| &model.physicians[*place]);
    let place_of = |all: &[String], name: &String| all.iter().position(|own| own == name).unwrap_or(0);
    let names: Vec<String> = who().map(|one| one.name.clone()).collect();
    let mut found = SeenPeople {
        ids: who().map(|one| one.id.clone()).collect(),
        names: if names.iter().all(String::is_empty) { Vec::new() } else { names },
        specialty: who().map(|one| place_of(&model.specialties, &one.specialty)).collect(),
        ..SeenPeople::default()
    };
    for (arm, of) in model.arms.iter().enumerate() {
        let plans: Vec<usize> = model
            .author_order
            .iter()
            .map(|place| {
                place_of(&model.plans, &of.roster[*place].as_ref().unwrap_or(&model.physicians[*place]).plan)
            })
            .collect();
        found.plans.push((arm == 0 || found.plans[0].as_ref() != Some(&plans)).then_some(plans));
        let here: String = model
            .author_order
            .iter()
            .map(|place| if of.roster[*place].is_some() { '1' } else { '0' })
            .collect();
        found.here.push(if here.contains('0') { here } else { String::new() });
        found.values.push(MEASURES.iter().map(|measure| over_years(report, arm, measure)).collect());
        let (reasons, hours) = letters(report, arm);
        found.reasons.push(reasons);
        found.hours.push(hours);
    }
    found
}

/// A measure of each physician of an arm: the first year's value, then the change from year to year. Nothing of the
/// change of pay in the first arm, which all others are compared with.
fn over_years(report: &Report<'_>, arm: usize, measure: &SeenMeasure) -> Vec<i32> {
    let Report { model, outcome, .. } = report;
    if arm == 0 && measure.change {
        return Vec::new();
    }
    let years: Vec<_> = (0..model.years).map(|year| outcome.of(arm, year)).collect();
    let mut all = Vec::with_capacity(model.len() * model.years);
    for place in &model.author_order {
        if model.arms[arm].roster[*place].is_none() {
            continue;
        }
        let mut before = 0;
        for year in &years {
            let now = measure.whole(year.mean_at(*place, measure.metric));
            all.push(now.wrapping_sub(before));
            before = now;
        }
    }
    all
}

/// Letters for the largest reason of a change of pay, and for the best-paid hour, of each physician and year.
fn letters(report: &Report<'_>, arm: usize) -> (String, String) {
    let Report { model, outcome, .. } = report;
    let n = model.len() * model.years;
    let (mut reason, mut hour) = (vec![b'-'; n], vec![b'-'; n]);
    let mut row = vec![0; model.len()];
    for (at, place) in model.author_order.iter().enumerate() {
        row[*place] = at;
    }
    for year in 0..model.years {
        if arm > 0 {
            for one in reasons(model, outcome, arm, year).iter().filter(|one| one.change.abs() >= 0.5) {
                reason[row[one.place] * model.years + year] = letter(one.largest().0 as usize);
            }
        }
        let results = outcome.of(arm, year);
        for place in (0..model.len()).filter(|place| model.arms[arm].roster[*place].is_some()) {
            if let Some((lever, _)) = best_hour(&results, place) {
                let at = Lever::ALL.iter().position(|own| *own == lever).unwrap_or(0);
                hour[row[place] * model.years + year] = letter(at);
            }
        }
    }
    let text = |bytes: Vec<u8>| bytes.into_iter().map(char::from).collect();
    (text(reason), text(hour))
}

fn letter(place: usize) -> u8 {
    u8::try_from(place).map_or(b'-', |place| b'a' + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_whole_numbers_of_their_unit() {
        let whole = |metric: Metric, value: f64| {
            MEASURES.iter().find(|one| one.metric == metric).unwrap().whole(value)
        };
        assert_eq!(whole(Metric::Pay, 234_567.6), 234_568);
        // 0.0123 of a dollar is 1.23 cents.
        assert_eq!(whole(Metric::OwnPartOfAvoided, 0.0123), 123);
        assert_eq!(whole(Metric::ValueShare, 0.0987), 99);
        // In percent already.
        assert_eq!(whole(Metric::ValueInduced, -1.1574), -116);
        assert_eq!((letter(0), letter(5)), (b'a', b'f'));
    }
}
