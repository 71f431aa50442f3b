//! One year of one trial, line by line.

use super::Page;
use crate::report::layout::{aligned, lines};
use crate::units::{CalendarYear, Cents};
use comfy_table::{Table, presets::NOTHING};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// A physician's year or a contract's.
#[derive(Clone, Debug, Serialize)]
pub struct ExplainPage {
    #[serde(flatten)]
    pub(super) subject: Explained,
    pub(super) arm: String,
    pub(super) year: u16,
    pub(super) trial: u64,
    pub(super) remarks: Vec<String>,
    pub(super) chapters: Vec<Chapter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) levers: Vec<LeverWorth>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) misalignment: Option<Legs>,
}

impl ExplainPage {
    /// Says which of several rosters the trial met, both counted from 1.
    #[must_use]
    pub fn on_roster(mut self, roster: usize, of: usize) -> ExplainPage {
        if of > 1 {
            self.remarks.insert(0, format!("This trial met roster {roster} of the {of} that cohorts drew."));
        }
        self
    }
}

/// Whose year.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Explained {
    Physician { physician: String, specialty: String },
    Contract { contract: String, payer: String, family: &'static str },
}

/// Lines under a heading.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Chapter {
    title: Cow<'static, str>,
    lines: Vec<ChapterLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) remark: Option<String>,
}

/// What, and how much of it.
#[derive(Clone, Debug, Serialize)]
struct ChapterLine {
    /// Steps that it stands in from the left: it is part of the line before it that stands less far in.
    depth: usize,
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    amount: Option<f64>,
    unit: &'static str,
    #[serde(skip)]
    shown: String,
}

/// What one more unit of a lever is worth, and what it pays; $ a year.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct LeverWorth {
    pub(super) lever: &'static str,
    pub(super) unit: &'static str,
    #[serde(serialize_with = "to_the_cent")]
    pub(super) worth: f64,
    #[serde(serialize_with = "to_the_cent")]
    pub(super) to_the_system: f64,
    #[serde(serialize_with = "to_the_cent")]
    pub(super) to_the_physician: f64,
}

/// The misalignment index and its parts.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Legs {
    pub(super) misalignment: f64,
    pub(super) distortion: f64,
    pub(super) strength: f64,
    pub(super) contract_leg: f64,
    pub(super) employment_leg: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over so")]
fn to_the_cent<S: Serializer>(dollars: &f64, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(Cents::round(*dollars).dollars())
}

impl Chapter {
    pub(super) fn new(title: impl Into<Cow<'static, str>>) -> Chapter {
        Chapter { title: title.into(), lines: Vec::new(), remark: None }
    }

    /// A line that others stand below.
    pub(super) fn heading(&mut self, what: impl Into<String>) {
        self.line(what, None, "", String::new());
    }

    pub(super) fn money(&mut self, what: impl Into<String>, amount: Cents) {
        self.line(what, Some(amount.dollars()), "$", amount.to_string());
    }

    pub(super) fn dollars(&mut self, what: impl Into<String>, amount: f64) {
        self.money(what, Cents::round(amount));
    }

    pub(super) fn share(&mut self, what: impl Into<String>, share: f64) {
        self.line(what, Some(share), "share", percent(share));
    }

    pub(super) fn number(
        &mut self,
        what: impl Into<String>,
        amount: f64,
        unit: &'static str,
        decimals: usize,
    ) {
        self.line(what, Some(amount), unit, format!("{amount:.decimals$}"));
    }

    /// A line with words of its own for how much.
    pub(super) fn line(
        &mut self,
        what: impl Into<String>,
        amount: Option<f64>,
        unit: &'static str,
        shown: String,
    ) {
        let what: String = what.into();
        let words = what.trim_start();
        let depth = (what.len() - words.len()) / 2;
        self.lines.push(ChapterLine { depth, what: words.to_owned(), of: None, amount, unit, shown });
    }

    /// What the last line is of: a class, a share; in brackets behind it.
    pub(super) fn of(&mut self, of: impl Into<String>) {
        if let Some(line) = self.lines.last_mut() {
            line.of = Some(of.into());
        }
    }

    fn text(&self) -> String {
        let mut table = Table::new();
        table.load_style(NOTHING);
        for line in &self.lines {
            let of = line.of.as_ref().map_or_else(String::new, |of| format!(" ({of})"));
            table.add_row([format!("{}{}{of}", "  ".repeat(line.depth), line.what), line.shown.clone()]);
        }
        let remark = self.remark.as_ref().map_or_else(String::new, |remark| format!(" {remark}\n"));
        format!("\n{}\n{}{remark}", self.title, shifted(&lines(&table, |column| column == 1)))
    }
}

/// Lines one letter further in.
fn shifted(text: &str) -> String {
    text.lines().fold(String::new(), |all, line| all + " " + line + "\n")
}

impl Page for ExplainPage {
    fn text(&self) -> String {
        let subject = match &self.subject {
            Explained::Physician { physician, specialty } => format!("Physician {physician}, {specialty}"),
            Explained::Contract { contract, payer, family } => {
                format!("Contract {contract} ({payer}, {family})")
            }
        };
        let mut page = format!("{subject}, {} in arm {}, trial {}\n", self.year, self.arm, self.trial);
        page.extend(self.remarks.iter().map(|remark| format!("{remark}\n")));
        page.extend(self.chapters.iter().map(Chapter::text));
        if !self.levers.is_empty() {
            let header = ["lever", "unit", "worth", "to the system", "to the physician"];
            let rows = self.levers.iter().map(|lever| {
                let amounts = [lever.worth, lever.to_the_system, lever.to_the_physician];
                let [worth, system, physician] = amounts.map(|dollars| Cents::round(dollars).to_string());
                [lever.lever.to_owned(), lever.unit.to_owned(), worth, system, physician]
            });
            page += "\nONE MORE UNIT OF EACH LEVER, expected $ a year\n";
            page += &shifted(&aligned(header, rows, |column| column >= 2));
        }
        if let Some(legs) = self.misalignment {
            page += &format!(
                "\nMISALIGNMENT  {:.4} = distortion {:.4} + strength {:.4}  (0 aligned, 1 no better than a flat salary)\n  contract leg (worth → system) {:.4}, employment leg (system → physician) {:.4}\n",
                legs.misalignment, legs.distortion, legs.strength, legs.contract_leg, legs.employment_leg
            );
        }
        page
    }
}

/// A month in words.
pub(super) fn month((year, month): (CalendarYear, u16)) -> String {
    let names = "January February March April May June July August September October November December";
    let name = names.split(' ').nth(usize::from(month.clamp(1, 12)) - 1);
    format!("{} {year}", name.unwrap_or_default())
}

/// A share in percent.
pub(super) fn percent(share: f64) -> String {
    let text = format!("{:.2} %", 100.0 * share);
    // What rounds to nothing has no sign.
    if text == "-0.00 %" { "0.00 %".to_owned() } else { text }
}
