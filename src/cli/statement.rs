//! `cascade statement`: one page for one physician, or a page for each.

use super::args::StatementArgs;
use super::failure::Failure;
use super::folder::{Staging, write_file};
use super::kept::is_reserved;
use super::load::{Job, load};
use super::manifest::{Confidential, Files, VERSION, hash_of, identity, text_of};
use super::output::Output;
use super::progress::{Bar, stop_flag};
use super::simulate::failed;
use super::target::refuse_what_is_not_ours;
use super::terminal::{say, show, show_written};
use crate::board::{IndexedStatement, statement_index, statement_page};
use crate::decision::{PersonStatement, person_statement};
use crate::engine::{self, Outcome, RunOptions};
use crate::model::{Model, Unknown, who_was_meant};
use crate::report::{MANIFEST, Page, StatementPage, Whom, statement_heading};
use crate::units::count;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

/// Writes statements.
pub(super) fn statement(args: &StatementArgs) -> Result<(), Failure> {
    let job = load(args.scenario.as_deref(), &args.overrides)?;
    let stop = stop_flag()?;
    let threads = args.threads.map_or_else(super::run::processors, usize::from);
    let simulated = || simulated(&job, threads, &stop, args.says.quiet || args.says.json);
    if let Some(asked) = &args.whose.physician {
        let places = found(&job.model, asked)?;
        if let Some(out) = &args.out {
            refuse_what_stands(out, args.force)?;
        }
        return one(&job.model, &simulated()?, &places, args.out.as_deref(), args);
    }
    let Some(out) = &args.out else {
        return Err(Failure::Usage("name the folder for the pages with --out DIR".to_owned()));
    };
    // Before minutes are spent: may the pages go there, and does nobody else write there?
    let identity = hash_of(&("statements", identity(&job, job.trials)));
    refuse_what_is_not_ours(out, &identity, args.force)?;
    let staging = Staging::beside(out)?;
    let written = everyone(&job.model, &simulated()?, staging, &identity, (threads, &stop))?;
    if args.says.quiet && !args.says.json {
        return Ok(());
    }
    let (statements, files) = written;
    let folder = out.display().to_string();
    show_written(&WrittenStatements { statements, folder: &folder, files: &files }, args.says.json, Some(out))
}

fn simulated(job: &Job, threads: usize, stop: &AtomicBool, quiet: bool) -> Result<Outcome, Failure> {
    let bar = Bar::new(job.trials, quiet);
    let options = RunOptions { trials: job.trials, threads: Some(threads), stop: Some(stop) };
    let outcome = engine::run(&job.model, options, &bar);
    bar.finish();
    outcome.map_err(|fault| failed(&fault))
}

/// Before minutes are spent: may the page go where it is to go?
fn refuse_what_stands(out: &Path, force: bool) -> Result<(), Failure> {
    let shown = out.display();
    if is_html(out).is_none() {
        return Err(Failure::Usage(format!(
            "found --out {shown} for one physician; write a file that ends in .html or .txt, or --all for a folder of everyone"
        )));
    }
    if out.exists() && !force {
        return Err(Failure::Usage(format!(
            "{shown} exists; name another file with --out, or replace it with --force"
        )));
    }
    Ok(())
}

/// Whether a file is to hold HTML, or else text; `None` for neither.
fn is_html(out: &Path) -> Option<bool> {
    let ending = out.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "html" | "htm" => Some(true),
        "txt" => Some(false),
        _ => None,
    }
}

/// The page of one physician.
fn one(
    model: &Model,
    outcome: &Outcome,
    places: &[usize],
    out: Option<&Path>,
    args: &StatementArgs,
) -> Result<(), Failure> {
    let of = person_statement(model, outcome, places)
        .ok_or_else(|| Failure::Run("no arm has this physician".to_owned()))?;
    let Some(out) = out else { return show(&StatementPage::of(&of, &[]), args.says.json) };
    let text =
        if is_html(out) == Some(true) { statement_page(&of) } else { StatementPage::of(&of, &[]).text() };
    write_file(out, args.force, text.as_bytes())?;
    let written = [out.display().to_string()];
    if args.says.json {
        return show_written(&StatementPage::of(&of, &written), true, Some(out));
    }
    if args.says.quiet {
        return Ok(());
    }
    say(&format!("{}: {}", statement_heading(&of), written[0])).map_err(|failure| failure.after_writing(out))
}

/// What was written of everyone.
#[derive(Debug, Serialize)]
struct WrittenStatements<'a> {
    statements: usize,
    folder: &'a str,
    files: &'a [String],
}

impl Page for WrittenStatements<'_> {
    fn text(&self) -> String {
        format!(
            "Wrote {} into {}, each as HTML and text; begin with index.html. They are confidential.\n",
            count(self.statements, "statement"),
            self.folder
        )
    }
}

/// The manifest of everyone's statements: by it a folder is known as ours, and what an earlier one left goes.
#[derive(Serialize)]
struct StatementManifest<'a> {
    cascade: &'static str,
    identity: &'a str,
    statements: usize,
    files: Files<'a>,
    confidential: Confidential<'a>,
}

/// A page for each physician, as HTML and text, with an index; how many there are, and the names of the files.
fn everyone(
    model: &Model,
    outcome: &Outcome,
    mut staging: Staging,
    identity: &str,
    (threads, stop): (usize, &AtomicBool),
) -> Result<(usize, Vec<String>), Failure> {
    let persons = persons(model);
    let names = file_names(persons.iter().map(|(id, _)| id.as_str()));
    let about = |places: &[usize]| {
        let each = places.iter().map(|place| &model.physicians[*place]);
        let each = each.map(|who| format!("{}, plan {}", who.specialty.replace('_', " "), who.plan));
        each.collect::<Vec<_>>().join("; ")
    };
    let index: Vec<(String, String, String)> = persons
        .iter()
        .zip(&names)
        .map(|((id, places), file)| {
            let name = &model.physicians[places[0]].name;
            let of = if name.is_empty() { id.clone() } else { format!("{id}, {name}") };
            (format!("{file}.html"), of, about(places))
        })
        .collect();
    let lines: Vec<IndexedStatement<'_>> =
        index.iter().map(|(file, of, about)| IndexedStatement { file, of, about }).collect();
    // Worked out once for both files, by whoever comes first.
    let worked: Vec<OnceLock<Option<PersonStatement>>> = persons.iter().map(|_| OnceLock::new()).collect();
    let mut outputs = vec![
        Output::new("index.html", Whom::Persons, |sink| {
            sink.write_all(statement_index(&model.title, &lines).as_bytes())
        }),
        Output::new("index.txt", Whom::Persons, |sink| sink.write_all(index_text(&lines).as_bytes())),
    ];
    for (((_, places), file), worked) in persons.iter().zip(&names).zip(&worked) {
        let of = move || worked.get_or_init(|| person_statement(model, outcome, places)).as_ref();
        outputs.push(Output::new(format!("{file}.html"), Whom::Persons, move |sink| {
            of().map_or(Ok(()), |of| sink.write_all(statement_page(of).as_bytes()))
        }));
        outputs.push(Output::new(format!("{file}.txt"), Whom::Persons, move |sink| {
            of().map_or(Ok(()), |of| sink.write_all(StatementPage::of(of, &[]).text().as_bytes()))
        }));
    }
    staging.write_all(&outputs, threads, stop)?;
    let manifest = text_of(&StatementManifest {
        cascade: VERSION,
        identity,
        statements: persons.len(),
        files: Files(staging.written()),
        confidential: Confidential(staging.written()),
    })?;
    staging.write(MANIFEST, |sink| sink.write_all(manifest.as_bytes()))?;
    let files = staging.written().iter().map(|file| file.name.clone()).collect();
    staging.publish()?;
    Ok((persons.len(), files))
}

/// The index as text.
fn index_text(all: &[IndexedStatement<'_>]) -> String {
    let line = |one: &IndexedStatement<'_>| {
        let text = format!("{}: {} ({})", one.file.trim_end_matches(".html"), one.of, one.about);
        crate::units::on_one_line(&text).into_owned() + "\n"
    };
    all.iter().map(line).collect()
}

/// Everyone in any arm, each with the places of all appointments, in the author's order.
fn persons(model: &Model) -> Vec<(String, Vec<usize>)> {
    let mut all: Vec<(String, Vec<usize>)> = Vec::new();
    let mut at: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for place in &model.author_order {
        let person = model.physicians[*place].person.as_str();
        let own = *at.entry(person).or_insert_with(|| {
            all.push((person.to_owned(), Vec::new()));
            all.len() - 1
        });
        all[own].1.push(*place);
    }
    all
}

/// The places of the physician who is asked for: by identifier of person or position, else by name, else by a part of it.
fn found(model: &Model, asked: &str) -> Result<Vec<usize>, Failure> {
    let all = persons(model);
    let person = |id: &str| all.iter().find(|(own, _)| own == id).map(|(_, places)| places.clone());
    let of_position =
        || model.physicians.iter().find(|who| who.id == asked).and_then(|who| person(&who.person));
    if let Some(places) = person(asked).or_else(of_position) {
        return Ok(places);
    }
    let small = asked.trim().to_lowercase();
    let named = |fits: &dyn Fn(&str) -> bool| -> Vec<&(String, Vec<usize>)> {
        let name = |places: &[usize]| model.physicians[places[0]].name.to_lowercase();
        all.iter().filter(|(_, places)| !small.is_empty() && fits(&name(places))).collect()
    };
    let whole = named(&|name| name == small);
    let some = if whole.is_empty() { named(&|name| name.contains(&small)) } else { whole };
    match &some[..] {
        [(_, places)] => Ok(places.clone()),
        [] => Err(Failure::Usage(nobody(model, &all, asked).to_string())),
        several => Err(Failure::Usage(ambiguous(model, several, asked))),
    }
}

/// Most who are listed where a name fits several.
const LISTED: usize = 12;

fn ambiguous(model: &Model, several: &[&(String, Vec<usize>)], asked: &str) -> String {
    let one = |(id, places): &(String, Vec<usize>)| format!("`{id}` ({})", model.physicians[places[0]].name);
    let shown: Vec<String> = several.iter().take(LISTED).map(|who| one(who)).collect();
    let more =
        if several.len() > LISTED { format!(", and {} more", several.len() - LISTED) } else { String::new() };
    format!(
        "{asked:?} is a part of the names of {}: {}{more}; name one by identifier",
        count(several.len(), "physician"),
        shown.join(", ")
    )
}

/// Nobody is called so: the nearest identifier or name, or how the roster begins.
fn nobody(model: &Model, all: &[(String, Vec<usize>)], asked: &str) -> Unknown {
    let ids: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
    let names: Vec<&str> =
        model.physicians.iter().map(|who| who.name.as_str()).filter(|name| !name.is_empty()).collect();
    Unknown::new(format!("physician {asked:?}"), who_was_meant(asked, &ids, &names))
}

/// Letters of a name at most.
const LONGEST: usize = 80;

/// A name for each file that every system takes, each its own whatever the case, in the order of the identifiers.
fn file_names<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::from(["index".to_owned()]);
    ids.map(|id| {
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        let name: String = id.chars().take(LONGEST).map(plain).collect();
        let name = name.trim_matches('-');
        let is_free = !name.is_empty() && !is_reserved(name);
        let name =
            if is_free { name.to_owned() } else { format!("physician-{name}").trim_matches('-').to_owned() };
        let mut own = name.clone();
        let mut n = 2;
        while !taken.insert(own.to_lowercase()) {
            own = format!("{name}-{n}");
            n += 1;
        }
        own
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_names_that_every_system_takes_and_none_twice() {
        let ids = [
            "P001",
            "p001",
            "../../etc/passwd",
            "A/clinic",
            "index",
            "NUL",
            "",
            "日本",
            "a b",
            "a-b",
            "\u{202e}evil",
        ];
        assert_eq!(
            file_names(ids.into_iter()),
            [
                "P001",
                "p001-2",
                "etc-passwd",
                "A-clinic",
                "index-2",
                "physician-NUL",
                "physician",
                "physician-2",
                "a-b",
                "a-b-2",
                "evil"
            ]
        );
        assert_eq!(file_names(std::iter::once("x".repeat(300).as_str()))[0].len(), LONGEST);
    }
}
