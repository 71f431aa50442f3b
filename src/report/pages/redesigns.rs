//! What a search for redesigns found: the frontier on fresh luck, what luck had flattered, what each redesign states.

use super::Page;
use crate::analysis::{Estimate, FoundRedesign, HeldLimits, SearchFacts, SearchLimit};
use crate::decision::short_dollars;
use crate::report::SearchReport;
use crate::report::cell::plain;
use crate::report::layout::{aligned, wrapped};
use crate::units::{count, listed, real, thousands};
use serde::Serialize;

/// What a search found.
#[derive(Debug, Serialize)]
pub struct SearchPage<'a> {
    from: &'a str,
    first_year: u16,
    last_year: u16,
    tried: usize,
    kept_every_limit: usize,
    refused: usize,
    frontier: usize,
    searched_trials: u64,
    fresh_trials: u64,
    objectives: Vec<&'static str>,
    limits: Vec<LimitOnPage>,
    variables: Vec<Varied<'a>>,
    arms: Vec<DesignOnPage<'a>>,
    points: Vec<DesignOnPage<'a>>,
    folder: String,
    files: Vec<String>,
}

/// A limit as it is held on the luck of the search, and on fresh luck.
#[derive(Debug, Serialize)]
struct LimitOnPage {
    limit: &'static str,
    at: f64,
    on_fresh_luck: f64,
}

/// A number that was varied.
#[derive(Debug, Serialize)]
struct Varied<'a> {
    place: &'a str,
    unit: &'static str,
    low: f64,
    high: f64,
    start: Option<f64>,
}

/// A figure with its error.
#[derive(Clone, Copy, Debug, Serialize)]
struct WithError {
    value: f64,
    monte_carlo_error: f64,
}

impl From<Estimate> for WithError {
    fn from(estimate: Estimate) -> WithError {
        WithError { value: estimate.value, monte_carlo_error: estimate.se }
    }
}

/// An arm, or a redesign that was found, on fresh luck.
#[derive(Debug, Serialize)]
struct DesignOnPage<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    margin: WithError,
    savings: WithError,
    value: WithError,
    quality: WithError,
    losers: WithError,
    pay_change: WithError,
    chance_of_loss: WithError,
    cash_trough: WithError,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<FoundOnPage<'a>>,
}

/// What a redesign that was found has beside its figures.
#[derive(Debug, Serialize)]
struct FoundOnPage<'a> {
    evaluation: usize,
    values: Vec<ValueOnPage<'a>>,
    luck: Vec<LuckOnPage>,
    to_be_valued: Option<usize>,
    breaks: Vec<&'static str>,
    not_beaten: bool,
}

/// A number as a redesign states it.
#[derive(Debug, Serialize)]
struct ValueOnPage<'a> {
    place: &'a str,
    value: f64,
}

/// An objective as the search had seen it, and what is lost of it on fresh luck.
#[derive(Debug, Serialize)]
struct LuckOnPage {
    objective: &'static str,
    searched: WithError,
    fresh: WithError,
    shrinkage: WithError,
}

impl<'a> SearchPage<'a> {
    /// Of what was found; `folder` and `files` are where it was written.
    #[must_use]
    pub fn of(report: &SearchReport<'a>, folder: &str, files: &[String]) -> SearchPage<'a> {
        let SearchReport { from, question, found, arms, years, .. } = *report;
        let keeps = found.tried.iter().filter(|one| one.facts.is_some() && one.broken.is_empty()).count();
        let varied = question.variables.iter().map(|one| Varied {
            place: &one.path,
            unit: one.unit,
            low: one.low,
            high: one.high,
            start: one.start,
        });
        SearchPage {
            from,
            first_year: years.0,
            last_year: years.1,
            tried: found.tried.len(),
            kept_every_limit: keeps,
            refused: found.tried.iter().filter(|one| !one.refused.is_empty()).count(),
            frontier: found.frontier,
            searched_trials: found.trials,
            fresh_trials: question.fresh_trials,
            objectives: question.objectives.iter().map(|objective| objective.word()).collect(),
            limits: held(&found.limits, &found.limits_fresh),
            variables: varied.collect(),
            arms: arms.iter().map(|(name, title, facts)| design(name, Some(title), facts, None)).collect(),
            points: report
                .points()
                .map(|(name, point)| design(name, None, &point.fresh, Some(found_of(report, point))))
                .collect(),
            folder: folder.to_owned(),
            files: files.to_vec(),
        }
    }
}

/// Limits as they are held, by their words: on the luck of the search, and on fresh luck.
fn held(limits: &HeldLimits, fresh: &HeldLimits) -> Vec<LimitOnPage> {
    let all = |limits: &HeldLimits| {
        [
            (SearchLimit::Pay, limits.pay),
            (SearchLimit::Losers, limits.losers),
            (SearchLimit::ChanceOfLoss, limits.chance_of_loss),
            (SearchLimit::CashFloor, limits.cash_floor),
            (SearchLimit::Quality, limits.quality),
            (SearchLimit::MarketValue, limits.market_value),
            (SearchLimit::Law, limits.law.as_ref().map(|_| 0.0)),
        ]
    };
    let each = all(limits).into_iter().zip(all(fresh));
    each.filter_map(|((limit, at), (_, fresh))| {
        Some(LimitOnPage { limit: limit.word(), at: at?, on_fresh_luck: fresh? })
    })
    .collect()
}

/// Limits in words; those that are others on fresh luck once more, as what is found has to keep them there.
fn limits_in_words(limits: &[LimitOnPage]) -> String {
    let said = |one: &LimitOnPage| limit_in_words(one.limit, one.at);
    let fresh = |one: &LimitOnPage| limit_in_words(one.limit, one.on_fresh_luck);
    let all: Vec<String> = limits.iter().map(said).collect();
    let others: Vec<String> = limits.iter().filter(|one| said(one) != fresh(one)).map(fresh).collect();
    let all = if all.is_empty() { "none".to_owned() } else { all.join("; ") };
    if others.is_empty() {
        return format!("Limits, at most: {all}.");
    }
    format!(
        "Limits of the search, at most: {all}. Usual ones give way to what the arm does already; on fresh luck, to which \u{201c}breaks\u{201d} refers, that is: {}.",
        others.join("; ")
    )
}

fn design<'a>(
    name: &'a str,
    title: Option<&'a str>,
    facts: &SearchFacts,
    found: Option<FoundOnPage<'a>>,
) -> DesignOnPage<'a> {
    DesignOnPage {
        name,
        title,
        margin: facts.margin.into(),
        savings: facts.savings.into(),
        value: facts.value.into(),
        quality: facts.quality.into(),
        losers: facts.losers.into(),
        pay_change: facts.pay.into(),
        chance_of_loss: facts.loss.into(),
        cash_trough: facts.trough.into(),
        found,
    }
}

fn found_of<'a>(report: &SearchReport<'a>, point: &FoundRedesign) -> FoundOnPage<'a> {
    let luck = report.question.objectives.iter().map(|objective| LuckOnPage {
        objective: objective.word(),
        searched: objective.of(&point.searched).into(),
        fresh: objective.of(&point.fresh).into(),
        shrinkage: point.shrinkage(*objective).into(),
    });
    let variables = report.question.variables.iter().zip(&point.values);
    FoundOnPage {
        evaluation: point.tried + 1,
        values: variables
            .map(|(variable, value)| ValueOnPage { place: &variable.path, value: *value })
            .collect(),
        luck: luck.collect(),
        to_be_valued: point.review.flagged.map(|(_, own)| own),
        breaks: point.broken.iter().map(|(limit, _)| limit.word()).collect(),
        not_beaten: point.is_unbeaten,
    }
}

/// A change of dollars, with its sign.
fn change(of: WithError) -> String {
    let sign = if of.value > 0.5 { "+" } else { "" };
    format!("{sign}{}", short_dollars(of.value))
}

fn percent(of: WithError) -> String {
    format!("{} %", plain(100.0 * of.value, 1))
}

/// A difference of an objective in a sentence, by its size.
fn in_words(objective: &str, size: f64) -> String {
    match objective {
        "losers" => format!("{} points", plain(100.0 * size, 2)),
        "quality" => format!("{} points", plain(size, 2)),
        _ => short_dollars(size),
    }
}

/// What an objective loses or gains when it is looked at again.
fn worse_or_better(objective: &str, lost: f64) -> String {
    format!("{} {}", in_words(objective, lost.abs()), if lost < 0.0 { "better" } else { "worse" })
}

impl SearchPage<'_> {
    fn opening(&self) -> String {
        let many = count(self.variables.len(), "number");
        let mut said = format!(
            "Redesigns of `{}`, {many} varied: {} tried on {} common futures, of which {} keep every limit; no other beats {} of them on {} together.",
            self.from,
            thousands(self.tried as u64),
            thousands(self.searched_trials),
            thousands(self.kept_every_limit as u64),
            thousands(self.frontier as u64),
            listed(&self.objectives.iter().map(ToString::to_string).collect::<Vec<_>>(), "and"),
        );
        if self.refused > 0 {
            said += &format!(
                " The scenario itself refuses {} of what was tried.",
                thousands(self.refused as u64)
            );
        }
        if self.points.is_empty() {
            said += " Nothing that was tried keeps every limit: evaluations.csv says which limits each breaks, and by how much.";
        } else {
            said += &format!(
                " {} of them are below, on {} fresh futures, which the search has not seen.",
                self.points.len(),
                thousands(self.fresh_trials)
            );
        }
        wrapped(&said, 0)
    }

    fn figures(&self) -> String {
        let header = [
            "",
            "margin",
            "value",
            "savings",
            "quality",
            "lose 5 %",
            "pay",
            "chance of loss",
            "lowest cash",
            "",
        ];
        let row = |one: &DesignOnPage<'_>| -> [String; 10] {
            let said = one.found.as_ref().map_or_else(String::new, |found| {
                let mut all = Vec::new();
                if !found.breaks.is_empty() {
                    all.push(format!("breaks {}", found.breaks.join(", ")));
                }
                if !found.not_beaten {
                    all.push("beaten".to_owned());
                }
                all.join("; ")
            });
            [
                one.name.to_owned(),
                change(one.margin),
                change(one.value),
                change(one.savings),
                format!("{} pts", plain(one.quality.value, 2)),
                percent(one.losers),
                percent(one.pay_change),
                format!("{:.0} %", 100.0 * one.chance_of_loss.value),
                short_dollars(one.cash_trough.value),
                said,
            ]
        };
        let rows = self.arms.iter().chain(&self.points).map(row);
        aligned(header, rows, |column| (1..9).contains(&column))
    }

    /// What each redesign states.
    fn stated(&self) -> String {
        let mut header = vec!["number that was varied".to_owned(), self.from.to_owned()];
        header.extend(self.points.iter().map(|point| point.name.to_owned()));
        let rows = self.variables.iter().map(|variable| {
            let start = variable.start.map_or_else(String::new, |start| plain(start, 4));
            let mut row = vec![variable.place.to_owned(), start];
            row.extend(self.points.iter().map(|point| {
                let mut values = point.found.iter().flat_map(|found| &found.values);
                let own = values.find(|one| one.place == variable.place);
                own.map_or_else(String::new, |one| plain(one.value, 4))
            }));
            row
        });
        aligned(header, rows, |column| column > 0)
    }

    /// The winner's curse.
    fn shrunk(&self) -> String {
        let mut said = String::new();
        for objective in &self.objectives {
            let each: Vec<(&str, WithError)> = self
                .points
                .iter()
                .filter_map(|point| {
                    let own = point.found.as_ref()?.luck.iter().find(|own| own.objective == *objective)?;
                    Some((point.name, own.shrinkage))
                })
                .collect();
            let most = each.iter().copied().reduce(|a, b| if b.1.value > a.1.value { b } else { a });
            let Some((name, most)) = most.filter(|_| each.iter().any(|(_, lost)| lost.value != 0.0)) else {
                continue;
            };
            let mean = each.iter().map(|(_, lost)| lost.value).sum::<f64>() / real(each.len());
            said += &wrapped(
                &format!(
                    "{objective}: {} on average; `{name}` {}, give or take {}",
                    worse_or_better(objective, mean),
                    worse_or_better(objective, most.value),
                    in_words(objective, most.monte_carlo_error)
                ),
                2,
            );
        }
        if said.is_empty() { "No objective differs.\n".to_owned() } else { said }
    }
}

impl Page for SearchPage<'_> {
    fn text(&self) -> String {
        let mut page = self.opening();
        page += &format!(
            "\nAgainst today over {}-{}, on fresh luck\n{}",
            self.first_year,
            self.last_year,
            self.figures()
        );
        page += &format!("\n{}", wrapped(&limits_in_words(&self.limits), 2));
        if !self.points.is_empty() {
            page += &format!("\n{}", self.stated());
            page += "\nThe best of many on one luck may only have been lucky. Beside that luck, on fresh luck they are\n";
            page += &self.shrunk();
            page += &format!(
                "\n{}",
                wrapped(
                    "Each redesign is a variant: add its file to the scenario, and a run of as many trials as were fresh gives these figures to the cent.",
                    0
                )
            );
        }
        page + &format!("\nResults: {}\n", self.folder)
    }
}

fn limit_in_words(word: &str, at: f64) -> String {
    match word {
        "pay" => format!("pay within {} % of today's", plain(100.0 * at, 2)),
        "losers" => format!("{} % of physicians lose 5 % or more", plain(100.0 * at, 1)),
        "chance_of_loss" => format!("a chance of {} % of less margin than today", plain(100.0 * at, 1)),
        "cash_floor" => format!("cash of {} at the lowest", short_dollars(at)),
        "quality" => format!("{} points of quality below today's", plain(at, 2)),
        "market_value" => format!("{} to be valued", count_of_physicians(at)),
        _ => "no new finding of law that says not to sign".to_owned(),
    }
}

fn count_of_physicians(many: f64) -> String {
    let s = if many == 1.0 { "" } else { "s" };
    format!("{} physician{s}", plain(many, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_that_are_others_on_fresh_luck_are_told_twice() {
        let one = |limit, at, on_fresh_luck| LimitOnPage { limit, at, on_fresh_luck };
        let said = limits_in_words(&[one("pay", 0.0349, 0.02), one("losers", 0.25, 0.25)]);
        let (search, fresh) = said.split_once(". ").unwrap();
        assert_eq!(
            search,
            "Limits of the search, at most: pay within 3.49 % of today's; 25.0 % of physicians lose 5 % or more"
        );
        assert!(fresh.ends_with("that is: pay within 2.00 % of today's."), "{fresh}");
        assert_eq!(limits_in_words(&[]), "Limits, at most: none.");
        let same = limits_in_words(&[one("pay", 0.02, 0.02)]);
        assert_eq!(same, "Limits, at most: pay within 2.00 % of today's.");
    }
}
