//! `cascade man`: the manual pages, a file for each command, with the same bytes every time.

use super::args::{Cli, EXAMPLES, ManArgs};
use super::failure::Failure;
use super::folder::write_open;
use super::terminal::say;
use crate::units::{count, on_one_line};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io;

/// What a command's page says beside its options.
struct CommandPage {
    name: &'static str,
    /// Command lines, each with what it does.
    examples: &'static [(&'static str, &'static str)],
    /// Files that it reads or writes, each with what it holds.
    files: &'static [(&'static str, &'static str)],
}

const fn page(
    name: &'static str,
    examples: &'static [(&'static str, &'static str)],
    files: &'static [(&'static str, &'static str)],
) -> CommandPage {
    CommandPage { name, examples, files }
}

const SCENARIO: (&str, &str) =
    ("scenario.toml", "the scenario: who pays, who is paid and how, and variants of it");
const ROSTER: (&str, &str) =
    ("roster.csv", "physicians, a row each; `cascade catalogue rosters` lists the columns");

#[rustfmt::skip]
const PAGES: &[CommandPage] = &[
    page("run", &[
        ("cascade run mysystem/scenario.toml", "runs it; results go to a folder under output/"),
        ("cascade run --precision 0.01 --out results", "the built-in reference system, until every headline is known to one percent"),
        ("cascade run mysystem/scenario.toml --format csv,json --charts none", "tables in two formats, and no charts"),
    ], &[
        SCENARIO, ROSTER,
        ("report.html", "the run as one page for a browser"),
        ("workbook.xlsx", "the run as a workbook"),
        ("summary.csv and other tables", "`cascade catalogue tables` explains every file and column"),
        ("charts/", "each chart as SVG and PNG"),
        ("manifest.json", "versions, hashes, seed, durations; a folder without it is not a finished run"),
    ]),
    page("diff", &[
        ("cascade diff output/one output/other", "what went in first, then headlines"),
    ], &[("manifest.json, parameters.csv", "of either folder: what decided the run, and what came out")]),
    page("check", &[
        ("cascade check mysystem/scenario.toml", "every problem at once, and nothing run"),
        ("cascade check --law mysystem/scenario.toml", "asks the rules of law of every arm"),
        ("cascade check --upgrade mysystem/scenario.toml", "rewrites keys that have moved"),
    ], &[SCENARIO, ROSTER, ("scenario.toml.bak", "what stood there before an upgrade")]),
    page("roster", &[
        ("cascade roster export.xlsx", "what its columns are understood as"),
        ("cascade roster export.xlsx --out roster.csv", "writes a clean one"),
    ], &[ROSTER]),
    page("init", &[
        ("cascade init mysystem", "a starter of twenty physicians, two contracts and two redesigns"),
        ("cascade init ours --aco A1001", "from an ACO's own public record"),
    ], &[SCENARIO, ROSTER, ("scenario.schema.json", "for editors that complete and check")]),
    page("explain", &[
        ("cascade explain --trial 1 --year 2027 --physician fm-001", "one year of pay, line by line"),
        ("cascade explain mysystem/scenario.toml --trial 3 --year 2 --contract medicare_aco", "one settlement"),
    ], &[SCENARIO, ROSTER]),
    page("replay", &[
        ("cascade replay mssp", "ten years of settlements again, beside the published ones"),
        ("cascade replay benchmarks --out again", "writes every row, and a chart"),
    ], &[("FILE", "a record in the columns of the public use files; the shipped one when left out")]),
    page("backtest", &[
        ("cascade backtest mssp", "forecasts each year from those before it, and scores them"),
    ], &[("FILE", "a record in the columns of the public use files; the shipped one when left out")]),
    page("calibrate", &[
        ("cascade calibrate mysystem/scenario.toml --targets figures.csv --free workforce.move_hazard=0.02..0.10", "fits one number"),
    ], &[SCENARIO, ("figures.csv", "observed figures: metric, scope, entity, arm, year, value, error"), ("patch.toml", "the fitted numbers, as a variant")]),
    page("sweep", &[
        ("cascade sweep --vary pass_through:allocation.physicians=0..0.6:7", "one number of one arm, seven values"),
        ("cascade sweep mysystem/scenario.toml --list settings.csv", "settings from a file"),
    ], &[SCENARIO, ROSTER, ("settings.csv", "with --list: a column for each number, headed by its place, a row for each cell"), ("cells.csv", "what each cell sets, and what cannot be"), ("sweep.csv", "every measure of every cell, with differences"), ("charts/", "of one number or two, as SVG and PNG")]),
    page("sensitivity", &[
        ("cascade sensitivity", "what drives the choice between the arms of the reference system"),
        ("cascade sensitivity mysystem/scenario.toml --only 'behaviour.*' --measure pay_total", "how people respond, and what that does to pay"),
    ], &[SCENARIO, ROSTER, ("sensitivity.csv", "every figure of every method"), ("tornado.csv", "one number at a time, at both ends"), ("flips.csv", "where another arm becomes the best"), ("information.csv", "what it would be worth to know a number"), ("charts/", "as SVG and PNG")]),
    page("search", &[
        ("cascade search --from contract_only", "which numbers of that arm could be varied"),
        ("cascade search --from contract_only --vary contract.commercial.terms.shared_savings.sharing_rate=0.4..0.7", "redesigns of one number that keep the usual limits"),
    ], &[SCENARIO, ROSTER, ("frontier.csv", "redesigns that none beats, on fresh luck"), ("variants/", "each as a variant, to be written below the scenario"), ("charts/", "the frontier, as SVG and PNG")]),
    page("price", &[
        ("cascade price", "the seven clauses of each contract of the reference system"),
        ("cascade price mysystem/scenario.toml --contract commercial --put-in", "one contract, and what clauses would cost that it does not have"),
        ("cascade price --set contract.commercial.terms.shared_savings.sharing_rate=0.6", "what other terms would bring"),
    ], &[SCENARIO, ("FILE", "a patch: a variant, or what it would hold")]),
    page("review", &[
        ("cascade review mysystem/scenario.toml", "should we sign? a memo on every contract"),
        ("cascade review mysystem/scenario.toml --unpriced --json", "without prices of clauses, for a program"),
    ], &[SCENARIO, ROSTER]),
    page("verify", &[
        ("cascade verify", "every published figure beside the model's"),
        ("cascade verify --strict --effort 0.25 --only payer-leg", "one study, fast, for a script"),
    ], &[]),
    page("statement", &[
        ("cascade statement --physician fm-001", "one physician of the reference system, on the terminal"),
        ("cascade statement mysystem/scenario.toml --physician P001 --out P001.html", "for a browser, and for print"),
        ("cascade statement mysystem/scenario.toml --all --out statements", "a page for each, as text and HTML, with an index"),
    ], &[SCENARIO, ROSTER]),
    page("catalogue", &[
        ("cascade catalogue", "contracts, programmes, ways to be paid, levers, rules of law"),
        ("cascade catalogue models", "ways to be paid"),
        ("cascade catalogue wrvu_threshold", "all that is known of one thing, by its name"),
    ], &[]),
    page("schema", &[("cascade schema > scenario.schema.json", "for editors that complete and check")], &[]),
    page("completions", &[("cascade completions bash > ~/.local/share/bash-completion/completions/cascade", "completions for bash")], &[]),
    page("man", &[("cascade man ~/.local/share/man/man1", "writes the pages where man finds them")], &[("cascade.1, cascade-run.1, ...", "a page for each command")]),
];

/// Exit codes with their meaning, and the one command that they are of.
const EXITS: &[(&str, &str, Option<&str>)] = &[
    ("0", "Done.", None),
    ("1", "Failed on the way: a file that cannot be written, a fault of the program.", None),
    ("2", "Wrong arguments.", None),
    ("3", "A scenario or data that cannot be used.", None),
    ("4", "Finished, and with --strict a figure is not met.", Some("verify")),
    ("5", "Finished and written, less precise than --precision asked.", Some("run")),
    (
        "6",
        "Finished, and what --again made is not the same, or files of the folder are no longer what was written.",
        Some("run"),
    ),
    (
        "6",
        "The two runs are not the same, or files of a folder are no longer what was written.",
        Some("diff"),
    ),
    ("7", "Finished and written, but standard output could not take what is said of it.", None),
    ("130", "Interrupted.", None),
];

/// Writes the manual pages.
pub(super) fn man(args: &ManArgs) -> Result<(), Failure> {
    let pages = pages().map_err(|error| Failure::Run(format!("cannot make the pages: {error}")))?;
    write_open(&args.dir, &pages)?;
    let shown = args.dir.display().to_string();
    let shown = on_one_line(&shown);
    say(&format!(
        "Wrote {} into {shown}, cascade.1 first.\nRead it: man -l {shown}/cascade.1",
        count(pages.len(), "manual page")
    ))
}

/// Every page: the name of its file, and its text.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut whole = Cli::command().disable_help_subcommand(true);
    whole.build();
    let own =
        whole.get_subcommands().map(|command| (format!("cascade-{}.1", command.get_name()), command.clone()));
    let all: Vec<(String, Command)> =
        std::iter::once(("cascade.1".to_owned(), whole.clone())).chain(own).collect();
    all.into_iter().map(|(name, command)| Ok((name, text(command)?))).collect()
}

/// The text of a command's page.
fn text(command: Command) -> io::Result<Vec<u8>> {
    let name = command.get_name().to_owned();
    let is_whole = command.has_subcommands();
    let after = command.get_after_help().map(ToString::to_string);
    let has_options = command.get_arguments().next().is_some();
    let title = if is_whole { name.clone() } else { format!("cascade-{name}") };
    let man = Man::new(command);
    // No date: the same program makes the same bytes.
    let mut page = format!(
        ".TH \"{}\" \"1\" \"\" \"cascade {}\" \"Cascade manual\"\n",
        title.to_uppercase(),
        env!("CARGO_PKG_VERSION")
    )
    .into_bytes();
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    if has_options {
        man.render_options_section(&mut page)?;
    }
    if is_whole {
        man.render_subcommands_section(&mut page)?;
    }
    let mut rest = Roff::new();
    let known = PAGES.iter().find(|known| known.name == name);
    if let Some(after) = after {
        // Of the program as a whole its examples alone: exit codes have a section of their own.
        let examples = EXAMPLES.split("\n\n").next().unwrap_or_default().trim_start_matches("Examples:\n");
        let (heading, lines) = if is_whole { ("EXAMPLES", examples) } else { ("NOTES", after.as_str()) };
        rest.control("SH", [heading]);
        rest.control("nf", []);
        rest.text(lines.lines().map(|line| roman(format!("{line}\n"))).collect::<Vec<_>>());
        rest.control("fi", []);
    }
    let listed = |rest: &mut Roff, heading: &'static str, all: &mut dyn Iterator<Item = (&str, &str)>| {
        let mut all = all.peekable();
        if all.peek().is_some() {
            rest.control("SH", [heading]);
        }
        for (term, meaning) in all {
            rest.control("TP", []).text([bold(term)]).text([roman(meaning)]);
        }
    };
    listed(&mut rest, "EXAMPLES", &mut known.iter().flat_map(|known| known.examples).copied());
    listed(&mut rest, "FILES", &mut known.iter().flat_map(|known| known.files).copied());
    let of_command = |of: Option<&str>| is_whole || of.is_none_or(|of| of == name);
    let exits = EXITS.iter().filter(|(.., of)| of_command(*of)).map(|(code, meaning, _)| (*code, *meaning));
    listed(&mut rest, "EXIT STATUS", &mut exits.into_iter());
    rest.control("SH", ["SEE ALSO"]);
    let others = PAGES.iter().filter(|_| is_whole).map(|page| format!("cascade-{}(1)", page.name));
    let see = if is_whole { others.collect::<Vec<_>>().join(", ") } else { "cascade(1)".to_owned() };
    rest.text([roman(see)]);
    rest.to_writer(&mut page)?;
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_with_examples_and_exit_codes() {
        let all = pages().unwrap();
        assert_eq!(all, pages().unwrap(), "the same bytes every time");
        assert_eq!(all.len(), PAGES.len() + 1);
        for (name, text) in all {
            let text = String::from_utf8(text).unwrap();
            for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "EXIT STATUS", "SEE ALSO"] {
                assert!(
                    text.contains(&format!(".SH {heading}")) || text.contains(&format!(".SH \"{heading}\"")),
                    "{name} lacks {heading}"
                );
            }
            assert!(text.contains(env!("CARGO_PKG_VERSION")), "{name}");
        }
    }

    #[test]
    fn example_commands_are_taken() {
        use clap::Parser;
        let refused = |line: &str| {
            let words = line.split(" > ").next().unwrap_or_default().split(' ');
            Cli::try_parse_from(words).err().map(|error| format!("{line}: {error}"))
        };
        let of_pages = PAGES.iter().flat_map(|page| page.examples).map(|(line, _)| *line);
        let of_help = EXAMPLES.lines().map(str::trim).filter(|line| line.starts_with("cascade"));
        let all: Vec<&str> = of_pages.chain(of_help).collect();
        assert!(all.len() > 40, "{all:?}");
        assert_eq!(all.into_iter().filter_map(refused).collect::<Vec<_>>(), Vec::<String>::new());
        assert!(refused("cascade run --trails 5").is_some(), "what is wrong is refused");
    }
}
