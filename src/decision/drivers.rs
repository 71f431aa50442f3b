//! Which uncertain numbers drive a result, what flips the choice, and what it is worth to know them: in words.

use super::words::{arm_in_words, name_in_words, short_dollars, whole_percent, years_in_words};
use crate::analysis::estimators::Spanned;
use crate::analysis::{
    ArmContrast, Driver, FlipPoint, InformationRow, Sensitivity, SensitivityMethod, TornadoBar,
};
use crate::model::Model;
use crate::order::Ordered;
use crate::units::{count, listed};

/// One driver of a result with what it explains.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedDriver {
    /// Of what it tells: numbers that move together, or luck.
    pub driver: Driver,
    /// Its name in files.
    pub name: String,
    /// Part of the variance that it explains alone.
    pub alone: Spanned,
    /// Part of the variance in which it takes part, alone or with others.
    pub with_others: Spanned,
    /// What comes out at its ends, where it is one number.
    pub ends: Option<TornadoBar>,
}

/// The drivers of one result, the most influential first: numbers, those that are correlated as one, and luck.
#[must_use]
pub fn ranked_drivers(found: &Sensitivity, measure: usize, contrast: ArmContrast) -> Vec<RankedDriver> {
    let sobol = SensitivityMethod::Sobol;
    let own = found.rows.iter().filter(|row| {
        row.measure == measure && row.contrast == contrast && row.method == sobol && row.statistic == "total"
    });
    let ranked = own.filter(|row| matches!(row.driver, Driver::Inputs(_) | Driver::Luck)).map(|row| {
        let alone = found.figure((measure, contrast), sobol, &row.driver, "first_order");
        let ends = match &row.driver {
            Driver::Inputs(places) if places.len() == 1 => found
                .tornado
                .iter()
                .find(|bar| bar.measure == measure && bar.contrast == contrast && bar.input == places[0]),
            Driver::Inputs(_) | Driver::Groups(_) | Driver::Luck | Driver::Everything => None,
        };
        RankedDriver {
            driver: row.driver.clone(),
            name: row.driver.name(&found.inputs),
            alone: alone.unwrap_or(Spanned { value: f64::NAN, low: f64::NAN, high: f64::NAN }),
            with_others: row.figure,
            ends: ends.copied(),
        }
    });
    let mut all: Vec<RankedDriver> = ranked.collect();
    all.order_by(|a, b| b.with_others.value.total_cmp(&a.with_others.value));
    all
}

/// A result in words: `system margin of “A” less that of “B”, 2026-2035`.
#[must_use]
pub fn result_in_words(found: &Sensitivity, model: &Model, measure: usize, contrast: ArmContrast) -> String {
    let sought = &found.outputs.measures[measure];
    let name = sought.name.strip_suffix("_total").unwrap_or(&sought.name);
    let mean = if sought.is_yearly { "mean of " } else { "" };
    let arm = arm_in_words(model, contrast.arm);
    let less =
        contrast.less.map_or_else(String::new, |less| format!(" less that of {}", arm_in_words(model, less)));
    format!("{} of {arm}{less}, {mean}{}", name_in_words(name), years_in_words(model))
}

/// What drives the result that decides, as a sentence.
#[must_use]
pub fn drivers_finding(found: &Sensitivity, measure: usize, contrast: ArmContrast) -> String {
    let ranked = ranked_drivers(found, measure, contrast);
    let moving: Vec<&RankedDriver> = ranked.iter().filter(|one| one.with_others.value > 0.0).collect();
    let numbers: Vec<&&RankedDriver> = moving.iter().filter(|one| one.driver != Driver::Luck).collect();
    let Some(first) = numbers.first() else { return "No number that is varied changes it".to_owned() };
    let luck = ranked.iter().find(|one| one.driver == Driver::Luck);
    let luck = luck.map_or_else(String::new, |luck| {
        format!("; luck and what is not varied take part in {}", share(luck.with_others.value))
    });
    format!("{} takes part in {} of the variance{luck}", first.name, share(first.with_others.value))
}

/// A part of a variance in whole percent, held to what a part can be.
fn share(part: f64) -> String {
    whole_percent(part.clamp(0.0, 1.0))
}

/// One flip in words: below and above what value which arm is the best.
#[must_use]
pub fn flip_in_words(found: &Sensitivity, model: &Model, input: usize, flip: &FlipPoint) -> String {
    let unit = found.inputs.all[input].unit;
    let Spanned { value, low, high } = flip.value;
    let interval = if high > low {
        format!(" ({} to {})", in_unit(low, unit), in_unit(high, unit))
    } else {
        String::new()
    };
    format!(
        "{} is best below {}{interval}, {} above",
        arm_in_words(model, flip.below),
        in_unit(value, unit),
        arm_in_words(model, flip.above)
    )
}

/// Whether the choice holds, as a sentence.
#[must_use]
pub fn flips_finding(found: &Sensitivity, model: &Model) -> String {
    let best = arm_in_words(model, found.chosen.best);
    let flipping = found.flips.iter().filter(|row| !row.flips.is_empty()).count();
    let all = count(found.flips.len(), "number");
    if flipping == 0 {
        return format!("{best} stays the best arm between the 5 % and the 95 % point of each of {all}");
    }
    let named: Vec<String> = found
        .flips
        .iter()
        .filter(|row| !row.flips.is_empty())
        .map(|row| found.inputs.all[row.input].name.clone())
        .collect();
    format!("{flipping} of {all} alone can make another arm than {best} the best: {}", listed(&named, "and"))
}

/// What it is worth to know, the most first; not what is worth nothing.
#[must_use]
pub fn worth_knowing(found: &Sensitivity) -> Vec<&InformationRow> {
    let rows = found.information.iter().flat_map(|all| &all.rows);
    let single = rows.filter(|row| matches!(row.driver, Driver::Inputs(_)) && row.worth.value > 0.0);
    let mut all: Vec<&InformationRow> = single.collect();
    all.order_by(|a, b| b.worth.value.total_cmp(&a.worth.value));
    all
}

/// What it is worth to know, as a sentence; `None` where there is no choice.
#[must_use]
pub fn knowing_finding(found: &Sensitivity) -> Option<String> {
    let information = found.information.as_ref()?;
    let whole = information.rows.first()?.worth;
    if whole.value < 0.5 {
        return Some("No knowledge of these numbers would change the choice: it is worth nothing".to_owned());
    }
    let first = worth_knowing(found).first().map_or_else(String::new, |row| {
        format!(", {} alone {}", row.driver.name(&found.inputs), short_dollars(row.worth.value))
    });
    Some(format!(
        "To know all {} before the choice is worth {}{first}",
        count(found.inputs.all.len(), "number"),
        short_dollars(whole.value)
    ))
}

/// A figure in its unit, to three digits: `$12.7M`, `0.0313`, `12.5 years`.
#[must_use]
pub fn in_unit(value: f64, unit: &str) -> String {
    if let Some(per) = unit.strip_prefix('$') {
        // Rates of a few dollars are read to the cent.
        let is_rate = !per.is_empty() && value.abs() < 1_000.0;
        return if is_rate { dollars_and_cents(value) + per } else { short_dollars(value) + per };
    }
    let text = three_digits(value);
    if matches!(
        unit,
        "" | "share"
            | "chance"
            | "ratio"
            | "number"
            | "index"
            | "elasticity"
            | "share of variance"
            | "correlation"
    ) {
        text
    } else {
        format!("{text} {unit}")
    }
}

fn dollars_and_cents(value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    format!("{sign}${}", three_digits(value.abs()))
}

/// A number to three digits, without zeros at the end.
fn three_digits(value: f64) -> String {
    let (mut decimals, mut least) = (2, 1.0);
    while value != 0.0 && value.abs() < least && decimals < 8 {
        decimals += 1;
        least /= 10.0;
    }
    let mut most = 10.0;
    while value.abs() >= most && decimals > 0 {
        decimals -= 1;
        most *= 10.0;
    }
    let text = format!("{value:.decimals$}");
    let short = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_to_three_digits() {
        for (value, unit, text) in [
            (0.031_27, "share", "0.0313"),
            (0.5, "share", "0.5"),
            (12.345, "years", "12.3 years"),
            (3_095.23, "people", "3095 people"),
            (0.0, "points", "0 points"),
            (-0.000_4, "ratio", "-0.0004"),
            (12_700_000.0, "$", "$12.7M"),
            (131_470.0, "$/year", "$131k/year"),
            (5.665_7, "$/member/month", "$5.67/member/month"),
            (-45.0, "$/wRVU", "-$45/wRVU"),
            (999.6, "$/hour", "$1000/hour"),
            (0.02, "$", "$0"),
        ] {
            assert_eq!(in_unit(value, unit), text, "{value} {unit}");
        }
    }
}
