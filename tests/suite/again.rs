//! A folder of results holds what it was read from, and makes the same bytes again; what differs between two is named.

use super::common::{contents, ended, file, manifest, small, text_of};
use cascade::report::MANIFEST;
use serde_json::Value;
use std::path::Path;

/// Arguments of a run that is over in a blink.
const BRIEF: [&str; 9] =
    ["--trials", "24", "--no-stress", "--charts", "none", "--no-report", "--no-workbook", "--threads", "2"];

/// Runs the program as it should end, and gives what it says, in one line: a message may break at any blank.
fn flat(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let (out, err) = ended(folder, arguments, code);
    let raw = |c: char| c != '\n' && (c.is_control() || cascade::units::hidden(&c.to_string()).is_some());
    assert!(!out.contains(raw) && !err.contains(raw), "{out:?}\n{err:?}");
    let in_one = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    (in_one(out), in_one(err))
}

/// A brief run into a folder called `one`.
fn run(folder: &Path, more: &[&str]) {
    flat(folder, &[&["run"], more, &["--out", "one", "-q"], &BRIEF[..]].concat(), 0);
}

fn json(folder: &Path, arguments: &[&str], code: i32) -> Value {
    let (out, _) = ended(folder, &[arguments, &["--json"]].concat(), code);
    serde_json::from_str(&out).unwrap()
}

/// Writes a manifest with one change.
fn put(folder: &Path, change: impl FnOnce(&mut Value)) {
    let mut whole = manifest(folder);
    change(&mut whole);
    std::fs::write(folder.join(MANIFEST), whole.to_string()).unwrap();
}

/// The same again: whatever stood beside the folder is gone, and it stands elsewhere.
fn is_the_same_again(place: &Path) {
    let elsewhere = tempfile::tempdir().unwrap();
    let moved = elsewhere.path().join("moved here");
    std::fs::rename(place.join("one"), &moved).unwrap();
    let before = contents(&moved);
    let again = json(elsewhere.path(), &["run", "--again", "moved here"], 0);
    let found = &again["again"];
    let nothing = Value::Array(Vec::new());
    for key in ["differ", "missing", "new", "touched"] {
        assert_eq!(found[key], nothing, "{key}: {found}");
    }
    let files = before.keys().filter(|name| !name.ends_with('/')).count();
    assert_eq!(found["same"], files, "{found}");
    assert_eq!(found["versions"]["then"], found["versions"]["now"]);
    // Nothing was written, nothing was moved.
    assert!(contents(elsewhere.path()).keys().all(|name| name.starts_with("moved here")));
    assert!(contents(&moved) == before);
    std::fs::rename(&moved, place.join("one")).unwrap();
}

#[test]
fn a_roster_a_survey_cohorts_a_workbook_and_the_reference_run_again_to_the_same_bytes() {
    let folder = small();
    run(folder.path(), &["scenario.toml", "--seed", "5"]);
    let kept = contents(&folder.path().join("one/inputs"));
    assert_eq!(kept["scenario.toml"], text_of("tests/broken/sound.toml").into_bytes());
    assert_eq!(kept["roster.csv"], text_of("tests/broken/roster.csv").into_bytes());
    is_the_same_again(folder.path());
    // The command that the folder tells makes the same files, too.
    let told = manifest(&folder.path().join("one"));
    let command = told["command"].as_str().unwrap();
    assert!(command.starts_with("cascade run inputs/scenario.toml --trials 24 --seed 5 "), "{command}");
    let words: Vec<&str> = command.split(' ').skip(1).chain(["--out", "../two", "-q"]).collect();
    flat(&folder.path().join("one"), &words, 0);
    assert_eq!(manifest(&folder.path().join("two"))["files"], told["files"]);

    // A workbook for a roster.
    let folder = small();
    std::fs::copy(file("tests/data/roster.xlsx"), folder.path().join("roster.xlsx")).unwrap();
    let text = text_of("tests/broken/sound.toml").replace("roster.csv", "roster.xlsx");
    std::fs::write(folder.path().join("scenario.toml"), text.replace("plan.base", "plan.p")).unwrap();
    run(folder.path(), &["scenario.toml"]);
    is_the_same_again(folder.path());

    // A survey, and cohorts.
    let folder = tempfile::tempdir().unwrap();
    let law = file("scenarios/law.toml");
    run(folder.path(), &[law.to_str().unwrap(), "--years", "2"]);
    let inputs = manifest(&folder.path().join("one"))["inputs"].clone();
    assert_eq!(inputs[1]["kind"], "survey");
    is_the_same_again(folder.path());

    // Every file that there is, among them charts that have nothing to draw and are not written.
    let folder = small();
    flat(folder.path(), &["run", "scenario.toml", "--trials", "24", "--no-stress", "--out", "one", "-q"], 0);
    assert!(contents(&folder.path().join("one")).contains_key("workbook.xlsx"));
    is_the_same_again(folder.path());

    // The system that the program carries.
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &["--years", "1", "--arms", "pass_through", "--format", "json"]);
    let told = contents(&folder.path().join("one"));
    assert_eq!(told["inputs/reference.toml"], text_of("scenarios/reference.toml").into_bytes());
    assert!(told.contains_key("parameters.csv") && told.contains_key("parameters.json"));
    is_the_same_again(folder.path());
}

#[test]
fn a_folder_of_another_run_can_be_written_again_elsewhere() {
    let folder = small();
    let place = folder.path();
    run(place, &["scenario.toml"]);
    let (out, _) = flat(place, &["run", "--again", "one", "--out", "two"], 0);
    assert!(out.starts_with("one: made again, byte for byte: ") && out.ends_with("Results: two"), "{out}");
    let (mut one, mut two) = (contents(&place.join("one")), contents(&place.join("two")));
    assert!(one.remove(MANIFEST).is_some() && two.remove(MANIFEST).is_some());
    assert!(one == two);
    let (_, err) = flat(place, &["run", "--again", "one", "--trials", "3"], 2);
    assert!(err.contains("cannot be used with"), "{err}");
    let (_, err) = flat(place, &["run", "--again", "one", "--open"], 2);
    assert!(err.contains("--out DIR"), "{err}");
}

#[test]
fn a_roster_that_does_not_travel_is_asked_for() {
    let folder = small();
    let place = folder.path();
    run(place, &["scenario.toml", "--no-roster"]);
    let hash = manifest(&place.join("one"))["inputs"][1]["sha256"].as_str().unwrap().to_owned();
    let all = contents(&place.join("one"));
    assert!(!all.contains_key("inputs/roster.csv"));
    let roster = text_of("tests/broken/roster.csv");
    let row = roster.lines().nth(1).unwrap().as_bytes();
    let told = all.iter().filter(|(_, bytes)| bytes.windows(row.len()).any(|part| part == row));
    assert_eq!(told.count(), 0, "a row of the roster stands in the folder");

    let (_, err) = flat(place, &["run", "--again", "one"], 3);
    assert!(err.contains(&format!("put the file with the SHA-256 {hash} there")), "{err}");
    let kept = place.join("one/inputs/roster.csv");
    std::fs::write(&kept, roster.replacen("1.0", "0.9", 1) + "\n").unwrap();
    let (_, err) = flat(place, &["run", "--again", "one"], 3);
    assert!(err.contains("inputs/roster.csv: not the roster of this run"), "{err}");
    std::fs::write(&kept, &roster).unwrap();
    let again = json(place, &["run", "--again", "one"], 0);
    assert_eq!(
        (&again["again"]["differ"], &again["again"]["new"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
}

#[test]
fn an_input_that_was_touched_is_named_and_nothing_runs() {
    let folder = small();
    let place = folder.path();
    run(place, &["scenario.toml"]);
    let inputs = place.join("one/inputs");
    for name in ["scenario.toml", "roster.csv"] {
        let was = std::fs::read(inputs.join(name)).unwrap();
        std::fs::write(inputs.join(name), [&was[..], b"\n"].concat()).unwrap();
        let (_, err) = flat(place, &["run", "--again", "one"], 3);
        assert!(err.contains(&format!("inputs/{name}: touched since it was written")), "{err}");
        std::fs::remove_file(inputs.join(name)).unwrap();
        let (_, err) = flat(place, &["run", "--again", "one"], 3);
        assert!(err.contains(&format!("inputs/{name}: there is no such file")), "{err}");
        std::fs::write(inputs.join(name), was).unwrap();
    }
}

#[test]
fn a_folder_that_is_no_longer_what_was_written_does_not_pass() {
    let folder = small();
    let place = folder.path();
    run(place, &["scenario.toml"]);
    let one = place.join("one");
    // What others put there is named, and changes nothing.
    for name in ["extra.csv", "inputs/extra.csv"] {
        std::fs::write(one.join(name), "x").unwrap();
    }
    let again = json(place, &["run", "--again", "one"], 0)["again"].clone();
    assert_eq!(again["strangers"], serde_json::json!(["extra.csv", "inputs/extra.csv"]));
    assert_eq!(again["touched"], serde_json::json!([]));
    let (page, _) = flat(place, &["run", "--again", "one"], 0);
    assert!(page.contains("Not of the run, and left alone (2): extra.csv, inputs/extra.csv"), "{page}");

    std::fs::write(one.join("summary.csv"), "mine").unwrap();
    std::fs::remove_file(one.join("horizon.csv")).unwrap();
    let (page, err) = flat(place, &["run", "--again", "one"], 6);
    assert!(
        page.starts_with("one is no longer what was written. Touched or gone (2): summary.csv, horizon.csv one: made again as its manifest tells of it, byte for byte: "),
        "{page}"
    );
    let fault = "error: one is no longer what was written (summary.csv, horizon.csv)";
    assert_eq!(err, fault);
    assert_eq!(flat(place, &["run", "--again", "one", "-q"], 6), (String::new(), fault.to_owned()));
    let again = json(place, &["run", "--again", "one"], 6)["again"].clone();
    assert_eq!(again["touched"], serde_json::json!(["summary.csv", "horizon.csv"]));
    assert_eq!(again["differ"], serde_json::json!([]));
}

#[test]
fn what_is_compared_is_held_against_what_was_written() {
    let folder = small();
    let place = folder.path();
    run(place, &["scenario.toml"]);
    let (one, other) = (place.join("one"), place.join("other"));
    let copy = || {
        let _ = std::fs::remove_dir_all(&other);
        for (name, bytes) in contents(&one) {
            let to = other.join(&name);
            std::fs::create_dir_all(if name.ends_with('/') { &to } else { to.parent().unwrap() }).unwrap();
            if !name.ends_with('/') {
                std::fs::write(to, bytes).unwrap();
            }
        }
    };
    copy();
    let (page, err) = flat(place, &["diff", "one", "other"], 0);
    assert!(page.starts_with("one (here) beside other (there) ") && err.is_empty(), "{page}{err}");
    // A table, a table that is not compared, a headline in the manifest.
    for touched in ["parameters.csv", "risk.csv", MANIFEST] {
        copy();
        if touched == MANIFEST {
            put(&other, |told| told["headlines"][0]["figures"][0]["mean"] = 9_325_913.into());
        } else {
            let text = std::fs::read_to_string(one.join(touched)).unwrap();
            std::fs::write(other.join(touched), text.replace("baseline", "boseline")).unwrap();
        }
        let said = format!(
            "other is no longer what was written, and what follows may not be what was run: touched or gone: {touched} "
        );
        for folders in [["one", "other"], ["other", "one"]] {
            let (page, err) = flat(place, &[&["diff"], &folders[..]].concat(), 6);
            assert!(page.starts_with(&said), "{touched}: {page}");
            assert_eq!(err, "error: other is no longer what was written");
        }
        let against = ["run", "scenario.toml", "--out", "new", "--force", "--against", "other"];
        let (page, _) = flat(place, &[&against[..], &BRIEF[..]].concat(), 0);
        assert!(page.contains(&said), "{touched}: {page}");
    }
}

#[test]
fn a_run_that_is_not_the_same_says_which_files_and_why() {
    let folder = small();
    let place = folder.path();
    run(place, &["scenario.toml"]);
    put(&place.join("one"), |told| {
        let files = told["files"].as_object_mut().unwrap();
        files.insert("summary.csv".into(), "0".repeat(64).into());
        files.insert("gone.csv".into(), "0".repeat(64).into());
        files.remove("horizon.csv").unwrap();
        told["cascade"] = "0.0.1".into();
    });
    let (out, err) = flat(place, &["run", "--again", "one"], 6);
    assert!(out.contains("not the same: 3 of "), "{out}");
    assert!(
        out.contains(
            "Other bytes (1): summary.csv Not written again (1): gone.csv Not there before (1): horizon.csv"
        ),
        "{out}"
    );
    assert!(out.contains("made by cascade 0.0.1; this is cascade "), "{out}");
    // What the record was made to tell of is not what stands there, either.
    let fault = "error: one is no longer what was written (summary.csv, gone.csv), and is not the same again";
    assert_eq!(err, fault);
    let found = json(place, &["run", "--again", "one"], 6)["again"].clone();
    assert_eq!(found["missing"], serde_json::json!(["gone.csv"]));
    assert_eq!(found["versions"]["then"], "0.0.1");
}

#[test]
fn folders_that_are_damaged_foreign_old_or_half_are_told_in_words() {
    let folder = small();
    let place = folder.path();
    run(place, &["scenario.toml"]);
    let one = place.join("one");
    let whole = std::fs::read(one.join(MANIFEST)).unwrap();
    let (_, err) = flat(place, &["run", "--again", "nowhere"], 3);
    assert!(err.contains("nowhere holds no finished run"), "{err}");
    std::fs::write(one.join(MANIFEST), &whole[..whole.len() / 2]).unwrap();
    for arguments in [&["run", "--again", "one"][..], &["diff", "one", "one"]] {
        let (_, err) = flat(place, arguments, 3);
        assert!(err.contains("no whole JSON") && err.contains("take a whole copy"), "{err}");
    }
    std::fs::write(one.join(MANIFEST), "{\"files\": {}}").unwrap();
    let (_, err) = flat(place, &["run", "--again", "one"], 3);
    assert!(err.contains("holds no run") && err.contains("`cascade run` wrote"), "{err}");
    let says = |change: &dyn Fn(&mut Value), said: &str| {
        std::fs::write(one.join(MANIFEST), &whole).unwrap();
        put(&one, |told| change(told));
        let (_, err) = flat(place, &["run", "--again", "one"], 3);
        assert!(err.contains(said), "{said}: {err}");
    };
    says(&|told| drop(told.as_object_mut().unwrap().remove("inputs")), "before cascade kept them");
    says(&|told| told["arguments"] = "--trials".into(), "`arguments` is no list of texts");
    says(&|told| told["arguments"] = serde_json::json!(["--out", "/"]), "no run records");
    says(&|told| told["arguments"] = serde_json::json!(["\u{1b}[31m"]), "cannot use its `arguments`");
    says(&|told| told["arguments"] = serde_json::json!(["--arms", "nobody"]), "`arguments`");
    says(&|told| told["inputs"] = serde_json::json!([]), "has not one scenario");
    for bad in ["../roster.csv", "/etc/passwd", "inputs/../../x", "inputs/\u{202e}x", "roster.csv"] {
        says(&|told| told["inputs"][1]["file"] = bad.into(), "no list of files below inputs/");
    }
    says(&|told| told["inputs"][1]["sha256"] = "\u{1b}[31m".into(), "no list of files");
    says(&|told| told["inputs"][1]["called"] = "other.csv".into(), "does not keep it");
    std::fs::write(one.join(MANIFEST), &whole).unwrap();
    #[cfg(unix)]
    {
        std::fs::remove_file(one.join("inputs/roster.csv")).unwrap();
        std::os::unix::fs::symlink(place.join("roster.csv"), one.join("inputs/roster.csv")).unwrap();
        let (_, err) = flat(place, &["run", "--again", "one"], 3);
        assert!(err.contains("it is a link that leads out of the folder"), "{err}");
    }
}

#[test]
fn files_of_one_name_and_names_that_lead_elsewhere_are_kept_apart() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("x/y");
    std::fs::create_dir_all(place.join("a")).unwrap();
    let roster = text_of("tests/broken/roster.csv");
    std::fs::write(folder.path().join("x/roster.csv"), &roster).unwrap();
    std::fs::write(place.join("a/roster.csv"), roster.replacen("1.0", "0.9", 1)).unwrap();
    let far = folder.path().join("x/r\u{f6} (2).csv");
    std::fs::write(&far, roster.replacen("1.0", "0.8", 1)).unwrap();
    let absolute = far.to_str().unwrap().replace('\\', "/");
    let text = text_of("tests/broken/sound.toml").replace("\"roster.csv\"", "\"../roster.csv\"")
        + &format!(
            "\n[variant.second]\nroster.file = \"a/roster.csv\"\n[variant.third]\nroster.file = \"{absolute}\"\n"
        );
    std::fs::write(place.join("scenario.toml"), text).unwrap();
    run(&place, &["scenario.toml"]);
    let told = manifest(&place.join("one"));
    let kept: Vec<&str> =
        told["inputs"].as_array().unwrap().iter().map(|input| input["file"].as_str().unwrap()).collect();
    assert_eq!(
        kept,
        ["inputs/scenario.toml", "inputs/roster.csv", "inputs/a/roster.csv", "inputs/r\u{f6} (2).csv"]
    );
    // The scenario does not find them by itself there.
    assert_eq!(told["command"], "cascade run --again .");
    std::fs::remove_file(folder.path().join("x/roster.csv")).unwrap();
    std::fs::remove_file(&far).unwrap();
    is_the_same_again(&place);
}

#[test]
fn one_changed_parameter_is_named_and_nothing_else() {
    let folder = small();
    let place = folder.path();
    run(place, &["scenario.toml"]);
    std::fs::rename(place.join("one"), place.join("before")).unwrap();
    let text = text_of("tests/broken/sound.toml");
    let changed = text.replacen("run = {", "chance = { none = true }\nrun = {", 1);
    let changed = if changed == text { format!("{text}\n[chance]\nnone = true\n") } else { changed };
    std::fs::write(place.join("scenario.toml"), changed).unwrap();
    let arguments = [&["run", "scenario.toml", "--out", "one", "--against", "before"], &BRIEF[..]].concat();
    let found = json(place, &arguments, 0)["against"].clone();
    assert_eq!(found["facts"], serde_json::json!([]));
    assert_eq!(found["sources"], serde_json::json!([]));
    let parameters = found["parameters"].as_array().unwrap();
    assert_eq!(parameters.len(), 1, "{parameters:?}");
    assert_eq!(
        (&parameters[0]["path"], &parameters[0]["here"], &parameters[0]["there"]),
        (&"chance.none".into(), &"true".into(), &"false".into())
    );
    assert_eq!(found["same_luck"], true);
    // Without running, of the two folders, and the other way round.
    let said = json(place, &["diff", "one", "before"], 6)["against"].clone();
    assert_eq!(said, found);
    assert_eq!(found["touched"], serde_json::json!([]));
    let (page, err) = flat(place, &["diff", "before", "one"], 6);
    assert_eq!(err, "The runs in before and one are not the same.");
    assert!(page.contains("chance.none: false here, true there"), "{page}");
    assert!(page.contains("Both met the same luck"), "{page}");
    let (page, _) = flat(place, &["run", "--again", "one", "--against", "before"], 0);
    assert!(page.contains("byte for byte") && page.contains("chance.none: true here, false there"), "{page}");

    // Itself beside itself; another seed; another roster.
    let (page, _) = flat(place, &["diff", "one", "one"], 0);
    assert!(page.contains("nothing: parameters, files") && page.contains("are the same"), "{page}");
    let roster = text_of("tests/broken/roster.csv").replacen("1.0", "0.9", 1);
    std::fs::write(place.join("roster.csv"), roster).unwrap();
    let more = ["run", "scenario.toml", "--seed", "77", "--out", "seeded", "-q"];
    flat(place, &[&more, &BRIEF[..]].concat(), 0);
    let found = json(place, &["diff", "one", "seeded"], 6)["against"].clone();
    assert_eq!(found["facts"][0]["what"], "seed");
    assert_eq!(found["facts"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["sources"].as_array().unwrap().len(), 2, "{found}");
    assert_eq!((&found["parameters"], &found["same_luck"]), (&serde_json::json!([]), &false.into()));
}

#[test]
fn names_that_would_do_harm_are_kept_under_harmless_ones() {
    let folder = small();
    let place = folder.path();
    for (name, kept) in [
        ("=HYPERLINK(1)<script>\u{1f600}.csv", "inputs/_HYPERLINK(1)_script__.csv"),
        ("-rf $(reboot).csv", "inputs/rf _(reboot).csv"),
        ("\u{ff1d}1+1.csv", "inputs/_1+1.csv"),
    ] {
        std::fs::write(place.join(name), text_of("tests/broken/roster.csv")).unwrap();
        let text = text_of("tests/broken/sound.toml").replace("roster.csv", name);
        std::fs::write(place.join("scenario.toml"), text).unwrap();
        run(place, &["scenario.toml", "--force"]);
        let told = manifest(&place.join("one"));
        assert_eq!(told["inputs"][1]["file"], kept);
        assert_eq!(told["command"], "cascade run --again .");
        is_the_same_again(place);
    }
}
