//! Which file of a crate names what of which other: its sources read as arrows.
//!
//! An arrow leads from a file to the file that *defines* what it names, through however many
//! `pub use`. Paths count in `use` lines, in code and inside macros; what stands under `#[cfg(test)]`
//! does not. A file that reaches for its own ancestor `mod.rs` makes no arrow, and neither does a
//! `mod.rs` that hands on a name it does not use itself.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};

/// That one file names something of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrow {
    /// The file that names, below the root, such as `pay/draw.rs`.
    pub from: String,
    /// The file that defines.
    pub to: String,
    /// What.
    pub name: String,
    /// Where `from` first names it, counted from 1.
    pub line: usize,
}

/// A place in the tree of modules, such as `["pay", "draw"]`.
type Place = Vec<String>;

/// A path as written, and where.
#[derive(Clone, Debug)]
struct Written {
    segments: Vec<String>,
    line: usize,
}

/// What a name stands for in a module.
#[derive(Clone, Debug)]
enum Meaning {
    /// A type or trait that the module's file defines: a path may go on through it.
    Type,
    /// A function, constant or macro that it defines.
    Value,
    /// A module below.
    Module(Place),
    /// What a `use` brings in.
    Used(Written),
}

#[derive(Debug, Default)]
struct Module {
    file: String,
    names: BTreeMap<String, Vec<Meaning>>,
    globs: Vec<Written>,
    /// `use` lines that only others may need: what they bind, and whence.
    handed_on: Vec<(String, Written)>,
    /// Paths of `use` lines and code.
    paths: Vec<Written>,
    /// Every identifier outside `use` lines.
    said: BTreeSet<String>,
}

/// The modules of a crate.
#[derive(Debug, Default)]
pub(super) struct House {
    modules: BTreeMap<Place, Module>,
    /// Modules that are declared under `#[cfg(test)]`.
    tests: BTreeSet<Place>,
    /// Types, each with the files that define one of that name, as often as they do.
    types: BTreeMap<String, Vec<String>>,
}

/// The module that a file holds.
fn place_of(file: &str) -> Place {
    let path = file.trim_end_matches(".rs").trim_end_matches("mod").trim_end_matches('/');
    if path == "lib" { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

impl House {
    /// Reads files, each by its path below the root and its text.
    pub(super) fn read<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> House {
        let mut house = House::default();
        for (file, text) in files {
            let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
            house.enter(file, place_of(file), tokens);
        }
        let tests = std::mem::take(&mut house.tests);
        house.modules.retain(|place, _| !tests.iter().any(|test| place.starts_with(test)));
        let kept: BTreeSet<&str> = house.modules.values().map(|module| module.file.as_str()).collect();
        house.types.values_mut().for_each(|files| files.retain(|file| kept.contains(file.as_str())));
        house
    }

    fn enter(&mut self, file: &str, place: Place, tokens: TokenStream) {
        let mut module = Module { file: file.to_owned(), ..Module::default() };
        Reader { house: self, place: &place, module: &mut module }.items(tokens, true);
        self.modules.insert(place, module);
    }

    /// Every arrow, once for each name.
    pub(super) fn arrows(&self) -> Vec<Arrow> {
        let mut found: BTreeMap<(String, String, String), usize> = BTreeMap::new();
        for (place, module) in &self.modules {
            let needed = module.handed_on.iter().filter(|(name, _)| module.said.contains(name));
            for written in module.paths.iter().chain(needed.map(|(_, written)| written)) {
                for (to, name) in self.meant(place, &written.segments, 0) {
                    let target = &self.modules[&to].file;
                    let own = *target == module.file || place_of(&module.file).starts_with(&place_of(target));
                    if !own {
                        let line =
                            found.entry((module.file.clone(), target.clone(), name)).or_insert(usize::MAX);
                        *line = written.line.min(*line);
                    }
                }
            }
        }
        found.into_iter().map(|((from, to, name), line)| Arrow { from, to, name, line }).collect()
    }

    /// Types that are defined more than once, with the files that do.
    pub(super) fn homonyms(&self) -> BTreeMap<&str, &[String]> {
        let several = self.types.iter().filter(|(_, files)| files.len() > 1);
        several.map(|(name, files)| (name.as_str(), files.as_slice())).collect()
    }

    /// The modules in which what a path names is defined, each with its name; nothing for a path
    /// that leads out of the crate.
    fn meant(&self, from: &Place, segments: &[String], depth: usize) -> Vec<(Place, String)> {
        let mut at = from.clone();
        let mut rest = segments;
        if let Some(first) = rest.first() {
            match first.as_str() {
                "crate" => at = Place::new(),
                "self" => {}
                "super" => _ = at.pop(),
                _ => return self.below(&at, rest, depth, false),
            }
            rest = &rest[1..];
        }
        while rest.first().is_some_and(|segment| segment == "super") {
            at.pop();
            rest = &rest[1..];
        }
        self.below(&at, rest, depth, true)
    }

    /// What the rest of a path means in a module. `sure`: the path leads here, so that a name that is
    /// not found is one that a macro of this file makes.
    fn below(&self, at: &Place, rest: &[String], depth: usize, sure: bool) -> Vec<(Place, String)> {
        let Some(module) = self.modules.get(at).filter(|_| depth < 20) else { return Vec::new() };
        let Some((first, more)) = rest.split_first() else {
            return vec![(at.clone(), at.last().cloned().unwrap_or_default())];
        };
        let mut found = Vec::new();
        for meaning in module.names.get(first).into_iter().flatten() {
            match meaning {
                Meaning::Value if !more.is_empty() => {}
                Meaning::Type | Meaning::Value => found.push((at.clone(), first.clone())),
                Meaning::Module(place) => found.extend(self.below(place, more, depth + 1, true)),
                Meaning::Used(written) => {
                    let whole: Vec<String> = written.segments.iter().chain(more).cloned().collect();
                    // A `use` of an outer crate under the name of the path's first segment leads nowhere.
                    if whole.first() != Some(first) {
                        found.extend(self.meant(at, &whole, depth + 1));
                    }
                }
            }
        }
        if found.is_empty() {
            for glob in &module.globs {
                for (place, _) in self.meant(at, &glob.segments, depth + 1) {
                    let known = self.modules[&place].names.contains_key(first);
                    if known && place != *at {
                        found.extend(self.below(&place, rest, depth + 1, false));
                    }
                }
            }
        }
        if found.is_empty() && sure && !module.names.contains_key(first) {
            found.push((at.clone(), first.clone()));
        }
        found
    }
}

/// Reads the tokens of one module.
struct Reader<'h> {
    house: &'h mut House,
    place: &'h Place,
    module: &'h mut Module,
}

/// Words after which a type is named, and those after which something else is.
const TYPES: [&str; 5] = ["struct", "enum", "union", "trait", "type"];
const VALUES: [&str; 4] = ["const", "static", "fn", "macro_rules"];

impl Reader<'_> {
    /// Reads tokens; `names` where what they define can be named from elsewhere.
    fn items(&mut self, tokens: TokenStream, names: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        let mut public = false;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Punct(p) if p.as_char() == '#' => at = self.attribute(&tokens, at),
                TokenTree::Ident(word) if word == "pub" => {
                    public = true;
                    at += 1;
                    let scoped = matches!(tokens.get(at), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Parenthesis);
                    at += usize::from(scoped);
                }
                TokenTree::Ident(word) if word == "use" && starts_a_path(&tokens, at + 1) => {
                    let end = (at..tokens.len()).find(|i| is_punct(&tokens[*i], ';')).unwrap_or(tokens.len());
                    self.uses(&tokens[at + 1..end], &Vec::new(), public);
                    (at, public) = (end + 1, false);
                }
                TokenTree::Ident(word) if word == "mod" => {
                    (at, public) = (self.module(&tokens, at), false);
                }
                TokenTree::Ident(word) => {
                    let lifetime = at > 0 && is_punct(&tokens[at - 1], '\'');
                    if names && !lifetime && TYPES.iter().chain(&VALUES).any(|one| word == one) {
                        self.define(word, &tokens[at + 1..]);
                    }
                    at = self.path(&tokens, at);
                    public = false;
                }
                TokenTree::Group(group) => {
                    // What a macro at the level of items declares has names too; a body's has none.
                    let called = at > 0 && is_punct(&tokens[at - 1], '!');
                    self.items(group.stream(), names && called);
                    at += 1;
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => at += 1,
            }
        }
    }

    /// Passes an attribute, and what stands under it if that is for tests only.
    fn attribute(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let inner = tokens.get(at + 1).is_some_and(|token| is_punct(token, '!'));
        let Some(TokenTree::Group(group)) = tokens.get(at + 1 + usize::from(inner)) else { return at + 1 };
        let text = group.stream().to_string().replace(' ', "");
        let next = at + 2 + usize::from(inner);
        if text != "cfg(test)" && !text.starts_with("cfg(all(test,") {
            // A derive or lint names nothing of the crate.
            return next;
        }
        if inner {
            self.house.tests.insert(self.place.clone());
            return tokens.len();
        }
        if let Some(TokenTree::Ident(name)) = after_word(&tokens[next..], "mod") {
            let place = self.place.iter().cloned().chain([name.to_string()]).collect();
            self.house.tests.insert(place);
        }
        let is_use = after_word(&tokens[next..], "use").is_some();
        let ends = |token: &TokenTree| {
            is_punct(token, ';')
                || !is_use && matches!(token, TokenTree::Group(g) if g.delimiter() == Delimiter::Brace)
        };
        (next..tokens.len()).find(|i| ends(&tokens[*i])).map_or(tokens.len(), |end| end + 1)
    }

    /// A module that is declared, here or in a file of its own.
    fn module(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let Some(TokenTree::Ident(name)) = tokens.get(at + 1) else { return at + 1 };
        let place: Place = self.place.iter().cloned().chain([name.to_string()]).collect();
        self.module.names.entry(name.to_string()).or_default().push(Meaning::Module(place.clone()));
        if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
            self.house.enter(&self.module.file, place, body.stream());
        }
        at + 3
    }

    fn define(&mut self, word: &Ident, after: &[TokenTree]) {
        let mut rest = after.iter().filter(|token| !is_punct(token, '!'));
        let Some(TokenTree::Ident(name)) = rest.next() else { return };
        if name == "fn" {
            return;
        }
        let name = name.to_string();
        let is_type = TYPES.iter().any(|one| word == one);
        if is_type {
            self.house.types.entry(name.clone()).or_default().push(self.module.file.clone());
        }
        let meaning = if is_type { Meaning::Type } else { Meaning::Value };
        self.module.names.entry(name).or_default().push(meaning);
    }

    /// A tree of `use`, below a path.
    fn uses(&mut self, tree: &[TokenTree], below: &[String], public: bool) {
        for branch in tree.split(|token| is_punct(token, ',')).filter(|branch| !branch.is_empty()) {
            let mut segments = below.to_vec();
            let mut renamed = None;
            let mut line = 0;
            let mut glob = false;
            let mut at = 0;
            while at < branch.len() {
                match &branch[at] {
                    TokenTree::Ident(word) if word == "as" => {
                        renamed = branch.get(at + 1).map(ToString::to_string);
                        at += 1;
                    }
                    TokenTree::Ident(word) => {
                        line = word.span().start().line;
                        segments.push(word.to_string());
                    }
                    TokenTree::Punct(p) if p.as_char() == '*' => glob = true,
                    TokenTree::Group(group) => {
                        let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                        self.uses(&inside, &segments, public);
                        segments.clear();
                    }
                    TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                }
                at += 1;
            }
            if segments.len() > 1 && segments.last().is_some_and(|last| last == "self") {
                segments.pop();
            }
            let Some(last) = segments.last().cloned() else { continue };
            let written = Written { segments, line };
            if glob {
                self.module.globs.push(written.clone());
                if !public {
                    self.module.paths.push(written);
                }
                continue;
            }
            let bound = renamed.unwrap_or(last);
            self.module.names.entry(bound.clone()).or_default().push(Meaning::Used(written.clone()));
            if public {
                self.module.handed_on.push((bound, written));
            } else {
                self.module.paths.push(written);
            }
        }
    }

    /// A path, or a single name, in code.
    fn path(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        let before = |back: usize, mark| at >= back && is_punct(&tokens[at - back], mark);
        let line = tokens[at].span().start().line;
        let mut segments = Vec::new();
        let mut next = at;
        while let Some(TokenTree::Ident(word)) = tokens.get(next) {
            segments.push(word.to_string());
            self.module.said.insert(word.to_string());
            let joined =
                [1, 2].iter().all(|i| tokens.get(next + i).is_some_and(|token| is_punct(token, ':')));
            if !joined || !matches!(tokens.get(next + 3), Some(TokenTree::Ident(_))) {
                break;
            }
            next += 3;
        }
        let foreign = before(1, '.') || before(1, ':') && before(2, ':');
        let of_macro = before(1, '$') && segments[0] != "crate";
        if segments.len() > 1 && !foreign && !of_macro {
            self.module.paths.push(Written { segments, line });
        }
        next + 1
    }
}

fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == mark)
}

/// Whether a token can begin the path of a `use`: in `+ use<'a>` of a type it cannot.
fn starts_a_path(tokens: &[TokenTree], at: usize) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Ident(_) | TokenTree::Group(_)))
        || tokens.get(at).is_some_and(|token| is_punct(token, ':'))
}

/// The token after a word with which an item begins, beside its visibility.
fn after_word<'t>(tokens: &'t [TokenTree], word: &str) -> Option<&'t TokenTree> {
    let public = matches!(tokens.first(), Some(TokenTree::Ident(one)) if one == "pub");
    let scoped = public
        && matches!(tokens.get(1), Some(TokenTree::Group(g)) if g.delimiter() == Delimiter::Parenthesis);
    let rest = &tokens[usize::from(public) + usize::from(scoped)..];
    matches!(rest.first(), Some(TokenTree::Ident(one)) if one == word).then(|| rest.get(1))?
}

/// Files that reach each other by arrows, each set sorted: the circles of a crate.
pub(super) fn circles(arrows: &[Arrow]) -> Vec<Vec<&str>> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().insert(&arrow.to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|from| (*from, reachable(&next, from))).collect();
    let mutual = |a: &str, b: &str| reached[a].contains(b) && reached.get(b).is_some_and(|r| r.contains(a));
    let mut found: Vec<Vec<&str>> = Vec::new();
    for file in next.keys() {
        let known = found.iter().any(|circle| circle.contains(file));
        if !known && mutual(file, file) {
            found.push(next.keys().copied().filter(|other| mutual(file, other)).collect());
        }
    }
    found
}

fn reachable<'a>(next: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(file) = open.pop() {
        for to in next.get(file).into_iter().flatten() {
            if found.insert(*to) {
                open.push(to);
            }
        }
    }
    found
}

/// A circle as text: a shortest way round, file by file with the names that make it, and every arrow
/// between its files.
pub(super) fn told(circle: &[&str], arrows: &[Arrow]) -> String {
    let inside: Vec<&Arrow> = arrows
        .iter()
        .filter(|arrow| circle.contains(&arrow.from.as_str()) && circle.contains(&arrow.to.as_str()))
        .collect();
    let mut names: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for arrow in &inside {
        let named = format!("{} (line {})", arrow.name, arrow.line);
        names.entry((&arrow.from, &arrow.to)).or_default().push(named);
    }
    let round = circle.iter().filter_map(|start| way_round(start, &inside)).min_by_key(Vec::len);
    let mut text = format!("a circle of {} files; the shortest way round:\n", circle.len());
    let round = round.unwrap_or_default();
    for (from, to) in round.iter().zip(round.iter().cycle().skip(1)) {
        text += &format!("  {from} -> {to}: {}\n", names[&(*from, *to)].join(", "));
    }
    text += "all arrows within it:\n";
    for ((from, to), names) in &names {
        text += &format!("  {from} -> {to}: {}\n", names.join(", "));
    }
    text
}

/// The files of a shortest way from a file back to itself.
fn way_round<'a>(start: &'a str, arrows: &[&'a Arrow]) -> Option<Vec<&'a str>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut open = std::collections::VecDeque::from([start]);
    while let Some(file) = open.pop_front() {
        for arrow in arrows.iter().filter(|arrow| arrow.from == file) {
            if arrow.to == start {
                let mut way = vec![file];
                while way[way.len() - 1] != start {
                    way.push(came_from[way[way.len() - 1]]);
                }
                way.reverse();
                return Some(way);
            }
            if !came_from.contains_key(arrow.to.as_str()) {
                came_from.insert(&arrow.to, file);
                open.push_back(&arrow.to);
            }
        }
    }
    None
}
