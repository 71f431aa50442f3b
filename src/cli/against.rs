//! `cascade diff`, and `--against` of a run: what differs between two runs, as their folders tell of them.

use super::again::{manifest_in, text_in, touched};
use super::args::DiffArgs;
use super::failure::Failure;
use super::file::read_beside;
use super::kept::inert;
use super::terminal::show;
use crate::decision::{PastHeadline, PastParameter, PastRun};
use crate::report::{AgainstPage, Csv, Format, MANIFEST, Report, run_table};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Says what differs between two folders of results.
pub(super) fn diff(args: &DiffArgs) -> Result<(), Failure> {
    let page = AgainstPage::of(&past_run(&args.here)?, &past_run(&args.there)?);
    show(&page, args.json)?;
    page.fault().map_or(Ok(()), |fault| Err(Failure::Differs(fault)))
}

/// The table of parameters, as a file of a folder of results.
pub(super) fn parameters_file() -> String {
    file_of(PARAMETERS)
}

fn file_of(table: &str) -> String {
    run_table(table).map_or_else(String::new, |one| Csv.file(&one.table))
}

/// The table of parameters.
pub(super) const PARAMETERS: &str = "parameters";

/// A run as its folder tells of it.
pub(super) fn past_run(folder: &Path) -> Result<PastRun, Failure> {
    let manifest = manifest_in(folder)?;
    let file = parameters_file();
    let listed = manifest.get("files").and_then(|files| files.get(&file)).is_some();
    let parameters = listed.then(|| {
        read_beside(&folder.join(&file)).map_err(|why| {
            let shown = inert(&folder.join(&file).display().to_string());
            Failure::Unreadable(format!("cannot read {shown}: {why}; take a whole copy of the folder"))
        })
    });
    let parameters = parameters.transpose()?;
    let mut run = past_of(&folder.display().to_string(), &manifest, parameters.as_deref())?;
    run.touched = touched(folder, &manifest);
    if !are_of_tables(&run.headlines, folder, &run.touched) {
        run.touched.push(MANIFEST.to_owned());
    }
    Ok(run)
}

/// Whether headlines are the figures of the tables that a folder holds as they were written, as far as those tell them.
fn are_of_tables(headlines: &[PastHeadline], folder: &Path, touched: &[String]) -> bool {
    let whole = ["horizon", "summary"].map(file_of).into_iter().filter(|file| !touched.contains(file));
    let rows = whole.filter_map(|file| {
        let bytes = read_beside(&folder.join(file)).ok()?;
        csv::Reader::from_reader(&bytes[..]).deserialize().collect::<Result<Vec<TableRow>, _>>().ok()
    });
    let figures = rows.flatten().filter(|row| ["", "system"].contains(&text(row, "scope")));
    let key = |row: &TableRow| [text(row, "arm"), text(row, "year"), text(row, "metric")].map(str::to_owned);
    let told: BTreeMap<[String; 3], TableRow> = figures.map(|row| (key(&row), row)).collect();
    headlines.iter().all(|one| {
        let year = one.year.map_or_else(String::new, |year| year.to_string());
        let row = told.get(&[one.arm.clone(), year, one.metric.clone()]);
        let is_figure = |column: &str, figure: f64| {
            row.and_then(|row| text(row, column).parse::<f64>().ok()).is_none_or(|told| told == figure)
        };
        is_figure("mean", one.mean) && is_figure("mc_se", one.mc_se)
    })
}

/// A row of a table by the names of its columns.
type TableRow = BTreeMap<String, String>;

fn text<'r>(row: &'r TableRow, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

/// A run as its manifest and its table of parameters tell of it.
pub(super) fn past_of(folder: &str, manifest: &Value, parameters: Option<&[u8]>) -> Result<PastRun, Failure> {
    let folder = inert(folder);
    let rows = parameters.map(parameters_in).transpose().map_err(|why| {
        Failure::Unreadable(format!(
            "{folder}/{} is damaged: {why}; take a whole copy of the folder",
            parameters_file()
        ))
    })?;
    let value = |key: &str| manifest.get(key).map(shown);
    let facts = [
        ("version of cascade", "cascade"),
        ("version of the rules", "engine"),
        ("generator of chance", "generator"),
        ("seed", "seed"),
        ("trials", "trials"),
        ("first year", "start_year"),
        ("years", "years"),
    ];
    let sources = ["rosters", "surveys"].into_iter().flat_map(|key| {
        let kind = key.trim_end_matches('s');
        list(manifest, key).iter().map(move |one| {
            let name = text_in(one, "origin").or_else(|| text_in(one, "file")).unwrap_or_default();
            let hash: String = text_in(one, "sha256").unwrap_or_default().chars().take(12).collect();
            (kind.to_owned(), inert(name), format!("SHA-256 {}…", inert(&hash)))
        })
    });
    let sources: Vec<(String, String, String)> = sources.collect();
    let rosters = sources.iter().filter(|(kind, ..)| kind == "roster").map(|(.., hash)| hash.clone());
    let luck = ["seed", "trials", "generator"].into_iter().filter_map(value).chain(rosters).collect();
    Ok(PastRun {
        touched: Vec::new(),
        facts: facts.into_iter().filter_map(|(what, key)| Some((what, value(key)?))).collect(),
        arms: list(manifest, "arms").iter().filter_map(|arm| text_in(arm, "name")).map(inert).collect(),
        headlines: headlines_in(manifest),
        parameters: rows,
        sources,
        luck,
        folder,
    })
}

fn list<'m>(manifest: &'m Value, key: &str) -> &'m [Value] {
    manifest.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A value of a manifest in one line.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| inert(&value.to_string()), inert)
}

fn headlines_in(manifest: &Value) -> Vec<PastHeadline> {
    let of_arm = |of: &Value| {
        let arm = text_in(of, "arm").map(inert).unwrap_or_default();
        let figures = list(of, "figures").iter().filter_map(move |figure| {
            Some(PastHeadline {
                arm: arm.clone(),
                metric: inert(text_in(figure, "metric")?),
                label: inert(text_in(figure, "label")?),
                year: figure.get("year").and_then(Value::as_u64).and_then(|year| u16::try_from(year).ok()),
                unit: inert(text_in(figure, "unit")?),
                mean: figure.get("mean")?.as_f64()?,
                mc_se: figure.get("mc_se").and_then(Value::as_f64).unwrap_or(0.0),
            })
        });
        figures.collect::<Vec<_>>()
    };
    list(manifest, "headlines").iter().flat_map(of_arm).collect()
}

/// The rows of a table of parameters.
fn parameters_in(bytes: &[u8]) -> Result<Vec<PastParameter>, String> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let place = |key: &str| {
        let found = header.iter().position(|column| column == key);
        found.ok_or_else(|| format!("it has no column `{key}`"))
    };
    let [arm, path, value, words, unit, from] = [
        place("arm")?,
        place("path")?,
        place("value")?,
        place("words")?,
        place("unit")?,
        place("comes_from")?,
    ];
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let cell = |place: usize| inert(record.get(place).unwrap_or_default());
        let (number, said) = (cell(value), cell(words));
        rows.push(PastParameter {
            arm: cell(arm),
            path: cell(path),
            // What it is drawn from says more than its mean.
            value: if said.is_empty() { number } else { said },
            unit: cell(unit),
            solved: cell(from) == "solved",
        });
    }
    Ok(rows)
}

/// A run that was just made, by its folder and manifest, beside another.
pub(super) fn set_beside(
    (folder, manifest): (Option<&Path>, &str),
    report: &Report<'_>,
    other: &PastRun,
) -> Result<AgainstPage, Failure> {
    let unread = |why: String| Failure::Run(format!("cannot read what was written again: {why}"));
    let manifest = serde_json::from_str(manifest).map_err(|error| unread(error.to_string()))?;
    let table = run_table("parameters").filter(|table| table.is_given(report));
    let parameters = table.map(|table| {
        let mut bytes = Vec::new();
        table.write(report, &Csv, &mut bytes).map(|()| bytes)
    });
    let parameters = parameters.transpose().map_err(|error| unread(error.to_string()))?;
    let folder = folder.map_or_else(String::new, |folder| folder.display().to_string());
    Ok(AgainstPage::of(&past_of(&folder, &manifest, parameters.as_deref())?, other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_damaged_folder_holds_is_told_and_prints_nothing_raw() {
        let said = |bytes: &[u8]| parameters_in(bytes).unwrap_err();
        assert_eq!(said(b"arm,path\n"), "it has no column `value`");
        assert!(said(b"arm,path,value,words,unit,comes_from\na,b\n").contains("fields"));
        let manifest = serde_json::json!({
            "cascade": "\u{1b}[31mred", "seed": {"a": 1}, "arms": [{"name": "\u{202e}evil"}, 3],
            "rosters": [{"origin": "\u{200b}", "sha256": "\u{1b}"}, "x"],
            "headlines": [{"arm": "b", "figures": [{"metric": "m", "label": "\n", "unit": "$", "mean": "x"}, 7]}],
        });
        let past = past_of("a\nb", &manifest, None).unwrap();
        let page = crate::report::Page::text(&AgainstPage::of(&past, &PastRun::default()));
        assert!(page.contains("\\u{1b}[31mred") && page.contains("\\u{202e}evil"), "{page}");
        let raw = |c: char| c != '\n' && (c.is_control() || crate::units::hidden(&c.to_string()).is_some());
        assert!(!page.contains(raw), "{page:?}");
    }
}
