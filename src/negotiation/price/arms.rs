//! An arm with its changes beside it, as one model that meets common luck.

use super::asked::PriceQuestion;
use crate::model::{Model, Unknown, no_arm};
use crate::scenario::BASELINE;
use crate::schema::is_name;
use crate::study::{Study, StudyFault};
use std::fmt::Write as _;
use std::ops::Range;

/// A model of an arm and of its changes.
#[derive(Debug)]
pub(super) struct ArmBeside {
    pub(super) model: Model,
    /// Place of the arm that is asked about.
    pub(super) asked: usize,
    /// Places of its changes.
    pub(super) changed: Range<usize>,
}

impl ArmBeside {
    /// Of an arm of a study and of changes, funded as `given` is.
    pub(super) fn of(
        study: &Study,
        given: &Model,
        arm: &str,
        questions: &[PriceQuestion],
    ) -> Result<ArmBeside, StudyFault> {
        let Some(known) = given.arms.iter().find(|known| known.name == arm) else {
            return Err(no_arm(arm, given.arms.iter().map(|arm| arm.name.as_str())).into());
        };
        if let Some(other) = questions.iter().find_map(|question| unknown_contract(given, question)) {
            return Err(other.into());
        }
        let stem = free_stem(study);
        let names: Vec<String> = (0..questions.len()).map(|place| format!("{stem}{place}")).collect();
        let mut text = String::new();
        for (name, question) in names.iter().zip(questions) {
            let _ = writeln!(text, "[variant.{name}]");
            if arm != BASELINE {
                let _ = writeln!(text, "builds_on = \"{arm}\"");
            }
            text += &question.body;
            text.push('\n');
        }
        let added: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), arm)).collect();
        let wanted: Vec<&str> = std::iter::once(arm)
            .filter(|arm| *arm != BASELINE)
            .chain(names.iter().map(String::as_str))
            .collect();
        let own = Added { lines: study.source().text.lines().count(), stem: &stem };
        let study = study.with_variants(&text, &added, &wanted).map_err(|fault| own.of_patch(fault))?;
        // Changes of an arm are funded as it is: what gives way was signed with it.
        let mut signed = given.clone();
        signed.arms.extend(names.iter().map(|name| {
            let mut heir = known.clone();
            heir.name.clone_from(name);
            heir
        }));
        let model = study.model_funded_as(&signed).map_err(|fault| own.of_patch(fault))?;
        let asked = usize::from(arm != BASELINE);
        Ok(ArmBeside { changed: asked + 1..model.arms.len(), model, asked })
    }
}

/// The file of problems with what a patch says: it stands in no line of the scenario.
pub const IN_PATCH: &str = "the patch";

/// What is written below a scenario.
struct Added<'a> {
    /// Lines of the scenario itself.
    lines: usize,
    /// How names of what is added begin.
    stem: &'a str,
}

impl Added<'_> {
    /// A fault as whoever wrote the patch can read it: he has seen neither the text below the scenario nor its names.
    fn of_patch(&self, fault: impl Into<StudyFault>) -> StudyFault {
        let fault = fault.into();
        let StudyFault::Refused(refused) = fault else { return fault };
        StudyFault::Refused(refused.each(|mut problem| {
            if problem.line > self.lines {
                (problem.file, problem.line, problem.column) = (IN_PATCH.to_owned(), 0, 0);
            }
            let of_variant = format!("variant.{}", self.stem);
            if let Some(rest) = problem.path.strip_prefix(&of_variant) {
                let own = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
                let own = own.trim_start_matches('.').to_owned();
                problem.path = own;
            }
            problem.message = self.unnamed(&problem.message);
            problem
        }))
    }

    /// A message without the name of what was added.
    fn unnamed(&self, message: &str) -> String {
        let mut left = message.to_owned();
        while let Some(at) = left.find(&format!("in variant `{}", self.stem)) {
            let Some(end) = left[at..].find('`').and_then(|first| {
                let from = at + first + 1;
                left[from..].find('`').map(|second| from + second + 1)
            }) else {
                break;
            };
            left.replace_range(at..end, "with the patch");
        }
        left
    }
}

/// A contract that a question is about and no arm has.
fn unknown_contract(model: &Model, question: &PriceQuestion) -> Option<Unknown> {
    let name = question.contract.as_ref()?;
    let known = &model.contract_names;
    if known.contains(name) {
        return None;
    }
    let near = crate::units::closest(name, known.iter().map(String::as_str));
    let hint = near.map_or_else(
        || format!("there are {}", crate::units::both(known)),
        |near| format!("did you mean `{near}`?"),
    );
    Some(Unknown::new(format!("contract {name:?}"), hint))
}

/// A beginning of names that no arm of the study has.
fn free_stem(study: &Study) -> String {
    let text = &study.source().text;
    let mut stem = "priced_".to_owned();
    while text.contains(&stem) {
        stem.insert(0, 'x');
    }
    debug_assert!(is_name(&stem), "a name that a variant may have");
    stem
}
