//! What was found, as text that a scenario takes.

use super::program::{FoundRedesign, SearchQuestion};
use crate::model::{Arm, Model};
use crate::scenario::BASELINE;
use crate::schema::{Problem, Refused};
use crate::study::{Study, StudyFault};

/// A variant that sets numbers of another.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantText {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The arm that it changes.
    pub from: String,
    /// What is said above it, line by line.
    pub about: Vec<String>,
    /// What it takes away.
    pub remove: Vec<String>,
    /// What it sets: place, value, what is said of it.
    pub set: Vec<(String, f64, String)>,
}

impl VariantText {
    /// The text: a patch below the scenario.
    ///
    /// ```
    /// use cascade::analysis::VariantText;
    ///
    /// let text = VariantText {
    ///     name: "deeper".into(),
    ///     title: "Deeper".into(),
    ///     from: "contract_only".into(),
    ///     about: vec!["Worth a look.".into()],
    ///     remove: vec![],
    ///     set: vec![("contract.commercial.trend".into(), 0.05, "was 0.06".into())],
    /// };
    /// assert_eq!(
    ///     text.text(),
    ///     "# Worth a look.\n\n[variant.deeper]\ntitle = \"Deeper\"\nbuilds_on = \"contract_only\"\n\n[variant.deeper.set]\n\"contract.commercial.trend\" = 0.05 # was 0.06\n"
    /// );
    /// ```
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.about.iter().fold(String::new(), |text, line| text + "# " + line + "\n");
        text += &format!("\n[variant.{}]\ntitle = {:?}\n", self.name, self.title);
        if self.from != BASELINE {
            text += &format!("builds_on = {:?}\n", self.from);
        }
        if !self.remove.is_empty() {
            text += &format!("remove = {:?}\n", self.remove);
        }
        if !self.set.is_empty() {
            text += &format!("\n[variant.{}.set]\n", self.name);
        }
        for (place, value, said) in &self.set {
            let value = if value.fract() == 0.0 && value.abs() < 1e15 {
                format!("{value:.0}")
            } else {
                format!("{value:?}")
            };
            let said = if said.is_empty() { String::new() } else { format!(" # {said}") };
            text += &format!("{place:?} = {value}{said}\n");
        }
        text
    }
}

/// A variant that is an arm as it runs, with what funds it written out: a search changes the amounts that are signed, and
/// the budget is a limit of the search.
#[must_use]
pub fn written_out(name: &str, arm: &Arm) -> VariantText {
    let mut set = Vec::new();
    if let Some(funded) = &arm.funded {
        let amounts = funded.amounts.iter();
        set.extend(amounts.map(|one| {
            (
                one.place.clone(),
                one.to,
                format!("{} x {:.4}: what funds `{}`", one.from, one.factor, arm.name),
            )
        }));
    }
    VariantText {
        name: name.to_owned(),
        title: arm.title.clone(),
        from: arm.name.clone(),
        about: Vec::new(),
        remove: if set.is_empty() { Vec::new() } else { vec!["funding".to_owned()] },
        set,
    }
}

/// The study of an arm beside today's, in which the arm is a variant of its own, as [`written_out`], whose numbers a
/// search can set and write: and its model.
///
/// # Errors
///
/// [`StudyFault::Refused`]: the arm is none of the study's; what funds it cannot be written as numbers.
pub fn writable(study: &Study, model: &Model, arm: &str, name: &str) -> Result<(Study, Model), StudyFault> {
    let refuse = |message: String| -> StudyFault {
        let file = study.source().name.clone();
        Refused::from(Problem { file, line: 0, column: 0, path: arm.to_owned(), message }).into()
    };
    let known = model.arms.iter().find(|known| known.name == arm);
    let Some(funded) = known else { return Err(refuse("no arm of the scenario".to_owned())) };
    let working = study.with_variants(&written_out(name, funded).text(), &[], &[name])?;
    let model = working.stated()?;
    let mut same = funded.scenario.clone();
    same.funding = None;
    if model.arms.last().is_none_or(|written| written.scenario != same) {
        return Err(refuse(
            "what funds it cannot be written as numbers of its plans; search from an arm without `funding`"
                .to_owned(),
        ));
    }
    Ok((working, model))
}

/// A redesign that was found, as a variant of the arm that it changes: its numbers, and what funds the arm written out.
#[must_use]
pub fn redesign_variant(
    name: &str,
    point: &FoundRedesign,
    question: &SearchQuestion,
    arm: &Arm,
) -> VariantText {
    let mut variant = written_out(name, arm);
    for (variable, value) in question.variables.iter().zip(&point.values) {
        let was = variable.start.map_or_else(String::new, |start| format!("{start} in `{}`, ", arm.name));
        let said = format!("{was}tried from {} to {}", variable.low, variable.high);
        match variant.set.iter_mut().find(|(place, ..)| *place == variable.path) {
            Some(own) => (own.1, own.2) = (*value, said),
            None => variant.set.push((variable.path.clone(), *value, said)),
        }
    }
    variant
}

/// Whether variants, read below a study's text, are the arms that were found: number by number.
///
/// # Errors
///
/// [`StudyFault`]: what the reader says of the text; that an arm that is read differs from the one that was searched,
/// whose study is `working`, in which it is called `start`.
pub fn reads_back(
    study: &Study,
    variants: &[VariantText],
    (working, start): (&Study, &str),
    (question, found): (&SearchQuestion, &[FoundRedesign]),
) -> Result<(), StudyFault> {
    let added: String = variants.iter().map(VariantText::text).collect();
    let names: Vec<&str> = variants.iter().map(|variant| variant.name.as_str()).collect();
    let model = study.with_variants(&added, &[], &names)?.stated()?;
    for (variant, point) in variants.iter().zip(found) {
        let mut searched = working.clone();
        for (variable, value) in question.variables.iter().zip(&point.values) {
            searched.set(&format!("{start}:{}", variable.path), *value)?;
        }
        let searched = searched.stated()?;
        let own = model.arms.iter().find(|arm| arm.name == variant.name).map(|arm| &arm.scenario);
        if own != searched.arms.last().map(|arm| &arm.scenario) {
            let message =
                "what is written is not what was searched: the text sets a number that another one follows";
            let file = study.source().name.clone();
            let path = format!("variant.{}", variant.name);
            return Err(Refused::from(Problem {
                file,
                line: 0,
                column: 0,
                path,
                message: message.to_owned(),
            })
            .into());
        }
    }
    Ok(())
}
