//! The text of a scenario while it is written: keys with where each number comes from.

/// Columns of a line of comment.
const WIDTH: usize = 104;
/// Where a remark behind a value begins.
const REMARK: usize = 34;

/// A scenario that is being written.
#[derive(Debug, Default)]
pub(super) struct Manuscript {
    text: String,
    yours: usize,
}

impl Manuscript {
    /// A heading over a part of the scenario.
    pub(super) fn section(&mut self, title: &str) {
        let dashes = "-".repeat(WIDTH.saturating_sub(title.chars().count() + 3));
        self.text += &format!("\n# {dashes} {title}\n");
    }

    /// Sentences as comment, broken into lines.
    pub(super) fn say(&mut self, words: &str) {
        let mut line = "#".to_owned();
        for word in clean(words).split_whitespace() {
            if line.chars().count() + 1 + word.chars().count() > WIDTH {
                self.put(&line);
                "#".clone_into(&mut line);
            }
            line += " ";
            line += word;
        }
        self.put(&line);
    }

    /// A line as it stands.
    pub(super) fn put(&mut self, line: &str) {
        self.text += line;
        self.text += "\n";
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.put("");
    }

    /// The head of a table.
    pub(super) fn table(&mut self, path: &str) {
        self.put(&format!("[{path}]"));
    }

    /// A key that explains itself.
    pub(super) fn key(&mut self, key: &str, value: &str) {
        self.put(&format!("{key} = {value}"));
    }

    /// A key with a remark: behind it where it fits, else above.
    pub(super) fn noted(&mut self, key: &str, value: &str, remark: &str) {
        let remark = clean(remark);
        let pair = format!("{key} = {value}");
        let line = format!("{pair:<REMARK$}# {remark}");
        if pair.chars().count() < REMARK && line.chars().count() <= WIDTH + 16 {
            self.put(&line);
        } else if pair.chars().count() + remark.chars().count() + 4 <= WIDTH + 16 {
            self.put(&format!("{pair}  # {remark}"));
        } else {
            self.say(&remark);
            self.put(&pair);
        }
    }

    /// A key that nothing public says: the reader's to fill in.
    pub(super) fn yours(&mut self, key: &str, value: &str, why: &str) {
        self.yours += 1;
        self.noted(key, value, &format!("YOURS: {why}"));
    }

    /// A key that may be left out and that nothing public says.
    pub(super) fn open(&mut self, key: &str, value: &str, why: &str) {
        self.yours(&format!("# {key}"), value, why);
    }

    /// A key whose number was rolled forward.
    pub(super) fn forward(&mut self, key: &str, value: &str, how: &str) {
        self.noted(key, value, &format!("FORWARD: {how}"));
    }

    /// The text, and how many of its figures are the reader's to fill in.
    pub(super) fn end(self) -> (String, usize) {
        (self.text, self.yours)
    }
}

/// Text that cannot leave its line: whatever is no plain character becomes a space.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Text as a value, in quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", clean(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// A number with at most so many decimals, without needless zeros.
pub(super) fn plain(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    if !text.contains('.') {
        return text;
    }
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_a_value_and_stays_in_its_comment() {
        for name in ["St. Mary's \"Best\" ACO, LLC", "back\\slash", "two\nlines [x]\r= 1", "é — ü\u{7f}"]
        {
            let mut draft = Manuscript::default();
            draft.say(name);
            draft.key("title", &quoted(name));
            draft.noted("other", "1", name);
            let text = draft.end().0;
            let table = toml::de::DeTable::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
            let title = table.get_ref().get("title").and_then(|value| value.get_ref().as_str());
            assert_eq!(title, Some(clean(name).as_str()), "{text}");
            assert_eq!(table.get_ref().len(), 2);
        }
    }

    #[test]
    fn numbers_carry_no_needless_zeros() {
        assert_eq!(
            [plain(0.5, 4), plain(12.0, 2), plain(1200.0, 0), plain(-0.001, 2)],
            ["0.5", "12", "1200", "0"]
        );
        assert_eq!(plain(0.012_345_6, 4), "0.0123");
    }

    #[test]
    fn what_is_the_readers_is_counted() {
        let mut draft = Manuscript::default();
        draft.yours("trend", "0.045", "your own");
        draft.open("participant_revenue", "1", "not public");
        draft.noted("n", "1", "2023, n_ab");
        let (text, yours) = draft.end();
        assert_eq!(yours, 2);
        assert!(text.contains("# participant_revenue = 1") && text.contains("# YOURS: your own"), "{text}");
    }
}
