//! What clauses are worth, contract by contract, and who bears it.

use super::Page;
use crate::decision::short_dollars;
use crate::engine::HorizonMetric;
use crate::negotiation::clause::ClauseStanding;
use crate::negotiation::price::{
    BearerKind, BearerShare, ClausePrice, ClausePrices, MeasurePrice, PATCH, whose_margin,
};
use crate::report::cell::{plain, rounded};
use crate::report::layout::{aligned, wrapped};
use crate::units::{capitalised, count, listed, thousands};
use serde::Serialize;

/// What clauses are worth.
#[derive(Debug, Serialize)]
pub struct PricePage<'a> {
    arm: &'a str,
    trials: u64,
    years: usize,
    clauses: Vec<PricedClause<'a>>,
    folder: String,
    files: Vec<String>,
    #[serde(skip)]
    found: &'a ClausePrices,
}

/// A clause with its price.
#[derive(Debug, Serialize)]
struct PricedClause<'a> {
    contract: &'a str,
    clause: &'static str,
    title: &'static str,
    stands: &'static str,
    says: &'a str,
    change: &'a str,
    put_in: bool,
    told_by: &'static str,
    measures: Vec<PricedMeasure>,
    bearers: Vec<PricedBearer<'a>>,
}

#[derive(Debug, Serialize)]
struct PricedMeasure {
    measure: &'static str,
    unit: &'static str,
    with: f64,
    without: f64,
    price: f64,
    price_mc_se: f64,
    p05_with: f64,
    p05_without: f64,
    p05_change: f64,
    p05_change_mc_se: Option<f64>,
    below_zero_with: f64,
    below_zero_without: f64,
    below_zero_change: f64,
    below_zero_change_mc_se: f64,
}

#[derive(Debug, Serialize)]
struct PricedBearer<'a> {
    kind: &'static str,
    bearer: &'a str,
    gain: f64,
    gain_mc_se: f64,
    is_part: bool,
}

impl<'a> PricePage<'a> {
    /// Of prices whose files were written into a folder.
    #[must_use]
    pub fn of(found: &'a ClausePrices, folder: &str, files: &[String]) -> PricePage<'a> {
        let clauses = found.rows.iter().map(PricedClause::of).collect();
        let (folder, files) = (folder.to_owned(), files.to_vec());
        PricePage { arm: &found.arm, trials: found.trials, years: found.years, clauses, folder, files, found }
    }
}

impl<'a> PricedClause<'a> {
    fn of(row: &'a ClausePrice) -> PricedClause<'a> {
        let worth = row.worth.as_ref();
        PricedClause {
            contract: &row.contract,
            clause: row.clause,
            title: row.title,
            stands: row.standing,
            says: &row.says,
            change: &row.does,
            put_in: row.puts_in,
            told_by: row.told_by.definition().name,
            measures: worth
                .map_or_else(Vec::new, |worth| worth.measures.iter().map(PricedMeasure::of).collect()),
            bearers: worth
                .map_or_else(Vec::new, |worth| worth.bearers.iter().map(PricedBearer::of).collect()),
        }
    }
}

impl PricedMeasure {
    fn of(one: &MeasurePrice) -> PricedMeasure {
        let dollars = |value: f64| rounded(value, "$");
        let chance = |value: f64| rounded(value, "chance");
        PricedMeasure {
            measure: one.measure,
            unit: "$",
            with: dollars(one.with),
            without: dollars(one.without),
            price: dollars(one.price.value),
            price_mc_se: dollars(one.price.se),
            p05_with: dollars(one.p5_with),
            p05_without: dollars(one.p5_without),
            p05_change: dollars(one.p5_change.value),
            p05_change_mc_se: Some(one.p5_change.se).filter(|se| se.is_finite()).map(dollars),
            below_zero_with: chance(one.below_zero_with),
            below_zero_without: chance(one.below_zero_without),
            below_zero_change: chance(one.below_zero_change.value),
            below_zero_change_mc_se: chance(one.below_zero_change.se),
        }
    }
}

impl<'a> PricedBearer<'a> {
    fn of(one: &'a BearerShare) -> PricedBearer<'a> {
        PricedBearer {
            kind: one.kind.word(),
            bearer: &one.name,
            gain: rounded(one.gain.value, "$"),
            gain_mc_se: rounded(one.gain.se, "$"),
            is_part: one.kind.is_part(),
        }
    }
}

impl Page for PricePage<'_> {
    fn text(&self) -> String {
        let patch = self.found.rows.first().filter(|row| row.clause == PATCH);
        let what = if patch.is_some() { "What the patch brings" } else { "What clauses cost" };
        let mut page = wrapped(
            &format!(
                "{what} arm `{}`: {} of {}, each with and without on the same luck.",
                self.arm,
                if self.trials == 1 {
                    "1 future".to_owned()
                } else {
                    format!("{} futures", thousands(self.trials))
                },
                count(self.years, "year")
            ),
            0,
        );
        page += &wrapped(if patch.is_some() { BRINGS } else { COSTS }, 0);
        page += &wrapped(EXACT, 0);
        if let Some(row) = patch {
            return page + &of_patch(row);
        }
        if self.found.rows.iter().all(|row| row.does.is_empty()) {
            page += &wrapped(
                "No clause is there to be taken out: with --put-in those are priced that could be there, with --arm NAME another arm.",
                0,
            );
        }
        let mut rest = self.found.rows.as_slice();
        while let Some(first) = rest.first() {
            let own = rest.iter().take_while(|row| row.contract == first.contract).count();
            let (rows, others) = rest.split_at(own);
            page += &of_contract(rows);
            rest = others;
        }
        page
    }
}

/// What figures of clauses are.
const COSTS: &str = "Price: the margin that a contract is told by, over all years, without the clause less with it, with its Monte Carlo error; above zero, the clause costs that much. Beside it the changes without the clause: of the 5th percentile of that margin, of the chance that it comes out below zero (loss, in points), and of the lowest point of cumulated cash (trough). Those who respond, respond to a change from the agreement as it stands. Below zero the clause helps here: variation is worth money to whoever shares savings and owes little, and the end of a contract that loses money saves it.";

/// What figures of a patch are.
const BRINGS: &str = "Brings: a measure over all years with the patch less without it, with its Monte Carlo error; above zero, the patch is worth that much. Beside it the changes by the patch: of the measure's 5th percentile, and of the chance that it comes out below zero (loss, in points). A patch may change anything: the system's margin sees all of it, the programme's only what contracts and their programmes bring and cost.";

/// Where 5th percentiles stand beside those of a run.
const EXACT: &str = "5th percentiles are those of the trials themselves; horizon.csv of a run interpolates them within bins, and can lie up to a bin away.";

/// The measures that a patch is told by.
const OF_PATCH: [(HorizonMetric, &str); 3] = [
    (HorizonMetric::SystemMargin, "the system's margin"),
    (HorizonMetric::ProgrammeMargin, "the programme's margin"),
    (HorizonMetric::CashTrough, "lowest point of the programme's cash"),
];

/// A patch, measure by measure.
fn of_patch(row: &ClausePrice) -> String {
    let told = OF_PATCH.iter().filter_map(|(metric, name)| {
        let one = row.price(metric.definition().name)?;
        Some([
            (*name).to_owned(),
            short_dollars(one.with),
            short_dollars(one.without),
            short_dollars(one.price.value),
            short_dollars(one.price.se),
            short_dollars(one.p5_change.value),
            plain(100.0 * one.below_zero_change.value, 1),
        ])
    });
    let header = ["measure", "as it stands", "with the patch", "brings", "±", "5th pct", "loss"];
    let table = aligned(header, told.collect::<Vec<_>>(), |column| column >= 1);
    format!("\nThe patch, by what it brings\n{table}{}", reading(row))
}

/// The rows of a contract.
fn of_contract(rows: &[ClausePrice]) -> String {
    let Some(first) = rows.first() else { return String::new() };
    let why = if first.told_by == HorizonMetric::SystemMargin {
        ", since it pays in place of fees, which the programme's margin does not hold"
    } else {
        ""
    };
    let head = format!("Contract {}, by {}{why}", first.contract, whose_margin(first.told_by));
    let mut page = format!("\n{}", wrapped(&head, 0));
    let cannot = ClauseStanding::CannotBe.word();
    let told: Vec<[String; 7]> = rows.iter().filter(|row| row.worth.is_some()).map(line).collect();
    if !told.is_empty() {
        let header = ["clause", "stands", "price", "±", "5th pct", "loss", "trough"];
        page += &aligned(header, told, |column| column >= 2);
    }
    for row in rows.iter().filter(|row| row.worth.is_some()) {
        page += &reading(row);
    }
    let impossible: Vec<&ClausePrice> = rows.iter().filter(|row| row.standing == cannot).collect();
    let alike = impossible.first().filter(|first| impossible.iter().all(|row| row.says == first.says));
    match alike {
        Some(first) if impossible.len() > 2 => {
            page += &wrapped(&format!("  No clause can be here: {}.", first.says), 4);
        }
        _ => {
            for row in impossible {
                page += &wrapped(&format!("  {} cannot be: {}.", capitalised(row.title), row.says), 4);
            }
        }
    }
    page
}

/// A row in figures.
fn line(row: &ClausePrice) -> [String; 7] {
    let price = row.told();
    let dollars =
        |of: &dyn Fn(&MeasurePrice) -> f64| price.map_or_else(String::new, |one| short_dollars(of(one)));
    let loss = price.map_or_else(String::new, |one| plain(100.0 * one.below_zero_change.value, 1));
    let trough = row.price("cash_trough").map_or_else(String::new, |one| short_dollars(one.price.value));
    [
        row.title.to_owned(),
        if row.puts_in { "if put in".to_owned() } else { row.standing.to_owned() },
        dollars(&|one| one.price.value),
        dollars(&|one| one.price.se),
        dollars(&|one| one.p5_change.value),
        loss,
        trough,
    ]
}

/// What a row rests on, and who bears it.
fn reading(row: &ClausePrice) -> String {
    if row.does.is_empty() {
        return String::new();
    }
    let mut page = String::new();
    let how = match (row.puts_in, row.clause == PATCH) {
        (true, _) => "with",
        (false, true) => "it says",
        (false, false) => "priced by",
    };
    let says = if row.says.is_empty() { String::new() } else { format!("{}; ", row.says) };
    let moved = row.worth.iter().flat_map(|worth| &worth.measures);
    let is_still = moved.clone().count() > 0 && moved.clone().all(|one| one.with == one.without);
    let still = if is_still { " It moved nothing in any future." } else { "" };
    page += &wrapped(&format!("  {}: {says}{how} {}.{still}", capitalised(row.title), row.does), 4);
    let gains = |kind: BearerKind| -> f64 {
        let all = row.worth.iter().flat_map(|worth| &worth.bearers);
        all.filter(|bearer| bearer.kind == kind).map(|bearer| bearer.gain.value).sum()
    };
    let parties = [
        (BearerKind::Payer, "payers"),
        (BearerKind::System, "the system"),
        (BearerKind::Physicians, "physicians"),
        (BearerKind::Facility, "those who pay for facility services"),
        (BearerKind::Others, "others whom the system pays"),
    ];
    let told: Vec<String> = parties
        .into_iter()
        .map(|(kind, name)| (gains(kind), name))
        .filter(|(gain, _)| gain.abs() >= 0.5)
        .map(|(gain, name)| format!("{name} {}", short_dollars(gain)))
        .collect();
    if !told.is_empty() {
        let turn = if row.clause == PATCH { "By it gain" } else { "Without it gain" };
        let pools = gains(BearerKind::Pools);
        let through = if pools.abs() >= 0.5 {
            format!(" (through pools {})", short_dollars(pools))
        } else {
            String::new()
        };
        page += &wrapped(&format!("    {turn}: {}{through}.", listed(&told, "and")), 4);
    }
    page
}
