//! The house keeps its shape: floors have no upward arrows, rules draw nothing, files stay short.

use super::arrows::{Arrow, House, circles, told};
use super::common::{file, files_below, text_of};
use std::sync::LazyLock;

/// Modules from the ground up. A module uses only its own floor's `self` and floors below.
const FLOORS: &[&[&str]] = &[
    &["units", "math", "order"],
    &["tile"],
    &["random"],
    &["stats"],
    &["schema"],
    &["sheet", "terms"],
    &["ledger"],
    &["entity"],
    &["survey"],
    &["payer", "pay", "behaviour"],
    &["alignment", "system"],
    &["compliance"],
    &["model"],
    &["scenario", "engine", "replay"],
    &["study", "starter"],
    &["review", "analysis"],
    &["negotiation"],
    &["decision"],
    &["report"],
    &["chart"],
    &["board", "workbook"],
    &["manual"],
    &["cli"],
];

/// Files longer than this say at their top why.
const LONGEST: usize = 600;

/// Files that still stand in a circle. The list only shrinks: a file that stands in none comes off it.
const KNOWN_CIRCLES: &[&str] = &[];

/// The sources of the library: path below `src`, text.
static SOURCES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let below = |path: &std::path::Path| {
        let parts = path.strip_prefix(file("src")).expect("a source file").iter();
        parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
    };
    let all = files_below("src", "rs").into_iter().map(|path| {
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (below(&path), text)
    });
    all.filter(|(path, _)| path != "main.rs").collect()
});

static HOUSE: LazyLock<House> =
    LazyLock::new(|| House::read(SOURCES.iter().map(|(path, text)| (path.as_str(), text.as_str()))));

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// The top-level module that a source file belongs to.
fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// The first sentence of a module's documentation.
fn first_sentence(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    let paragraph = paragraph.join(" ");
    paragraph.split_inclusive(". ").next().unwrap_or_default().trim().to_owned()
}

/// The table of floors: each module with what stands in it.
fn table_of_floors() -> String {
    let head = "| floor | module | what stands there |\n| --- | --- | --- |\n".to_owned();
    let modules = FLOORS.iter().enumerate().flat_map(|(floor, all)| all.iter().map(move |m| (floor + 1, *m)));
    modules.fold(head, |table, (floor, module)| {
        let paths = [format!("{module}/mod.rs"), format!("{module}.rs")];
        let (path, text) = SOURCES
            .iter()
            .find(|(path, _)| paths.contains(path))
            .unwrap_or_else(|| panic!("{module} stands on floor {floor}, but has no file"));
        let sentence = first_sentence(text);
        assert!(sentence.ends_with('.'), "src/{path} does not begin with a sentence about the module");
        table + &format!("| {floor} | [`{module}`](../src/{path}) | {sentence} |\n")
    })
}

/// `docs/ARCHITECTURE.md` with a fresh table of floors.
pub(super) fn architecture_document() -> String {
    const MARKS: [&str; 2] = ["<!-- floors -->\n", "<!-- /floors -->"];
    let text = text_of("docs/ARCHITECTURE.md").replace('\r', "");
    let (head, rest) = text.split_once(MARKS[0]).expect("the table of floors begins with its mark");
    let (_, tail) = rest.split_once(MARKS[1]).expect("the table of floors ends with its mark");
    [head, MARKS[0], &table_of_floors(), MARKS[1], tail].concat()
}

/// Arrows between modules that do not lead down; the story in `lib.rs` may name everything.
fn upward(arrows: &[Arrow]) -> Vec<String> {
    let mut wrong = Vec::new();
    for Arrow { from, to, name, line } in arrows.iter().filter(|arrow| arrow.from != "lib.rs") {
        let (own, other) = (module_of(from), module_of(to));
        let fine = own == other || floor_of(own).zip(floor_of(other)).is_some_and(|(own, other)| other < own);
        if !fine {
            wrong.push(format!("src/{from}:{line}: `{own}` uses `{other}` ({name})"));
        }
    }
    wrong
}

#[test]
fn floors_have_no_upward_arrows() {
    let wrong = upward(&HOUSE.arrows());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stand_in_no_circle() {
    let arrows = HOUSE.arrows();
    let all = circles(&arrows);
    let new: Vec<String> = all
        .iter()
        .filter(|circle| circle.iter().any(|file| !KNOWN_CIRCLES.contains(file)))
        .map(|circle| told(circle, &arrows))
        .collect();
    assert!(new.is_empty(), "{}", new.join("\n"));
    let mended: Vec<&&str> =
        KNOWN_CIRCLES.iter().filter(|file| !all.iter().any(|circle| circle.contains(file))).collect();
    assert!(mended.is_empty(), "these stand in no circle any more; take them off the list: {mended:?}");
}

#[test]
fn a_type_is_defined_once() {
    let homonyms: Vec<String> =
        HOUSE.homonyms().iter().map(|(name, files)| format!("{name}: {}", files.join(", "))).collect();
    assert!(
        homonyms.is_empty(),
        "a type's name tells where it lives; rename all but one of\n{}",
        homonyms.join("\n")
    );
}

/// Arrows of a tree in memory, as `from -> to: name`.
fn arrows_of(files: &[(&str, &str)]) -> Vec<String> {
    let arrows = House::read(files.iter().copied()).arrows();
    arrows.iter().map(|arrow| format!("{} -> {}: {}", arrow.from, arrow.to, arrow.name)).collect()
}

#[test]
fn a_name_counts_where_it_is_defined() {
    let tree = [
        ("lib.rs", "pub mod a;\npub mod b;\npub use a::Deep;"),
        ("a/mod.rs", "mod deep;\nmod made;\npub use deep::{Deep, Other as Renamed};\npub use made::*;"),
        ("a/deep.rs", "pub struct Deep;\npub struct Other;"),
        ("a/made.rs", "make! { /// One.\n pub enum Made { One } }"),
        ("b.rs", "use crate::Deep;\nuse crate::a::{self, Renamed as Mine, Made};\nfn f() { a::made::g() }"),
    ];
    let found = arrows_of(&tree);
    assert_eq!(
        found,
        [
            "b.rs -> a/deep.rs: Deep",
            "b.rs -> a/deep.rs: Other",
            "b.rs -> a/made.rs: Made",
            "b.rs -> a/made.rs: g",
            "b.rs -> a/mod.rs: a",
        ]
    );
}

#[test]
fn paths_count_in_code_and_in_macros_but_not_in_tests_comments_or_text() {
    let one = "fn f() -> crate::two::Two { super::two::make(); vec![self::g(crate::two::LIMIT)] }\n\
               macro_rules! m { () => { $crate::two::inside() } }\n\
               // crate::two::in_a_comment\n/// [`crate::two::in_a_link`]\nconst T: &str = \"crate::two::in_text\";\n\
               #[cfg(test)]\nuse crate::two::for_tests;\n\
               #[cfg(test)]\npub(super) fn help() { crate::two::helped() }\n\
               #[cfg(test)]\nmod tests { use crate::two::tested; }";
    let found = arrows_of(&[("lib.rs", "mod one; mod two;"), ("one.rs", one), ("two.rs", "pub struct Two;")]);
    let names: Vec<&str> =
        found.iter().filter_map(|arrow| arrow.strip_prefix("one.rs -> two.rs: ")).collect();
    assert_eq!(names, ["LIMIT", "Two", "inside", "make"]);
    // A file that only tests declare is no part of the house.
    let tests = [("lib.rs", "mod a; #[cfg(test)] mod help;"), ("a.rs", ""), ("help.rs", "use crate::a::x;")];
    assert!(arrows_of(&tests).is_empty());
}

#[test]
fn a_reach_to_ones_own_mod_and_handing_on_make_no_arrow() {
    let used = "pub mod low;\nuse low::seen as _;\npub use low::{Low, Unused};\npub struct High(Low);";
    let tree = [("a/mod.rs", used), ("a/low.rs", "use super::High;\npub struct Low;\npub struct Unused;")];
    assert_eq!(arrows_of(&tree), ["a/mod.rs -> a/low.rs: Low", "a/mod.rs -> a/low.rs: seen"]);
}

#[test]
fn a_circle_is_found_and_told_file_by_file() {
    let tree = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "use crate::b::Bee;\npub struct Ay;"),
        ("b.rs", "\nuse crate::c::{Sea, Shore};\npub struct Bee;"),
        ("c.rs", "fn f() { crate::a::Ay; }\npub struct Sea;\npub struct Shore;"),
        ("d.rs", "use crate::a::Ay;\nuse crate::d::own;"),
    ];
    let arrows = House::read(tree).arrows();
    let found = circles(&arrows);
    assert_eq!(found, [["a.rs", "b.rs", "c.rs"]]);
    let text = told(&found[0], &arrows);
    let way = "  a.rs -> b.rs: Bee (line 1)\n  b.rs -> c.rs: Sea (line 2), Shore (line 2)\n  c.rs -> a.rs: Ay (line 1)\n";
    assert!(text.contains(way), "{text}");
    assert!(circles(&House::read(tree.iter().take(3).copied()).arrows()).is_empty());
}

#[test]
fn the_check_itself_sees_an_upward_arrow() {
    let tree = [
        ("lib.rs", "pub mod engine; pub mod pay; pub mod payer; pub mod units;"),
        ("engine.rs", "pub enum Metric { Pay }"),
        ("pay/mod.rs", "mod wrvu;\nuse crate::units::Cents;"),
        ("pay/wrvu.rs", "use crate::engine::Metric;\nuse crate::payer::Terms; // crate::cli\n"),
        ("payer.rs", "pub enum Terms {}"),
        ("units.rs", "pub struct Cents;"),
    ];
    assert_eq!(
        upward(&House::read(tree).arrows()),
        ["src/pay/wrvu.rs:1: `pay` uses `engine` (Metric)", "src/pay/wrvu.rs:2: `pay` uses `payer` (Terms)"]
    );
    let stranger =
        [("lib.rs", "mod attic; mod units;"), ("attic.rs", "use crate::units::A;"), ("units.rs", "")];
    assert_eq!(upward(&House::read(stranger).arrows()).len(), 1, "a module that stands on no floor");
}

#[test]
fn homonyms_are_seen_wherever_they_stand() {
    let tree = [
        ("lib.rs", "mod a; mod b; pub struct Twice;"),
        ("a.rs", "parameters! { pub struct Plan { x: u8 } }\nmod inner { type Twice = u8; }"),
        (
            "b.rs",
            "pub enum Plan {}\nimpl X for Y { type Twice = u8; }\n#[cfg(test)] mod tests { struct Twice; }",
        ),
    ];
    let house = House::read(tree);
    let found: Vec<(&str, usize)> =
        house.homonyms().into_iter().map(|(name, files)| (name, files.len())).collect();
    assert_eq!(found, [("Plan", 2), ("Twice", 2)]);
}

#[test]
fn rules_draw_nothing() {
    let rules = ["payer", "pay", "behaviour", "system", "alignment", "terms"];
    let arrows = HOUSE.arrows();
    let drawing =
        arrows.iter().filter(|a| rules.contains(&module_of(&a.from)) && module_of(&a.to) == "random");
    let wrong: Vec<String> =
        drawing.map(|a| format!("src/{}:{}: uses chance ({})", a.from, a.line, a.name)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
    let free = ["src/chart/", "src/analysis/calibrate/free.rs", "src/terms/toy.rs"].map(file);
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
