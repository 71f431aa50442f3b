//! What a sweep says, in words: the best cell, how often an arm is better, where that turns.

use super::signed::{bracketed, signed_dollars};
use super::words::{arm_in_words, short_dollars, years_in_words};
use crate::analysis::{
    BestCell, Estimate, HEADLINES, Headline, SWEEP_RANKED, SignChange, Swept, SweptAgainst, SweptCell,
    SweptMeasure, baseline_moves, best_cell, best_of, highest_cell, side_count, sign_changes, still_arms,
};
use crate::engine::{HorizonMetric, Metric};
use crate::model::Model;
use crate::units::{capitalised, figure, thousands};

/// A measure as a sentence names it: `the system's margin in 2026-2035`.
#[must_use]
pub fn measure_in_words(model: &Model, measure: &SweptMeasure) -> String {
    let named = |headline: &&Headline| {
        let is_horizon = matches!(headline, Headline::Horizon(_));
        headline.name() == measure.metric && is_horizon == measure.year.is_none() && measure.entity == "all"
    };
    let words = HEADLINES.iter().find(named).map_or_else(
        || {
            let name = OTHERS.iter().find(|(name, _)| *name == measure.metric && measure.entity == "all");
            name.map_or_else(|| measure.metric.replace('_', " "), |(_, words)| (*words).to_owned())
        },
        |headline| headline.words().trim_end_matches(" in the last year").to_owned(),
    );
    let of = if measure.entity == "all" {
        String::new()
    } else {
        format!(" of {} {}", measure.scope.word(), measure.entity.replace('_', " "))
    };
    let when = measure.year.map_or_else(|| years_in_words(model), |year| model.start.plus(year).to_string());
    format!("{words}{of} in {when}")
}

/// Measures that are no headlines.
const OTHERS: [(&str, &str); 6] = [
    ("pay_total", "pay of all physicians"),
    ("losers_over_5_percent_total", "physicians who lose 5 % of pay or more"),
    ("losers_over_5_percent", "physicians who lose 5 % of pay or more"),
    ("value_induced", "value that pay induces"),
    ("system_margin_pv", "present value of the system's margin"),
    ("true_savings_total", "true savings"),
];

/// What decides between settings, when nothing else is asked for.
#[must_use]
pub fn sweep_measures() -> Vec<String> {
    let of = |metric: HorizonMetric| metric.definition().name.to_owned();
    let decides = [SWEEP_RANKED, HorizonMetric::TrueSavings, HorizonMetric::TotalPay, HorizonMetric::Losers];
    decides.map(of).into_iter().chain([Metric::ValueInduced.definition().name.to_owned()]).collect()
}

/// A figure in its unit, with a sign where it is a difference: `+$1.2M`, `3.1 %`, `-0.2 points`.
#[must_use]
pub fn swept_in_unit(value: f64, unit: &str, signed: bool) -> String {
    let sign = if signed && value > 0.0 { "+" } else { "" };
    let tenth = |value: f64| (10.0 * value).round() / 10.0 + 0.0;
    match (unit, signed) {
        _ if !value.is_finite() => "unknown".to_owned(),
        ("$", true) => signed_dollars(value),
        ("$", false) => short_dollars(value),
        ("share" | "chance", true) => format!("{sign}{:.1} points", tenth(100.0 * value)),
        ("share" | "chance", false) => format!("{:.1} %", tenth(100.0 * value)),
        ("% of attainable", _) => format!("{sign}{:.1} %", tenth(value)),
        _ => {
            let text = format!("{value:.4}");
            let text = text.trim_end_matches('0').trim_end_matches('.');
            format!("{sign}{} {unit}", if text == "-0" { "0" } else { text }).trim_end().to_owned()
        }
    }
}

/// A figure with its 95 % interval: `+$1.2M [+$1.0M to +$1.4M]`.
#[must_use]
pub fn within_unit(value: &Estimate, unit: &str, signed: bool) -> String {
    let (low, high) = value.interval();
    let ends = (value.se > 0.0 && value.se.is_finite()).then_some((low, high));
    swept_in_unit(value.value, unit, signed) + &bracketed(ends, |end| swept_in_unit(end, unit, signed))
}

/// What a cell sets: `allocation.physicians = 0.4`.
#[must_use]
pub fn settings_in_words(swept: &Swept, cell: &SweptCell) -> String {
    let own = swept.factors.iter().zip(&cell.settings);
    own.map(|(factor, value)| format!("{} = {}", factor.place, digits(*value, 6)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The best cell by the system's margin, in a few sentences: against today in the same cell, and where the numbers move
/// today's margin, too, by the margin itself. Nothing where that was not measured.
#[must_use]
pub fn best_cell_in_words(model: &Model, swept: &Swept) -> Option<String> {
    let metric = SWEEP_RANKED.definition().name;
    swept.column(0, None, metric)?;
    let is_against = swept.compared() == SweptAgainst::Baseline;
    let mut said: Vec<String> = Vec::new();
    let best = best_cell(swept, metric);
    match &best {
        Some(best) => said.push(best_in_words(model, swept, best)),
        None if swept.ran().next().is_none() => return None,
        None if is_against => {
            said.push("Against today the system's margin is the same in every cell.".to_owned());
        }
        None => said.push("The system's margin is the same in every cell.".to_owned()),
    }
    if let Some(best) = &best {
        let above = still_arms(swept, metric).into_iter().filter(|(_, value)| value.value > best.value.value);
        said.extend(above.map(|(arm, value)| {
            format!(
                "In {} it is the same in every cell, and higher: {}.",
                arm_in_words(model, arm),
                within_unit(&value, "$", true)
            )
        }));
    }
    if is_against
        && baseline_moves(swept, metric)
        && let Some(highest) = highest_cell(swept, metric)
    {
        said.push(highest_in_words(model, swept, &highest));
    }
    Some(said.join(" "))
}

/// The best cell against what it stands against.
fn best_in_words(model: &Model, swept: &Swept, best: &BestCell) -> String {
    let is_against = swept.compared() == SweptAgainst::Baseline;
    let what = if is_against { "Against today the system's margin" } else { "The system's margin" };
    let as_stated = if best.value == best.as_stated {
        ", as stated".to_owned()
    } else {
        format!("; as stated {}", within_unit(&best.as_stated, "$", is_against))
    };
    let mut said = format!(
        "{what} is best in cell {} ({}){}: {}{as_stated}.",
        best.cell + 1,
        settings_in_words(swept, &swept.cells[best.cell]),
        in_arm(model, swept, best.arm),
        within_unit(&best.value, "$", is_against)
    );
    said += &on_fresh_luck(swept, best, is_against);
    said
}

/// The cell in which the margin itself is highest, where the numbers move today's, too.
fn highest_in_words(model: &Model, swept: &Swept, highest: &BestCell) -> String {
    let off = &highest.from_stated;
    let off = if *off == Estimate::exact(0.0) {
        "as stated".to_owned()
    } else {
        format!("{} against the same arm as stated", within_unit(off, "$", true))
    };
    format!(
        "These numbers move today's margin, too. The margin itself is highest in cell {} ({}){}: {}, {off}.",
        highest.cell + 1,
        settings_in_words(swept, &swept.cells[highest.cell]),
        in_arm(model, swept, highest.arm),
        within_unit(&highest.value, "$", false)
    )
}

/// What the best comes to on luck that it was not chosen on.
fn on_fresh_luck(swept: &Swept, best: &BestCell, is_against: bool) -> String {
    let Some(fresh) = &swept.fresh else { return String::new() };
    let value = fresh.value.from_baseline.filter(|_| is_against).unwrap_or(fresh.value.mean);
    if value == best.value {
        return String::new();
    }
    format!(
        " It was chosen among {} on the same luck; on {} other futures it comes to {}.",
        thousands(swept.ran().count() as u64),
        thousands(swept.trials),
        within_unit(&value, "$", is_against)
    )
}

/// Where a measure changes its sign, a sentence for each time.
#[must_use]
pub fn turns_in_words(model: &Model, swept: &Swept, measure: &SweptMeasure) -> Vec<String> {
    let Some(factor) = swept.factors.first() else { return Vec::new() };
    let words = capitalised(&measure_in_words(model, measure));
    let nothing = match swept.compared() {
        SweptAgainst::Baseline => "equals today's",
        SweptAgainst::Nothing => "is nothing",
    };
    let one = |change: &SignChange| {
        let (lower, higher) = if change.rises { ("below", "above") } else { ("above", "below") };
        let unsure = left_open(change);
        format!(
            "{words}{} {nothing} where {} is about {}{}: {lower} it for less, {higher} it for more{unsure}.",
            in_arm(model, swept, change.arm),
            factor.place,
            short_figure(change.at.value),
            bracketed(sure_ends(change), short_figure),
        )
    };
    sign_changes(swept, measure).iter().map(one).collect()
}

/// At which of the two values around a turn chance leaves open on which side a measure is.
fn left_open(change: &SignChange) -> String {
    let (low, high) = change.between;
    let at = match change.sure {
        (true, true) => return String::new(),
        (false, true) => figure(low),
        (true, false) => figure(high),
        (false, false) => format!("{} and at {}", figure(low), figure(high)),
    };
    format!("; on which side it is at {at}, so many futures leave open")
}

/// The ends of the interval around a turn, within the two values that it lies between.
fn sure_ends(change: &SignChange) -> Option<(f64, f64)> {
    let (low, high) = change.at.interval();
    let (least, most) = change.between;
    (change.is_sure() && change.at.se > 0.0).then_some((low.max(least), high.min(most)))
}

/// A value to three digits.
fn short_figure(value: f64) -> String {
    digits(value, 3)
}

/// A value to so many digits, from one on, as a sentence or an axis has it.
#[must_use]
pub fn digits(value: f64, digits: usize) -> String {
    let decimals = digits.saturating_sub(1);
    figure(format!("{value:.decimals$e}").parse().unwrap_or(value))
}

/// A measure as what it is set against makes it.
fn turning(model: &Model, swept: &Swept, measure: &SweptMeasure) -> String {
    let words = measure_in_words(model, measure);
    match swept.compared() {
        SweptAgainst::Baseline => format!("The change of {words} against today"),
        SweptAgainst::Nothing => capitalised(&words),
    }
}

fn in_arm(model: &Model, swept: &Swept, arm: usize) -> String {
    match swept.compared() {
        SweptAgainst::Baseline => format!(" under {}", arm_in_words(model, arm)),
        SweptAgainst::Nothing => String::new(),
    }
}

/// In how many cells an arm is better than today by a measure, a sentence for each arm; nothing where the baseline is
/// alone.
#[must_use]
pub fn sides_in_words(model: &Model, swept: &Swept, measure: &SweptMeasure) -> Vec<String> {
    if swept.compared() == SweptAgainst::Nothing {
        return Vec::new();
    }
    let words = measure_in_words(model, measure);
    let one = |arm: usize| {
        let count = side_count(swept, *measure.columns.get(arm)?);
        let all = count.above + count.below + count.open;
        let open = if count.open > 0 {
            format!(", cannot be told from today's in {}", count.open)
        } else {
            String::new()
        };
        Some(format!(
            "{}: {words} is above today's in {} of {all} cells, below in {}{open}.",
            capitalised(&arm_in_words(model, arm)),
            count.above,
            count.below
        ))
    };
    swept.compared_arms().filter_map(one).collect()
}

/// A sentence as a title has it: without what it leaves open.
fn headed(sentence: &str) -> String {
    sentence.split("; ").next().unwrap_or(sentence).trim_end_matches('.').to_owned()
}

/// Arms in which cells set a number while what funds them stays as it was solved as stated, by name: away from what is
/// stated they cost more or less than they say.
#[must_use]
pub fn funded_as_stated<'m>(model: &'m Model, swept: &Swept) -> Vec<&'m str> {
    let is_set = |arm: usize| swept.numbers.iter().any(|number| number.is_set.get(arm) == Some(&true));
    let all = model.arms.iter().enumerate().filter(|(place, arm)| arm.funded.is_some() && is_set(*place));
    if swept.funds_anew { Vec::new() } else { all.map(|(_, arm)| arm.name.as_str()).collect() }
}

/// The finding of a sweep by one measure, for the title of a picture.
#[must_use]
pub fn sweep_finding(model: &Model, swept: &Swept, measure: &SweptMeasure) -> String {
    let turns = turns_in_words(model, swept, measure);
    match &turns[..] {
        [only] => return headed(only),
        [first, rest @ ..] => return format!("{}; and {} more such turns", headed(first), rest.len()),
        [] => {}
    }
    let Some(best) = best_of(swept, measure) else {
        return format!("{} is the same, or no number, in every cell", turning(model, swept, measure));
    };
    format!(
        "{} is highest, {}, where {}{}",
        turning(model, swept, measure),
        swept_in_unit(best.value.value, measure.unit, swept.compared() == SweptAgainst::Baseline),
        shortly(swept, &swept.cells[best.cell]),
        in_arm(model, swept, best.arm)
    )
}

/// What a cell sets, with three digits of each value, as a title has it.
fn shortly(swept: &Swept, cell: &SweptCell) -> String {
    let own = swept.factors.iter().zip(&cell.settings);
    let each = own.map(|(factor, value)| format!("{} = {}", factor.place, short_figure(*value)));
    each.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_in_their_units() {
        for (value, unit, signed, said) in [
            (1_234_567.0, "$", true, "+$1.2M"),
            (-40.0, "$", false, "-$40"),
            (0.0312, "share", true, "+3.1 points"),
            (-0.0312, "chance", true, "-3.1 points"),
            (0.25, "share", false, "25.0 %"),
            (1.25, "% of attainable", true, "+1.3 %"),
            (0.5, "index", false, "0.5 index"),
            (0.0, "index", true, "0 index"),
            (f64::NAN, "months", false, "unknown"),
        ] {
            assert_eq!(swept_in_unit(value, unit, signed), said, "{value} {unit}");
        }
        let sure = Estimate { value: 1e6, se: 1e5 };
        assert_eq!(within_unit(&sure, "$", true), "+$1.0M [+$804k to +$1.2M]");
        assert_eq!(within_unit(&Estimate::exact(5.0), "$", true), "+$5");
    }

    #[test]
    fn only_values_at_which_the_side_is_open_are_said_to_leave_it_open() {
        let change =
            |sure| SignChange { arm: 1, between: (0.0, 0.1), rises: false, at: Estimate::exact(0.09), sure };
        let said =
            [(true, true), (true, false), (false, true), (false, false)].map(|sure| left_open(&change(sure)));
        let open = |at: &str| format!("; on which side it is at {at}, so many futures leave open");
        assert_eq!(said, [String::new(), open("0.1"), open("0"), open("0 and at 0.1")]);
    }

    #[test]
    fn values_are_cut_to_three_digits() {
        assert_eq!([0.123456, 1234.5, 0.5].map(short_figure), ["0.123", "1230", "0.5"]);
        assert_eq!(
            [0.30000000000000004, 0.0147418347769].map(|value| digits(value, 6)),
            ["0.3", "0.0147418"]
        );
    }
}
