//! The page that shows how to check an agreement by hand: each of its scenarios comes to what stands
//! beside it.

use super::common::text_of;
use super::field::wrong;
use cascade::study::{InMemory, Study};

/// The blocks of a document under each of its headings, in order: language and text.
fn sections(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut sections = vec![(String::new(), Vec::new())];
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (Some(_), Some("")) => {
                let block = open.take().expect("an open block");
                sections.last_mut().expect("a section").1.push(block);
            }
            (Some((_, block)), _) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, Some(language)) => open = Some((language.to_owned(), String::new())),
            (None, None) => {
                if let Some(heading) = line.strip_prefix("## ") {
                    sections.push((heading.to_owned(), Vec::new()));
                }
            }
        }
    }
    sections
}

/// The figures of a document that were asked about; each scenario stands below the header of the page that
/// shows how to check by hand.
fn figures(document: &str) -> usize {
    let by_hand = sections(&text_of("docs/BY_HAND.md"));
    let header = by_hand.iter().find(|(heading, _)| heading == "A header to copy").expect("a header");
    let header = &header.1[0].1;
    let mut figures = 0;
    for (heading, blocks) in &sections(&text_of(document)) {
        let [(toml, body), (csv, roster), (right, lines)] = blocks.as_slice() else {
            assert!(blocks.len() < 2, "{heading}: write a scenario, its roster and what is right");
            continue;
        };
        assert_eq!((toml.as_str(), csv.as_str(), right.as_str()), ("toml", "csv", "text"), "{heading}");
        let shelf: InMemory = [("roster.csv".to_owned(), roster.clone().into_bytes())].into_iter().collect();
        let study = Study::read("by_hand.toml", &format!("{header}{body}"), &shelf)
            .map_err(|refused| refused.to_string());
        for line in lines.lines() {
            assert_eq!(wrong(&study, line), None, "{heading}: {line}");
            figures += 1;
        }
    }
    figures
}

#[test]
fn every_figure_of_the_pages_comes_out_to_the_cent() {
    assert_eq!([figures("docs/BY_HAND.md"), figures("docs/AGREEMENTS.md")], [9, 13], "figures asked about");
}
