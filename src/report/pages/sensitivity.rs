//! What drives the results, what flips the choice, and what it is worth to know: the page of a sensitivity.

use super::Page;
use crate::analysis::estimators::Spanned;
use crate::analysis::{
    ArmContrast, CHOSEN_BY, Driver, InformationRow, LeftToChance, MethodEffort, Sensitivity, TornadoBar,
};
use crate::decision::{
    RankedDriver, arm_in_words, flip_in_words, flips_finding, in_unit, knowing_finding, ranked_drivers,
    result_in_words, short_dollars, whole_percent, worth_knowing, years_in_words,
};
use crate::model::Model;
use crate::report::layout::{aligned, wrapped};
use crate::units::{capitalised, count, shortened, thousands};
use serde::Serialize;
use std::path::Path;

/// Drivers that a person is shown of each result.
const SHOWN: usize = 5;
/// Letters of a name beside two columns of dollars.
const LONGEST_NAME: usize = 50;

/// A sensitivity, for the eye and for a program.
#[derive(Debug, Serialize)]
pub struct SensitivityPage {
    choice: ToldChoice,
    results: Vec<ToldResult>,
    flips: Vec<ToldFlip>,
    information: Option<ToldInformation>,
    varied: Vec<String>,
    left_to_chance: Vec<ToldLeft>,
    methods: Vec<ToldMethod>,
    trials: u64,
    folder: String,
    files: Vec<String>,
    #[serde(skip)]
    text: String,
}

/// How arms come out by the margin that they are chosen by.
#[derive(Debug, Serialize)]
struct ToldChoice {
    by: &'static str,
    best: String,
    second: Option<String>,
    lead: ToldFigure,
    best_in: f64,
}

/// A figure with its 95 % interval.
#[derive(Clone, Copy, Debug, Serialize)]
struct ToldFigure {
    value: f64,
    low: f64,
    high: f64,
}

/// One result with its drivers, the most influential first.
#[derive(Debug, Serialize)]
struct ToldResult {
    measure: String,
    of: String,
    unit: &'static str,
    as_drawn: Option<ToldFigure>,
    drivers: Vec<ToldDriver>,
}

#[derive(Debug, Serialize)]
struct ToldDriver {
    input: String,
    first_order: ToldFigure,
    total: ToldFigure,
    /// The number at its 5 % and 95 % points, and what comes out there.
    at: Option<[f64; 2]>,
    results: Option<[ToldFigure; 2]>,
}

/// Whether the choice holds with one number.
#[derive(Debug, Serialize)]
struct ToldFlip {
    input: String,
    at: [f64; 2],
    best: [String; 2],
    flips_at: Vec<ToldFigure>,
}

#[derive(Debug, Serialize)]
struct ToldInformation {
    unit: &'static str,
    all: ToldFigure,
    with_luck: ToldFigure,
    known: Vec<ToldWorth>,
}

#[derive(Debug, Serialize)]
struct ToldWorth {
    kind: &'static str,
    known: String,
    worth: ToldFigure,
}

#[derive(Debug, Serialize)]
struct ToldLeft {
    input: String,
    share: f64,
}

#[derive(Debug, Serialize)]
struct ToldMethod {
    method: &'static str,
    points: u64,
    half_width: Option<f64>,
    unit: &'static str,
}

impl From<Spanned> for ToldFigure {
    fn from(of: Spanned) -> ToldFigure {
        ToldFigure { value: of.value, low: of.low, high: of.high }
    }
}

impl SensitivityPage {
    /// Of what was found with a model, and where it was written.
    #[must_use]
    pub fn of(found: &Sensitivity, model: &Model, folder: &Path, files: &[String]) -> SensitivityPage {
        let folder = folder.display().to_string();
        let name = |arm: usize| model.arms[arm].name.clone();
        let chosen = &found.chosen;
        SensitivityPage {
            choice: ToldChoice {
                by: CHOSEN_BY.definition().name,
                best: name(chosen.best),
                second: chosen.second.map(name),
                lead: chosen.lead.into(),
                best_in: chosen.best_in,
            },
            results: found
                .outputs
                .each()
                .map(|(m, contrast)| told_result(found, model, m, contrast))
                .collect(),
            flips: found
                .flips
                .iter()
                .map(|row| ToldFlip {
                    input: found.inputs.all[row.input].name.clone(),
                    at: row.at,
                    best: row.best.map(name),
                    flips_at: row.flips.iter().map(|flip| flip.value.into()).collect(),
                })
                .collect(),
            information: found.information.as_ref().and_then(|all| {
                let known = all.rows.iter().map(|row| ToldWorth {
                    kind: row.driver.kind(),
                    known: row.driver.name(&found.inputs),
                    worth: row.worth.into(),
                });
                Some(ToldInformation {
                    unit: CHOSEN_BY.definition().unit,
                    all: all.rows.first()?.worth.into(),
                    with_luck: all.with_luck.into(),
                    known: known.collect(),
                })
            }),
            varied: found.inputs.all.iter().map(|input| input.name.clone()).collect(),
            left_to_chance: found
                .left
                .iter()
                .map(|LeftToChance { name, share }| ToldLeft { input: name.clone(), share: *share })
                .collect(),
            methods: found
                .efforts
                .iter()
                .map(|MethodEffort { method, points, half_width, unit }| ToldMethod {
                    method: method.word(),
                    points: *points,
                    half_width: *half_width,
                    unit,
                })
                .collect(),
            trials: found.trials,
            text: page(found, model, &folder),
            folder,
            files: files.to_vec(),
        }
    }
}

impl Page for SensitivityPage {
    fn text(&self) -> String {
        self.text.clone()
    }
}

fn told_result(found: &Sensitivity, model: &Model, measure: usize, contrast: ArmContrast) -> ToldResult {
    let bar = found.tornado.iter().find(|bar| bar.measure == measure && bar.contrast == contrast);
    let driver = |one: RankedDriver| ToldDriver {
        input: one.name,
        first_order: one.alone.into(),
        total: one.with_others.into(),
        at: one.ends.map(|bar| bar.at),
        results: one.ends.map(|bar| bar.results.map(ToldFigure::from)),
    };
    ToldResult {
        measure: found.outputs.measures[measure].name.clone(),
        of: contrast.name(model),
        unit: found.outputs.measures[measure].unit,
        as_drawn: bar.map(|bar| bar.as_drawn.into()),
        drivers: ranked_drivers(found, measure, contrast).into_iter().map(driver).collect(),
    }
}

/// The page for the eye.
fn page(found: &Sensitivity, model: &Model, folder: &str) -> String {
    let deciding = found.deciding();
    let mut text = drivers(found, model, deciding);
    if let Some(second) = found.chosen.second {
        text += &choice(found, model, second);
        text += &knowing(found);
    }
    text += &exactness(found);
    text + &format!("\nResults: {folder}\n")
}

fn drivers(found: &Sensitivity, model: &Model, contrast: ArmContrast) -> String {
    let mut text = "WHAT DRIVES THE RESULT\n".to_owned();
    let unit = found.outputs.measures[0].unit;
    let bar = found.tornado.iter().find(|bar| bar.measure == 0 && bar.contrast == contrast);
    let drawn = bar.map_or_else(String::new, |bar| {
        let Spanned { value, low, high } = bar.as_drawn;
        let interval = format!("95 % interval {} to {}", in_unit(low, unit), in_unit(high, unit));
        format!(": {} as drawn ({interval})", in_unit(value, unit))
    });
    let result = capitalised(&result_in_words(found, model, 0, contrast));
    text += &wrapped(&format!("{result}{drawn}."), 0);
    let ranked = ranked_drivers(found, 0, contrast);
    let numbers = ranked.iter().filter(|one| one.driver != Driver::Luck && one.with_others.value > 0.0);
    let mut none = true;
    for (place, one) in numbers.take(SHOWN).enumerate() {
        none = false;
        text += &format!(" {}  {}\n", place + 1, one.name);
        text += &wrapped(&format!("    of the variance {}", parts(one)), 4);
        if let Some(bar) = one.ends.filter(|bar| bar.swing.value != 0.0) {
            text += &wrapped(&format!("    {}", at_ends(found, &bar, unit)), 4);
        }
    }
    if none {
        return text + "No number that is varied changes it.\n";
    }
    if let Some(luck) = ranked.iter().find(|one| one.driver == Driver::Luck) {
        text += &wrapped(&format!("Luck, with what is not varied, is {}.", parts(luck)), 0);
    }
    let told = |one: &&RankedDriver| one.driver == Driver::Luck || one.with_others.value > 0.0;
    if ranked.iter().filter(told).any(|one| one.alone.value > one.with_others.value) {
        let said = "Alone no number explains more than with others: where it says so, points are too few. --points takes more.";
        text += &wrapped(said, 0);
    }
    text
}

/// What a driver explains.
fn parts(of: &RankedDriver) -> String {
    format!("{} alone, {} with others", part(of.alone), part(of.with_others))
}

/// What comes out at the ends of a number.
fn at_ends(found: &Sensitivity, bar: &TornadoBar, unit: &str) -> String {
    let input = &found.inputs.all[bar.input];
    let side = |end: usize| {
        format!("{} at {}", in_unit(bar.results[end].value, unit), in_unit(bar.at[end], input.unit))
    };
    let half = 0.5 * (bar.swing.high - bar.swing.low);
    format!("{}, {}; apart {} (± {})", side(0), side(1), in_unit(bar.swing.value, unit), in_unit(half, unit))
}

/// A part of a variance with its interval.
fn part(of: Spanned) -> String {
    let percent = |value: f64| whole_percent(value.clamp(0.0, 1.0));
    format!("{} ({} to {})", percent(of.value), percent(of.low), percent(of.high))
}

fn choice(found: &Sensitivity, model: &Model, second: usize) -> String {
    let chosen = &found.chosen;
    let mut text = "\nWHAT FLIPS THE CHOICE\n".to_owned();
    let (best, other) = (arm_in_words(model, chosen.best), arm_in_words(model, second));
    let said = if chosen.lead.value == 0.0 {
        format!("{best} and {other} come out alike, and no arm is better.")
    } else {
        format!(
            "{best} is best: {} more than {other} ({} to {}), and the best in {} of {} futures.",
            short_dollars(chosen.lead.value),
            short_dollars(chosen.lead.low),
            short_dollars(chosen.lead.high),
            whole_percent(chosen.best_in),
            thousands(found.trials)
        )
    };
    text += &wrapped(&format!("By the system's margin, {}, {said}", years_in_words(model)), 0);
    text += &wrapped(&format!("{}.", capitalised(&flips_finding(found, model))), 0);
    for row in &found.flips {
        for flip in &row.flips {
            let said = flip_in_words(found, model, row.input, flip);
            text += &wrapped(&format!("  {}: {said}", found.inputs.all[row.input].name), 4);
        }
    }
    let order = found.flips.iter().filter(|row| row.flips.is_empty() && row.keeps_ranking != [true; 2]);
    let n = order.count();
    if n > 0 {
        let said = format!("The order of the other arms changes with {} (flips.csv).", count(n, "number"));
        text += &wrapped(&said, 0);
    }
    text
}

fn knowing(found: &Sensitivity) -> String {
    let Some((finding, information)) = knowing_finding(found).zip(found.information.as_ref()) else {
        return String::new();
    };
    let mut text = "\nWHAT IT IS WORTH TO KNOW\n".to_owned();
    text += &wrapped(&format!("{finding}."), 0);
    let rows = worth_knowing(found).into_iter().take(SHOWN).map(|row: &InformationRow| {
        let Spanned { value, low, high } = row.worth;
        let interval = format!("{} to {}", short_dollars(low), short_dollars(high));
        [shortened(&row.driver.name(&found.inputs), LONGEST_NAME), short_dollars(value), interval]
    });
    let rows: Vec<[String; 3]> = rows.collect();
    if !rows.is_empty() {
        text += &aligned(["known", "worth", "95 % interval"], rows, |column| column > 0);
    }
    let luck = short_dollars(information.with_luck.value);
    text + &wrapped(
        &format!("To know the luck of the future, too, would be worth {luck}; no study can tell it."),
        0,
    )
}

fn exactness(found: &Sensitivity) -> String {
    let mut text = "\nHOW EXACT\n".to_owned();
    let rows = found.efforts.iter().map(|effort| {
        let half =
            effort.half_width.map_or_else(String::new, |half| format!("± {}", in_unit(half, effort.unit)));
        [effort.method.word().to_owned(), thousands(effort.points), half, effort.unit.to_owned()]
    });
    text += &aligned(["method", "points", "middle error", ""], rows, |column| column == 1 || column == 2);
    if let Some(first) = found.left.first() {
        let said = format!(
            "{} are left to chance: none explains more than {} of any result by rank or classes ({}). --most varies more of them.",
            count(found.left.len(), "uncertain number"),
            whole_percent(first.share),
            first.name
        );
        text += &wrapped(&said, 0);
    }
    text + &wrapped("Ends are the 5 % and 95 % points of a number, the others as drawn.", 0)
}
