//! The house keeps its shape: floors have no upward arrows, rules draw nothing, files stay short.

use super::common::{file, files_below, text_of};
use std::path::Path;

/// Modules from the ground up. A module uses only its own floor's `self` and floors below.
const FLOORS: &[&[&str]] = &[
    &["units", "math"],
    &["tile"],
    &["random"],
    &["stats"],
    &["schema"],
    &["terms"],
    &["ledger"],
    &["entity"],
    &["survey"],
    &["payer", "pay", "behaviour"],
    &["alignment", "system"],
    &["compliance"],
    &["model"],
    &["scenario", "engine", "replay"],
    &["study"],
    &["review", "analysis"],
    &["table", "chart"],
    &["manual"],
    &["cli"],
];

/// Files longer than this say at their top why.
const LONGEST: usize = 600;

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The top-level module that a source file belongs to; `None` for `lib.rs` and `main.rs`.
fn module_of(path: &Path) -> Option<String> {
    let relative = path.strip_prefix(file("src")).expect("a source file");
    let first = relative.components().next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_owned();
    (first != "lib" && first != "main").then_some(first)
}

/// Names that follow `crate::` in a line of code, each with what it is used by.
fn uses(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    code.match_indices("crate::")
        .filter(|(at, _)| !code[..*at].ends_with('$'))
        .filter_map(|(at, found)| {
            let rest = &code[at + found.len()..];
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            (!name.is_empty()).then_some(name)
        })
        .collect()
}

/// What is wrong with one source file.
fn upward_arrows(path: &Path, text: &str) -> Vec<String> {
    let Some(module) = module_of(path) else { return Vec::new() };
    let Some(own) = floor_of(&module) else {
        return vec![format!("{}: module `{module}` stands on no floor", path.display())];
    };
    let mut wrong = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for name in uses(line) {
            let fine = name == module || floor_of(&name).is_some_and(|floor| floor < own);
            if !fine {
                wrong.push(format!("{}:{}: `{module}` uses `{name}`", path.display(), number + 1));
            }
        }
        if line.contains("super::super::super") {
            wrong.push(format!("{}:{}: reaches three floors up", path.display(), number + 1));
        }
    }
    wrong
}

#[test]
fn floors_have_no_upward_arrows() {
    let wrong: Vec<String> = files_below("src", "rs")
        .iter()
        .flat_map(|path| upward_arrows(path, &std::fs::read_to_string(path).expect("a source file")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_check_itself_sees_an_upward_arrow() {
    let path = file("src/pay/wrvu.rs");
    let wrong = upward_arrows(&path, "use crate::engine::Metric;\nuse crate::payer::Terms; // crate::cli\n");
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong[0].ends_with("wrvu.rs:1: `pay` uses `engine`"));
}

#[test]
fn rules_draw_nothing() {
    for folder in ["src/payer", "src/pay", "src/behaviour", "src/system", "src/alignment", "src/terms"] {
        for path in files_below(folder, "rs") {
            let text = std::fs::read_to_string(&path).expect("a source file");
            assert!(!text.contains("crate::random"), "{} uses chance", path.display());
        }
    }
}

#[test]
fn long_files_say_why() {
    for path in files_below("src", "rs") {
        let text = std::fs::read_to_string(&path).expect("a source file");
        let lines = text.lines().count();
        let head: String = text.lines().take_while(|l| l.starts_with("//!")).collect();
        assert!(
            lines <= LONGEST || head.contains("one file because"),
            "{} has {lines} lines: split it, or say at its top that it is one file because …",
            path.display()
        );
    }
}

#[test]
fn every_module_is_on_a_floor_and_in_the_story() {
    let story = text_of("src/lib.rs");
    for module in FLOORS.iter().flat_map(|floor| floor.iter()) {
        assert!(story.contains(&format!("pub mod {module};")), "lib.rs does not declare {module}");
    }
    let declared = story.lines().filter(|l| l.starts_with("pub mod ")).count();
    assert_eq!(declared, FLOORS.iter().map(|f| f.len()).sum::<usize>());
}

/// Calls of the standard library whose last bits the platform decides.
const PLATFORM_BITS: [&str; 8] =
    [".exp()", ".ln()", ".powf(", ".powi(", ".sin()", ".cos()", ".log10()", ".exp_m1()"];

/// Lines of a source file, before its tests, that leave bits to the platform.
fn platform_bits(text: &str) -> Vec<usize> {
    text.lines()
        .take_while(|line| !line.contains("#[cfg(test)]"))
        .enumerate()
        .filter(|(_, line)| {
            let code = line.split("//").next().unwrap_or_default();
            PLATFORM_BITS.iter().any(|call| code.contains(call))
        })
        .map(|(number, _)| number + 1)
        .collect()
}

#[test]
fn results_have_the_same_bits_on_every_platform() {
    // Charts are drawings; a calibration searches by the sine of an angle; the toy is a test.
    let free = ["src/chart/", "src/analysis/calibrate/fit.rs", "src/terms/toy.rs"].map(file);
    let wrong: Vec<String> = files_below("src", "rs")
        .iter()
        .filter(|path| !free.iter().any(|one| path.starts_with(one)))
        .flat_map(|path| {
            let text = std::fs::read_to_string(path).expect("a source file");
            platform_bits(&text).into_iter().map(move |line| format!("{}:{line}", path.display()))
        })
        .collect();
    assert!(wrong.is_empty(), "take the function from `math` instead:\n{}", wrong.join("\n"));
}

#[test]
fn the_search_for_platform_bits_sees_them() {
    let text = "let a = x.exp();\nlet b = exp(x); // not x.exp()\nlet c = y.powi(2);\n#[cfg(test)]\nz.ln()\n";
    assert_eq!(platform_bits(text), [1, 3]);
}
