//! What a sweep found: what was varied, what each value comes to, the best cell, and where a measure turns.

use super::Page;
use crate::analysis::{
    BestCell, Estimate, SWEEP_RANKED, Swept, SweptAgainst, SweptMeasure, baseline_moves, best_arms_along,
    best_cell, highest_cell, sign_changes,
};
use crate::decision::{
    arm_in_words, best_cell_in_words, funded_as_stated, measure_in_words, settings_in_words, sides_in_words,
    swept_in_unit, turns_in_words, years_in_words,
};
use crate::model::Model;
use crate::order::Ordered;
use crate::report::layout::{aligned, wrapped};
use crate::units::{capitalised, figure, listed, shortened, thousands};
use serde::Serialize;

/// A sweep.
#[derive(Debug, Serialize)]
pub struct SweepPage<'a> {
    title: &'a str,
    trials: u64,
    cells: usize,
    numbers: Vec<VariedOnPage<'a>>,
    funded_as_stated: Vec<&'a str>,
    refused: Vec<RefusedOnPage>,
    best: Option<BestOnPage>,
    highest: Option<BestOnPage>,
    turns: Vec<TurnOnPage<'a>>,
    best_arms: Vec<BestArmOnPage<'a>>,
    folder: String,
    files: Vec<String>,
    #[serde(skip)]
    text: String,
}

/// A number that is varied.
#[derive(Debug, Serialize)]
struct VariedOnPage<'a> {
    place: &'a str,
    meaning: &'a str,
    unit: &'a str,
    low: f64,
    high: f64,
    /// By arm that cells set it in: its value as stated.
    stated: Vec<StatedInArm<'a>>,
    drawn: bool,
}

#[derive(Debug, Serialize)]
struct StatedInArm<'a> {
    arm: &'a str,
    value: Option<f64>,
}

/// A cell that cannot be.
#[derive(Debug, Serialize)]
struct RefusedOnPage {
    cell: usize,
    settings: String,
    why: String,
}

/// The best cell.
#[derive(Debug, Serialize)]
struct BestOnPage {
    cell: usize,
    settings: String,
    arm: String,
    metric: &'static str,
    value: SweptFigure,
    as_stated: SweptFigure,
    from_stated: SweptFigure,
    on_fresh_luck: Option<SweptFigure>,
}

/// A figure with its Monte Carlo error.
#[derive(Debug, Serialize)]
struct SweptFigure {
    mean: f64,
    se: Option<f64>,
}

/// Where a measure changes its sign.
#[derive(Debug, Serialize)]
struct TurnOnPage<'a> {
    metric: String,
    arm: &'a str,
    at: SweptFigure,
    between: [f64; 2],
    rises: bool,
    sure: bool,
}

/// The best arm along the one number that is varied.
#[derive(Debug, Serialize)]
struct BestArmOnPage<'a> {
    arm: &'a str,
    from: f64,
    to: f64,
}

/// Rows that the page shows of a sweep of one number, and arms across.
const ROWS: usize = 21;
const ACROSS: usize = 5;
/// Cells that cannot be which the page lists.
const REFUSED: usize = 5;

impl<'a> SweepPage<'a> {
    /// Of what a sweep found, written into a folder.
    #[must_use]
    pub fn of(model: &'a Model, swept: &'a Swept, folder: String, files: Vec<String>) -> SweepPage<'a> {
        let text = text_of(model, swept, &folder);
        let arm = |place: usize| model.arms[place].name.as_str();
        let measures = swept.measures();
        let turns = measures.iter().flat_map(|measure| {
            sign_changes(swept, measure).into_iter().map(|change| TurnOnPage {
                metric: measure.metric.clone(),
                arm: arm(change.arm),
                at: SweptFigure::of(&change.at),
                between: [change.between.0, change.between.1],
                rises: change.rises,
                sure: change.is_sure(),
            })
        });
        let ranked = SWEEP_RANKED.definition().name;
        let is_against = swept.compared() == SweptAgainst::Baseline;
        let of_cell = |best: BestCell, on_fresh_luck: Option<SweptFigure>| BestOnPage {
            cell: best.cell + 1,
            settings: settings_in_words(swept, &swept.cells[best.cell]),
            arm: model.arms[best.arm].name.clone(),
            metric: ranked,
            value: SweptFigure::of(&best.value),
            as_stated: SweptFigure::of(&best.as_stated),
            from_stated: SweptFigure::of(&best.from_stated),
            on_fresh_luck,
        };
        let fresh = swept.fresh.map(|fresh| SweptFigure::of(&swept.against(&fresh.value)));
        let best = best_cell(swept, ranked).map(|best| of_cell(best, fresh));
        let highest = highest_cell(swept, ranked)
            .filter(|_| is_against && baseline_moves(swept, ranked))
            .map(|highest| of_cell(highest, None));
        let along = best_arms_along(swept, ranked);
        SweepPage {
            title: &model.title,
            trials: swept.trials,
            cells: swept.cells.len(),
            numbers: (0..swept.factors.len()).map(|place| varied(model, swept, place)).collect(),
            funded_as_stated: funded_as_stated(model, swept),
            refused: refused(swept),
            best,
            highest,
            turns: turns.collect(),
            best_arms: along
                .into_iter()
                .map(|(place, (from, to))| BestArmOnPage { arm: arm(place), from, to })
                .collect(),
            folder,
            files,
            text,
        }
    }
}

impl SweptFigure {
    fn of(value: &Estimate) -> SweptFigure {
        SweptFigure { mean: value.value, se: Some(value.se).filter(|se| se.is_finite()) }
    }
}

fn varied<'a>(model: &'a Model, swept: &'a Swept, place: usize) -> VariedOnPage<'a> {
    let (factor, number) = (&swept.factors[place], &swept.numbers[place]);
    let (low, high) = ends(swept, place);
    let arms = number.is_set.iter().zip(&number.stated).zip(&model.arms).filter(|((is_set, _), _)| **is_set);
    VariedOnPage {
        place: &factor.place,
        meaning: &number.meaning,
        unit: number.unit,
        low,
        high,
        stated: arms.map(|((_, value), arm)| StatedInArm { arm: &arm.name, value: *value }).collect(),
        drawn: number.is_drawn,
    }
}

/// The lowest and the highest value that cells set a number to.
fn ends(swept: &Swept, place: usize) -> (f64, f64) {
    let values = swept.cells.iter().map(|cell| cell.settings[place]);
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

fn refused(swept: &Swept) -> Vec<RefusedOnPage> {
    let each = swept.cells.iter().enumerate().filter_map(|(place, cell)| {
        let why = cell.refused.clone()?;
        Some(RefusedOnPage { cell: place + 1, settings: settings_in_words(swept, cell), why })
    });
    each.collect()
}

/// The page for the eye.
fn text_of(model: &Model, swept: &Swept, folder: &str) -> String {
    let (cells, trials) = (swept.cells.len() as u64, swept.trials);
    let what = if cells == 1 { "one cell".to_owned() } else { format!("{} cells", thousands(cells)) };
    let futures =
        if trials == 1 { "one future".to_owned() } else { format!("{} futures", thousands(trials)) };
    let mut page =
        wrapped(&format!("{}, {}: {what} on the same {futures}", model.title, years_in_words(model)), 2);
    page.push('\n');
    page += &numbers(model, swept);
    for (place, _) in swept.numbers.iter().enumerate().filter(|(_, number)| number.is_drawn) {
        let place = &swept.factors[place].place;
        page += &wrapped(
            &format!("  note: {place} is drawn anew in every trial as stated; cells hold it at one value"),
            4,
        );
    }
    let funded = funded_as_stated(model, swept);
    if !funded.is_empty() {
        let funded = funded.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let note = format!(
            "  note: what funds {} stays as it was solved for what is stated, so that cells cost more or less than it says; --fund-anew solves it in each cell",
            listed(&funded, "and")
        );
        page += &wrapped(&note, 4);
    }
    let measures = swept.measures();
    if swept.factors.len() == 1
        && let Some(first) = measures.first()
    {
        page.push('\n');
        page += &values(model, swept, first);
    }
    page.push('\n');
    for sentence in sentences(model, swept, &measures) {
        page += &wrapped(&sentence, 2);
    }
    page += &cannot_be(swept);
    page + &format!("\nResults: {folder}\n")
}

/// What was varied.
fn numbers(model: &Model, swept: &Swept) -> String {
    let row = |place: usize| {
        let number = &swept.numbers[place];
        let (low, high) = ends(swept, place);
        let mut stated: Vec<String> = Vec::new();
        for (arm, value) in number.stated.iter().enumerate().filter(|(arm, _)| number.is_set[*arm]) {
            let value = value.map_or_else(|| "differs by person".to_owned(), figure);
            let said = if number.is_set.iter().filter(|is_set| **is_set).count() == 1 {
                value.clone()
            } else {
                format!("{value} ({})", model.arms[arm].name)
            };
            // The same in every arm is said once.
            let alike = number.stated.iter().zip(&number.is_set).filter(|(_, is_set)| **is_set);
            if alike.into_iter().all(|(other, _)| *other == number.stated[arm]) {
                stated = vec![value];
                break;
            }
            stated.push(said);
        }
        let stated = if stated.len() > 3 { "differs by arm".to_owned() } else { stated.join(", ") };
        [swept.factors[place].place.clone(), figure(low), figure(high), number.unit.to_owned(), stated]
    };
    let rows = (0..swept.factors.len()).map(row);
    aligned(["number", "from", "to", "unit", "as stated"], rows, |column| matches!(column, 1 | 2))
}

/// Of a sweep of one number, a measure at each value, arm by arm.
fn values(model: &Model, swept: &Swept, measure: &SweptMeasure) -> String {
    let is_against = swept.compared() == SweptAgainst::Baseline;
    let arms: Vec<usize> = swept.compared_arms().take(ACROSS).collect();
    let mut ran: Vec<_> = swept.ran().map(|(_, cell)| cell).collect();
    ran.order_by(|a, b| a.settings[0].total_cmp(&b.settings[0]));
    let step = ran.len().div_ceil(ROWS).max(1);
    let heads = arms
        .iter()
        .map(|arm| if is_against { shortened(&model.arms[*arm].name, 16) } else { measure.metric.clone() });
    let header: Vec<String> = ["value".to_owned()].into_iter().chain(heads).collect();
    let rows = ran.iter().step_by(step).map(|cell| {
        let found = arms.iter().map(|arm| {
            let Some(&column) = measure.columns.get(*arm) else { return String::new() };
            let value = swept.against(&cell.values[column]);
            let error = if value.se > 0.0 {
                format!(" ± {}", swept_in_unit(value.se, measure.unit, false))
            } else {
                String::new()
            };
            swept_in_unit(value.value, measure.unit, is_against) + &error
        });
        [figure(cell.settings[0])].into_iter().chain(found).collect::<Vec<String>>()
    });
    let words = measure_in_words(model, measure);
    let said = if is_against {
        format!("Change of {words} against today, ± one standard error:")
    } else {
        format!("{}, ± one standard error:", capitalised(&words))
    };
    let left = swept.compared_arms().len() - arms.len();
    let more = if left > 0 { format!("{left} further arms stand in sweep.csv.\n") } else { String::new() };
    wrapped(&said, 2) + &aligned(header, rows, |_| true) + &more
}

/// The findings.
fn sentences(model: &Model, swept: &Swept, measures: &[SweptMeasure]) -> Vec<String> {
    let mut said: Vec<String> = best_cell_in_words(model, swept).into_iter().collect();
    let runs = best_arms_along(swept, SWEEP_RANKED.definition().name);
    if runs.len() > 1 && runs.len() <= 4 {
        let each: Vec<String> = runs
            .iter()
            .map(|(arm, (from, to))| {
                let range = if from == to {
                    format!("at {}", figure(*from))
                } else {
                    format!("from {} to {}", figure(*from), figure(*to))
                };
                format!("{} {range}", arm_in_words(model, *arm))
            })
            .collect();
        said.push(format!("The arm with the highest margin: {}.", listed(&each, "and")));
    }
    for measure in measures {
        let turns = turns_in_words(model, swept, measure);
        if swept.factors.len() == 1 {
            said.extend(turns);
        } else if measure.metric == SWEEP_RANKED.definition().name {
            said.extend(sides_in_words(model, swept, measure));
        }
    }
    said
}

/// Cells that cannot be.
fn cannot_be(swept: &Swept) -> String {
    let all = refused(swept);
    if all.is_empty() {
        return String::new();
    }
    let mut said = format!("\n{} of {} cells cannot be, and were left out:\n", all.len(), swept.cells.len());
    for RefusedOnPage { cell, settings, why } in all.iter().take(REFUSED) {
        said += &wrapped(&format!("  cell {cell} ({settings}): {why}"), 4);
    }
    if all.len() > REFUSED {
        said += &format!("  and {} more, in cells.csv\n", all.len() - REFUSED);
    }
    said
}

impl Page for SweepPage<'_> {
    fn text(&self) -> String {
        self.text.clone()
    }
}
