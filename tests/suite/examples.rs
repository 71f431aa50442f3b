//! The programs under `examples/` run, and each is short enough to be read at a glance.

use super::common::{files_below, text_of};

macro_rules! examples {
    ($($name:ident at $path:literal,)+) => { $(
        #[path = $path]
        #[allow(unreachable_pub, reason = "the main of a program")]
        mod $name;
    )+

        const NAMES: &[&str] = &[$(stringify!($name),)+];

        mod runs { $(
            #[test]
            fn $name() {
                super::$name::main().unwrap_or_else(|error| panic!("{error}"));
            }
        )+ }
    };
}

examples! {
    compare at "../../examples/compare.rs",
    explain at "../../examples/explain.rs",
    misalignment at "../../examples/misalignment.rs",
    report at "../../examples/report.rs",
    run at "../../examples/run.rs",
}

#[test]
fn every_example_is_among_them_and_short() {
    let found = files_below("examples", "rs");
    let names: Vec<&str> = found.iter().filter_map(|path| path.file_stem()?.to_str()).collect();
    assert_eq!(names, NAMES);
    for name in names {
        let text = text_of(&format!("examples/{name}.rs"));
        let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("//!")).count();
        assert!(lines <= 25, "examples/{name}.rs has {lines} lines; an example shows one thing");
    }
}
