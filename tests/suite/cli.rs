//! The program as a user meets it: commands one after another, folders, pipes, Ctrl-C.

use super::common::{
    TABLES_ALONE, begun, contents, ended, ends, file, interrupt, lives_until, manifest, names, program,
    shell, small, words,
};
use cascade::report::{Csv, Format, Kind, MANIFEST, TABLES, run_table};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder with the starter in it.
fn started() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    program(folder.path()).args(["init", "my system"]).assert().success();
    folder
}

#[test]
fn a_first_hour() {
    let folder = started();
    let place = folder.path();
    assert_eq!(
        names(place),
        ["my system/", "my system/roster.csv", "my system/scenario.schema.json", "my system/scenario.toml"]
    );
    let (out, err) = ends(program(place).args(["check", "my system/scenario.toml"]), 0);
    assert!(out.starts_with("my system/scenario.toml is valid.\n  Starter clinic\n"), "{out}");
    assert_eq!(err, "");
    let run = ["run", "my system/scenario.toml", "--trials", "20", "--years", "2", "--out", "results"];
    let (out, err) = ends(program(place).args(run), 0);
    assert!(
        out.starts_with("Starter clinic: 20 physicians, 3 contracts, 2026-2027, 20 trials, seed 1, "),
        "{out}"
    );
    assert!(out.contains("\nResults: results\n"), "{out}");
    assert_eq!(err, "", "nobody watches, so no progress is shown");
    let explain = ["explain", "my system/scenario.toml", "--trial", "3", "--year", "2027", "--years", "2"];
    let (out, _) = ends(program(place).args(explain).args(["--physician", "P001"]), 0);
    assert!(out.contains("P001") && out.contains("pay earned"), "{out}");
    let (out, _) = ends(program(place).args(explain).args(["--contract", "medicare_aco"]), 0);
    assert!(out.contains("SETTLEMENT") && out.contains("gross savings"), "{out}");
}

#[test]
fn without_arguments_the_reference_system_runs() {
    // The whole run takes a minute in a debug build; that it begins is what no arguments mean.
    let folder = tempfile::tempdir().unwrap();
    let (out, _) =
        ends(program(folder.path()).args(["run", "--trials", "4", "--years", "2"]).args(TABLES_ALONE), 0);
    assert!(out.starts_with("Reference health system: 250 physicians, 5 contracts"), "{out}");
    let whole = names(folder.path());
    assert!(whole[0] == "output/" && whole[1].starts_with("output/reference-health-system-"), "{whole:?}");
    assert!(whole[1].ends_with("-20260101/"), "{whole:?}");

    let folder = tempfile::tempdir().unwrap();
    let mut child = begun(folder.path(), &[]);
    let place = folder.path().join("output");
    let holds = || place.exists() && names(&place).iter().any(|name| name.ends_with(".writing/"));
    assert!(lives_until(&mut child, holds), "1,024 trials of 250 physicians take longer");
    interrupt(&child);
    // While what funds variants is solved, it ends in order as well: at most what is kept to go on from is left.
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130), "{status}");
    let left = names(folder.path());
    assert!(left.iter().all(|name| name == "output/" || name.ends_with(".checkpoint")), "{left:?}");
}

#[test]
fn an_interrupted_run_leaves_what_it_goes_on_from_and_says_so() {
    // Before a first block of trials is done there is nothing to go on from; how long that takes, the machine decides.
    for patience in [0.5, 2.0, 8.0, 32.0, 128.0] {
        let folder = small();
        let long = ["run", "scenario.toml", "--trials", "100000000", "--out", "a/results"];
        let mut child = begun(folder.path(), &long);
        assert!(lives_until(&mut child, || folder.path().join("a/.cascade-results.writing/new").exists()));
        std::thread::sleep(Duration::from_secs_f64(patience));
        interrupt(&child);
        let began = Instant::now();
        let output = child.wait_with_output().unwrap();
        assert!(began.elapsed() < Duration::from_secs(60), "a user who stops a run will not wait");
        assert_eq!((output.status.code(), words(&output.stdout).as_str()), (Some(130), ""));
        let err = words(&output.stderr);
        if err == "Stopped. Nothing was written.\n" {
            assert_eq!(names(folder.path()), ["roster.csv", "scenario.toml"]);
            continue;
        }
        let says = "Stopped; the same command with --resume goes on from ";
        let kept = "a/.cascade-results.checkpoint";
        assert!(
            err.starts_with(says) && err.ends_with(&format!(" of 100000000 trials ({kept}).\n")),
            "{err}"
        );
        assert_eq!(names(folder.path()), ["a/", kept, "roster.csv", "scenario.toml"]);
        return;
    }
    panic!("32 trials take two minutes");
}

#[test]
fn a_folder_of_others_is_left_alone() {
    let folder = small();
    let place = folder.path();
    std::fs::create_dir(place.join("mine")).unwrap();
    std::fs::write(place.join("mine/thesis.txt"), "years of work").unwrap();
    let before = contents(place);
    let (_, err) = ends(program(place).args(["run", "scenario.toml", "--out", "mine"]), 2);
    assert!(err.contains("mine exists and holds no finished run; name another folder with --out"), "{err}");
    let (_, err) = ends(program(place).args(["run", "scenario.toml", "--out", "roster.csv"]), 2);
    assert!(err.contains("roster.csv is a file, not a folder"), "{err}");
    let (_, err) = ends(program(place).args(["init", "mine"]), 2);
    assert!(err.contains("mine exists and is not empty; name a new folder"), "{err}");
    assert!(contents(place) == before);

    ends(
        program(place).args(["run", "scenario.toml", "--out", "mine", "--force", "-q"]).args(TABLES_ALONE),
        0,
    );
    let after = contents(place);
    assert_eq!(after["mine/thesis.txt"], b"years of work");
    assert!(after.contains_key("mine/manifest.json"));

    // The results of another run are somebody's too.
    let (_, err) = ends(program(place).args(["run", "scenario.toml", "--seed", "2", "--out", "mine"]), 2);
    assert!(err.contains("mine holds the results of another run"), "{err}");
    assert!(contents(place) == after);
}

/// What a run wrote but for what differs between two runs of the same thing: how long it took, and
/// on how many threads.
fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = contents(folder);
    let manifest = files.get_mut("manifest.json").expect("a manifest");
    let mut whole: serde_json::Value = serde_json::from_slice(manifest).unwrap();
    for own in ["durations_seconds", "threads"] {
        assert!(whole.as_object_mut().unwrap().remove(own).is_some(), "the manifest tells {own}");
    }
    *manifest = whole.to_string().into_bytes();
    files
}

#[test]
fn the_same_run_again_writes_the_same_bytes() {
    let folder = started();
    let place = folder.path();
    let run = |out: &str, threads: &str| {
        let arguments = ["run", "my system/scenario.toml", "--trials", "70", "--years", "2", "--quiet"];
        let (said, err) = ends(program(place).args(arguments).args(["--out", out, "--threads", threads]), 0);
        assert_eq!((said.as_str(), err.as_str()), ("", ""), "quiet");
        results(&place.join(out))
    };
    let one = run("deep/down/one", "1");
    assert!(one == run("two", "2"), "two threads write other bytes than one");
    assert!(one == run("two", "1"), "over its own results");
    assert_eq!(names(&place.join("deep")).iter().filter(|n| n.starts_with('.')).count(), 0);
    let hidden: Vec<String> = names(place).into_iter().filter(|n| n.contains(".cascade-")).collect();
    assert_eq!(hidden, Vec::<String>::new());
}

#[test]
fn the_order_of_the_roster_does_not_matter() {
    let folder = started();
    let place = folder.path();
    let rows_of = |out: &str| {
        let arguments =
            ["run", "my system/scenario.toml", "--trials", "16", "--years", "2", "-q", "--out", out];
        ends(program(place).args(arguments).args(TABLES_ALONE), 0);
        let mut rows: Vec<String> = words(&std::fs::read(place.join(out).join("physicians.csv")).unwrap())
            .lines()
            .map(str::to_owned)
            .collect();
        assert!(rows[0].starts_with("arm,year,physician_id,specialty,plan,fte,pay,"), "{}", rows[0]);
        rows.sort();
        rows
    };
    let before = rows_of("before");
    let roster = place.join("my system/roster.csv");
    let text = std::fs::read_to_string(&roster).unwrap();
    let (header, body) = text.split_once('\n').unwrap();
    let mut lines: Vec<&str> = body.lines().collect();
    lines.reverse();
    lines.rotate_left(5);
    std::fs::write(&roster, format!("{header}\n{}\n", lines.join("\n"))).unwrap();
    assert_eq!(before, rows_of("after"));
}

#[test]
fn arms_trials_years_and_seed_can_be_chosen() {
    let folder = started();
    let run = |more: &[&str]| {
        let mut command = program(folder.path());
        command.args([
            "run",
            "my system/scenario.toml",
            "-q",
            "--out",
            "r",
            "--force",
            "--years",
            "1",
            "--trials",
            "3",
        ]);
        command.args(TABLES_ALONE).args(more);
        command
    };
    let manifest = || manifest(&folder.path().join("r"));
    let arms = || -> Vec<String> {
        manifest()["arms"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a["name"].as_str().unwrap().to_owned())
            .collect()
    };
    ends(&mut run(&[]), 0);
    assert_eq!(arms(), ["baseline", "pass_through", "new_plan"]);
    ends(&mut run(&["--arms", "new_plan", "--seed", "77"]), 0);
    assert_eq!(arms(), ["baseline", "new_plan"]);
    assert_eq!(
        (&manifest()["seed"], &manifest()["trials"], &manifest()["years"]),
        (&77.into(), &3.into(), &1.into())
    );
    let (_, err) = ends(&mut run(&["--arms", "new_pla"]), 2);
    assert!(err.contains("there is no arm \"new_pla\"; did you mean `new_plan`? This scenario has `baseline`, `pass_through` and `new_plan`"), "{err}");
    for (option, wrong, range) in [
        ("--trials", "0", "1..=100000000"),
        ("--trials", "many", "invalid digit"),
        ("--years", "51", "1..=50"),
        ("--seed", "-1", "invalid digit"),
        ("--threads", "0", "1..=1024"),
    ] {
        let mut command = program(folder.path());
        let (_, err) = ends(command.args(["run", "my system/scenario.toml", option, wrong]), 2);
        assert!(err.contains(option) && err.contains(wrong) && err.contains(range), "{err}");
    }
}

#[test]
fn explain_says_who_and_when_there_is() {
    let folder = started();
    for (arguments, says) in [
        (
            ["--trial", "1", "--year", "2050", "--physician", "P001"],
            "there is no performance year 2050; name one from 2026 to 2031, or its place from 1 to 6",
        ),
        (["--trial", "1", "--year", "0", "--physician", "P001"], "there is no performance year 0"),
        (
            ["--trial", "1", "--year", "1", "--physician", "P01"],
            "there is no physician \"P01\"; did you mean `P001`, `P0",
        ),
        (["--trial", "1", "--year", "1", "--contract", "medicare"], "there is no contract \"medicare\"; "),
        (["--trial", "0", "--year", "1", "--contract", "book"], "--trial"),
    ] {
        let (_, err) =
            ends(program(folder.path()).args(["explain", "my system/scenario.toml"]).args(arguments), 2);
        assert!(err.contains(says), "{err}");
    }
}

#[test]
fn help_and_completions() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = ends(program(folder.path()).arg("--help"), 0);
    for command in ["run", "check", "init", "explain", "catalogue", "schema", "completions"] {
        assert!(out.contains(&format!("\n  {command} ")), "{command} in\n{out}");
        let (own, _) = ends(program(folder.path()).args([command, "--help"]), 0);
        assert!(own.contains("Usage: cascade"), "{own}");
    }
    assert!(out.contains("Exit codes:\n  0    done"), "{out}");
    for (shell, mark) in [
        ("bash", "complete -F _cascade"),
        ("zsh", "#compdef cascade"),
        ("fish", "complete -c cascade"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let (out, _) = ends(program(folder.path()).args(["completions", shell]), 0);
        assert!(out.contains(mark), "{shell}");
    }
    let (out, _) = ends(program(folder.path()).arg("--version"), 0);
    assert_eq!(out, format!("cascade {}\n", env!("CARGO_PKG_VERSION")));
    let (out, _) = ends(program(folder.path()).arg("schema"), 0);
    let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(schema["properties"]["contract"].is_object());
    let (_, err) = ends(program(folder.path()).arg("rum"), 2);
    assert!(err.contains("rum") && err.contains("run"), "{err}");
}

#[test]
fn results_are_what_they_are_documented_to_be() {
    let folder = started();
    let place = folder.path();
    ends(program(place).args(["run", "my system/scenario.toml", "--trials", "40", "--out", "r"]), 0);
    // Given where there is something: how the variance splits, actual pay, what is worth a second look, what funds variants,
    // groups of the roster.
    let apart = ["uncertainty", "reconciliation", "notes", "funding", "pay_groups", "stress", "trials"];
    for table in TABLES.iter().map(|one| &one.table).filter(|table| !apart.contains(&table.name)) {
        let name = Csv.file(table);
        let mut reader = csv::Reader::from_path(place.join("r").join(&name)).unwrap();
        let header: Vec<&str> = table.columns.iter().map(|column| column.key).collect();
        assert_eq!(reader.headers().unwrap(), header, "{name}");
        let mut rows = 0;
        for row in reader.records() {
            let row = row.unwrap_or_else(|error| panic!("{name}: {error}"));
            rows += 1;
            for (column, cell) in table.columns.iter().zip(&row) {
                let fine = match column.kind {
                    Kind::Text => cell.parse::<f64>().is_err(),
                    Kind::Whole => cell.is_empty() || cell.parse::<u64>().is_ok(),
                    Kind::Number => cell.is_empty() || cell.parse::<f64>().is_ok_and(f64::is_finite),
                    Kind::Flag => cell == "0" || cell == "1",
                };
                let known = !cell.is_empty() || !["mean", "sd", "mc_se"].contains(&column.key);
                assert!(fine && known, "{name}: {} of {row:?}", column.key);
            }
        }
        assert!(rows >= 9, "{name} has {rows} rows");
    }
    let manifest = manifest(&place.join("r"));
    assert_eq!(manifest["cascade"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["generator"], "philox4x64-10/layout-3");
    assert_eq!(
        (&manifest["seed"], &manifest["trials"], &manifest["years"]),
        (&1.into(), &40.into(), &6.into())
    );
    assert_eq!(manifest["rosters"][0]["physicians"], 20);
    let hash = |value: &serde_json::Value| {
        value.as_str().is_some_and(|h| h.len() == 64 && h.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    assert!(
        hash(&manifest["identity"])
            && hash(&manifest["scenario"]["sha256"])
            && hash(&manifest["rosters"][0]["sha256"])
    );
    let assumptions = manifest["assumptions_in_force"].as_array().unwrap();
    assert!(
        assumptions
            .iter()
            .any(|a| a["grade"] == "assumption" && a["parameter"].is_string() && a["source"].is_string())
    );
    // Every file is listed with its hash, and no file is not.
    let listed = manifest["files"].as_object().unwrap();
    assert!(listed.values().all(hash));
    let mut found: Vec<String> =
        names(&place.join("r")).into_iter().filter(|n| !n.ends_with('/') && n != MANIFEST).collect();
    let mut expected: Vec<String> = listed.keys().cloned().collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

/// Programs beside this one read these names.
#[test]
fn names_that_others_read_stay() {
    let header = |name| -> Vec<&str> {
        run_table(name).expect("a table of a run").table.columns.iter().map(|column| column.key).collect()
    };
    assert_eq!(header("cascade"), ["arm", "year", "from", "to", "purpose", "mean", "p05", "p95"]);
    let spread = ["mean", "sd", "mc_se", "p05", "p25", "p50", "p75", "p95", "ci_low", "ci_high", "roster_sd"];
    for (name, head) in [
        ("summary", &["arm", "year", "scope", "entity", "metric", "unit"][..]),
        ("compare", &["arm", "year", "scope", "entity", "metric", "unit"]),
        ("horizon", &["arm", "metric", "unit"]),
    ] {
        assert_eq!(header(name), [head, &spread].concat(), "{name}");
    }
    let own = ["arm", "year", "physician_id", "specialty", "plan", "fte", "pay", "pay_mc_se", "pay_p05"];
    assert_eq!(header("physicians")[..own.len()], own);
    let folder = small();
    ends(
        program(folder.path())
            .args(["run", "scenario.toml", "-q", "--trials", "8", "--out", "r"])
            .args(TABLES_ALONE),
        0,
    );
    let text = |name: &str| words(&std::fs::read(folder.path().join("r").join(name)).unwrap());
    let (summary, horizon) = (text("summary.csv"), text("horizon.csv"));
    assert!(summary.contains(",system,all,pay_total,$,") && summary.contains(",system,all,system_margin,$,"));
    assert!(horizon.contains(",true_savings_total,$,"));
    assert_eq!(manifest(&folder.path().join("r"))["engine"], 1);
}

#[test]
fn charts_are_pictures_with_units() {
    let folder = started();
    let place = folder.path();
    ends(
        program(place).args([
            "run",
            "my system/scenario.toml",
            "--trials",
            "20",
            "--out",
            "r",
            "--no-report",
            "--no-workbook",
        ]),
        0,
    );
    let files = contents(&place.join("r/charts"));
    let pictures: Vec<&str> = files.keys().filter_map(|name| name.strip_suffix(".svg")).collect();
    assert!(pictures.len() >= 4, "{pictures:?}");
    for name in pictures {
        let svg = words(&files[&format!("{name}.svg")]);
        for said in ["<title>", "<desc>", "role=\"img\"", "viewBox=\"0 0 ", "<text "] {
            assert!(svg.contains(said), "{name} has no {said}");
        }
        assert!(words(&files[&format!("{name}.csv")]).lines().count() > 1, "{name} has no figures beside it");
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{name}");
        assert!(
            ["$", "¢", "%", "share", "index", "points"].iter().any(|unit| svg.contains(unit)),
            "{name} names no unit"
        );
        let png = &files[&format!("{name}.png")];
        let decoder = png::Decoder::new(std::io::Cursor::new(png));
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert!(info.width >= 600 && info.height >= 300, "{name}");
        assert!(pixels.iter().any(|p| *p != pixels[0]), "{name} is blank");
    }
}

#[test]
fn charts_are_drawn_as_asked() {
    let folder = small();
    let place = folder.path();
    let drawn = |asked: &[&str]| {
        let _ = std::fs::remove_dir_all(place.join("r"));
        ends(
            program(place)
                .args(["run", "scenario.toml", "-q", "--trials", "8", "--out", "r"])
                .args(["--no-report", "--no-workbook"])
                .args(asked),
            0,
        );
        let names = contents(&place.join("r")).into_keys().filter_map(|name| {
            name.strip_prefix("charts/").filter(|name| !name.is_empty()).map(str::to_owned)
        });
        names.collect::<Vec<_>>()
    };
    let one = ["both_sides_of_the_gap.csv", "both_sides_of_the_gap.png", "both_sides_of_the_gap.svg"];
    assert_eq!(drawn(&["--charts", "both_sides_of_the_gap"]), one);
    assert!(drawn(&["--charts", "none"]).is_empty());
    assert!(drawn(&[]).len() > 6);
    let (_, err) = ended(place, &["run", "scenario.toml", "--charts", "both_sides_of_a_gap"], 2);
    assert!(err.contains("did you mean `both_sides_of_the_gap`?"), "{err}");
}

#[test]
fn a_reader_who_leaves_is_no_error() {
    let folder = small();
    for line in
        ["$CASCADE catalogue defaults", "$CASCADE schema", "$CASCADE run scenario.toml --out r --force"]
    {
        let (code, out, err) = shell(folder.path(), &format!("set -o pipefail; {line} | head -1"));
        assert_eq!((code, err.as_str()), (Some(0), ""), "{line}");
        assert_eq!(out.lines().count(), 1, "{line}");
    }
    assert!(folder.path().join("r/manifest.json").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_said_in_words() {
    use std::os::unix::fs::PermissionsExt;
    let folder = small();
    let locked = folder.path().join("locked");
    std::fs::create_dir(&locked).unwrap();
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
    let everything_is_allowed = std::fs::write(locked.join("probe"), "").is_ok();
    let target = if everything_is_allowed { "/proc/here" } else { "locked/here" };
    for command in [vec!["run", "scenario.toml", "--out", target], vec!["init", target]] {
        let (_, err) = ends(program(folder.path()).args(&command), 1);
        assert!(err.starts_with("error: cannot write into ") && err.lines().count() == 1, "{err}");
    }
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_built_in_reference_is_the_one_in_the_repository() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["--trial", "1", "--year", "1", "--years", "1", "--physician", "fm-001"];
    let (built_in, _) = ends(program(folder.path()).arg("explain").args(arguments), 0);
    let path = file("scenarios/reference.toml");
    let (from_file, _) = ends(program(folder.path()).arg("explain").arg(&path).args(arguments), 0);
    assert_eq!(built_in, from_file);
}
