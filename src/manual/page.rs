//! What `cascade catalogue` prints: a topic, or one entry with all that is known of it.

use super::entry::{ManualEntry, ManualSection, plain};
use super::examples::{OF_CONTRACTS, OF_MODELS};
use super::topics::{Topic, catalogue, parameters_of};
use crate::model::Unknown;
use crate::report::{Csv, Format, Page};
use crate::units::{both, closest, either};
use serde::Serialize;

/// A topic of the catalogue, all but the long ones, or one entry.
#[derive(Clone, Debug, Serialize)]
pub struct CataloguePage {
    sections: Vec<ManualSection>,
    /// A whole scenario that shows the entry, and runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<&'static str>,
    #[serde(skip)]
    whole: bool,
}

/// Other words for topics.
const ALSO: [(&str, Topic); 9] = [
    ("pay_models", Topic::Models),
    ("components", Topic::Models),
    ("contract_families", Topic::Contracts),
    ("metrics", Topic::Measures),
    ("columns", Topic::Tables),
    ("files", Topic::Tables),
    ("parameters", Topic::Defaults),
    ("roster", Topic::Rosters),
    ("survey", Topic::Surveys),
];

/// The topic of a word.
fn topic_of(word: &str) -> Option<Topic> {
    let own = Topic::ALL.iter().copied().find(|topic| topic.word() == word);
    own.or_else(|| ALSO.iter().find(|(also, _)| *also == word).map(|(_, topic)| *topic))
}

impl CataloguePage {
    /// Of a topic; of contracts, programmes, models, levers and law without one.
    #[must_use]
    pub fn of(topic: Option<Topic>) -> CataloguePage {
        let usual = vec![Topic::Contracts, Topic::Programmes, Topic::Models, Topic::Levers, Topic::Law];
        let topics = topic.map_or(usual, |topic| vec![topic]);
        CataloguePage {
            sections: topics.into_iter().flat_map(catalogue).collect(),
            example: None,
            whole: topic.is_none(),
        }
    }

    /// Of what is asked for: a topic, one entry of it, or an entry of whatever topic has it.
    ///
    /// ```
    /// use cascade::manual::CataloguePage;
    /// use cascade::report::Page;
    ///
    /// let page = CataloguePage::find(Some("wrvu_threshold"), None)?;
    /// assert!(page.text().contains("formula: ") && page.text().contains("[[plan."));
    /// let said = CataloguePage::find(Some("models"), Some("wrvu_treshold")).unwrap_err().to_string();
    /// assert_eq!(said, "there is no entry \"wrvu_treshold\" of models; did you mean `wrvu_threshold`?");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Unknown`], with the nearest name; where several topics have an entry, with those.
    pub fn find(topic: Option<&str>, entry: Option<&str>) -> Result<CataloguePage, Unknown> {
        let Some(word) = topic else { return Ok(CataloguePage::of(None)) };
        let Some(topic) = topic_of(word) else {
            return match entry {
                None => anywhere(word),
                Some(_) => Err(no_topic(word)),
            };
        };
        let Some(entry) = entry else { return Ok(CataloguePage::of(Some(topic))) };
        within(topic, entry).ok_or_else(|| {
            let otherwise = || format!("`cascade catalogue {}` lists them", topic.word());
            let instead = meant(entry, names(&catalogue(topic)), otherwise);
            Unknown::new(format!("entry {entry:?} of {}", topic.word()), instead)
        })
    }
}

/// The one topic that has an entry.
fn anywhere(name: &str) -> Result<CataloguePage, Unknown> {
    let found: Vec<(Topic, CataloguePage)> =
        Topic::ALL.iter().filter_map(|topic| Some((*topic, within(*topic, name)?))).collect();
    match &found[..] {
        [] => {
            let all: Vec<ManualSection> = Topic::ALL.iter().copied().flat_map(catalogue).collect();
            let instead = meant(name, topics().chain(names(&all)), all_topics);
            Err(Unknown::new(format!("topic or entry {name:?}"), instead))
        }
        [(_, page)] => Ok(page.clone()),
        several => Err(Unknown::new(
            format!("single entry {name:?}"),
            format!(
                "write {}",
                either(several.iter().map(|(topic, _)| format!("cascade catalogue {} {name}", topic.word())))
            ),
        )),
    }
}

fn no_topic(word: &str) -> Unknown {
    Unknown::new(format!("topic {word:?}"), meant(word, topics(), all_topics))
}

/// Words for topics.
fn topics<'a>() -> impl Iterator<Item = &'a str> {
    Topic::ALL.iter().map(|topic| topic.word())
}

fn all_topics() -> String {
    format!("topics are {}", both(topics()))
}

/// What to ask for instead: the name that was probably meant, or else what there is.
fn meant<'a>(
    asked: &str,
    known: impl Iterator<Item = &'a str>,
    otherwise: impl FnOnce() -> String,
) -> String {
    closest(asked, known).map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

/// Names of everything in sections; of tables, their names without the ending, too.
fn names(sections: &[ManualSection]) -> impl Iterator<Item = &str> {
    let all = sections.iter().flat_map(|section| &section.entries).map(|entry| entry.name.as_str());
    all.flat_map(|name| [Some(name), name.strip_suffix(".csv")]).flatten()
}

/// An entry of a topic with all that is known of it; of a table, its columns.
fn within(topic: Topic, name: &str) -> Option<CataloguePage> {
    let file = format!("{}.{}", name.trim_end_matches(".csv"), Csv.ending());
    let is_table = |section: &ManualSection| topic == Topic::Tables && section.files.contains(&file);
    let is_own = |entry: &ManualEntry| entry.name == name || (topic == Topic::Tables && entry.name == file);
    let mut sections: Vec<ManualSection> = Vec::new();
    let mut columns: Vec<ManualSection> = Vec::new();
    for section in catalogue(topic) {
        if is_table(&section) {
            columns.push(section);
            continue;
        }
        let entries: Vec<ManualEntry> =
            section.entries.iter().filter(|entry| is_own(entry)).cloned().collect();
        if !entries.is_empty() {
            sections.push(ManualSection { about: String::new(), entries, ..section });
        }
    }
    // The name of a table asks for the table, and not for columns of that name.
    if !columns.is_empty() {
        sections.retain(|section| section.entries.iter().any(|entry| entry.name == file));
        sections.extend(columns);
    }
    if let Some(parameters) = parameters_of(topic, name) {
        // They stand below, one by one.
        sections.iter_mut().flat_map(|section| &mut section.entries).for_each(|entry| {
            entry.facts.retain(|(label, _)| *label != "parameters");
        });
        sections.push(parameters);
    }
    let examples = if topic == Topic::Models {
        OF_MODELS
    } else if topic == Topic::Contracts {
        OF_CONTRACTS
    } else {
        &[]
    };
    let example = examples.iter().find(|(own, _)| *own == name).map(|(_, text)| *text);
    if example.is_some() {
        sections.iter_mut().flat_map(|section| &mut section.entries).for_each(|entry| {
            entry.facts.retain(|(label, _)| *label != "example");
        });
    }
    (!sections.is_empty()).then_some(CataloguePage { sections, example, whole: false })
}

impl Page for CataloguePage {
    fn text(&self) -> String {
        let rest = "\nMore: cascade catalogue TOPIC, of units, rosters, surveys, tables, measures,\ncharts, specialties, and defaults (every parameter).\nOne entry with all that is known of it: cascade catalogue NAME\n";
        let example = self.example.map_or_else(String::new, |text| {
            format!("\nEXAMPLE\n  A whole scenario that runs as it stands.\n\n{}\n", text.trim_end())
        });
        plain(&self.sections) + &example + if self.whole { rest } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_by_its_name() {
        for topic in Topic::ALL {
            let sections = catalogue(*topic);
            assert!(!sections.is_empty(), "{topic}");
            for entry in sections.iter().flat_map(|section| &section.entries).step_by(7) {
                let page = within(*topic, &entry.name).unwrap_or_else(|| panic!("{topic} {}", entry.name));
                assert!(page.text().contains(&entry.name), "{topic} {}", entry.name);
            }
        }
    }

    #[test]
    fn every_contract_family_and_model_has_an_example() {
        for (topic, all) in [(Topic::Models, OF_MODELS), (Topic::Contracts, OF_CONTRACTS)] {
            let names: Vec<String> =
                catalogue(topic)[0].entries.iter().map(|entry| entry.name.clone()).collect();
            for name in names {
                let found = all.iter().find(|(own, _)| *own == name);
                assert!(found.is_some_and(|(_, text)| text.contains(&name)), "{name} has no example");
            }
        }
    }

    #[test]
    fn a_name_of_several_topics_says_which() {
        let said = CataloguePage::find(Some("pay"), None).unwrap_err().to_string();
        assert!(
            said.contains("`cascade catalogue tables pay`")
                && said.contains("`cascade catalogue measures pay`"),
            "{said}"
        );
        let table = CataloguePage::find(Some("tables"), Some("physicians")).unwrap().text();
        assert!(table.contains("Columns of physicians.csv".to_uppercase().as_str()), "{table}");
        assert!(table.contains("change_by_quality") && !table.contains("payer_net"), "{table}");
        let said = CataloguePage::find(Some("mesures"), Some("pay")).unwrap_err().to_string();
        assert_eq!(said, "there is no topic \"mesures\"; did you mean `measures`?");
    }

    #[test]
    fn no_line_is_wider_than_a_screen() {
        let pages = Topic::ALL.iter().map(|topic| CataloguePage::of(Some(*topic)));
        for text in pages.chain([CataloguePage::of(None)]).map(|page| page.text()) {
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
        }
    }
}
