//! One number as people and spreadsheets write it.

/// What a cell of numbers holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum WrittenNumber {
    /// Nothing.
    Empty,
    /// What exports write for nothing: a dash, `#N/A`, `nil`.
    Silent,
    /// A number.
    Number(Digits),
    /// Digits with a minus behind them: negative in some exports, a mark of the accounting format in others.
    MinusBehind,
    /// A formula of the spreadsheet that failed.
    Failed,
    /// Something else.
    Word,
}

/// A number with its signs. Digits are read in both ways that there are, as far as they make sense.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each sign stood there or not, by itself")]
pub(super) struct Digits {
    /// With a point before decimals and commas between thousands.
    pub point: Option<f64>,
    /// With a comma before decimals and points between thousands.
    pub comma: Option<f64>,
    /// A currency sign stood beside it.
    pub currency: bool,
    /// A percent sign stood behind it.
    pub percent: bool,
    /// Thousands were set apart, in the reading with a point before decimals and in that with a comma.
    pub grouped: (bool, bool),
    /// It has an exponent.
    pub exponent: bool,
    /// It is negative because brackets stood around it.
    pub brackets: bool,
}

impl Digits {
    /// The number under one of the two readings.
    pub(super) fn value(&self, decimal_comma: bool) -> Option<f64> {
        let digits = if decimal_comma { self.comma } else { self.point }?;
        // A division: 90 % is then 0.9 to the last bit.
        Some(if self.percent { digits / 100.0 } else { digits })
    }
}

/// Whether an export writes this for nothing; surveys write a star, or `ISD`, where too few answered.
pub(super) fn is_silent(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["#n/a", "n/a", "na", "nil", "none", "null", "n.a.", "(blank)", "blank", "*", "**", "isd"];
    let small = text.to_lowercase();
    WORDS.contains(&small.as_str())
        || (!text.is_empty()
            && text.chars().all(|c| matches!(c, '-' | '–' | '—' | '−' | '$' | ' '))
            && text.contains(['-', '–', '—', '−']))
}

/// Reads a cell that holds a number, if it does.
pub(super) fn read(cell: &str) -> WrittenNumber {
    const FAILED: [&str; 6] = ["#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"];
    let cell = cell.trim();
    if cell.is_empty() {
        return WrittenNumber::Empty;
    }
    if is_silent(cell) {
        return WrittenNumber::Silent;
    }
    if FAILED.contains(&cell) {
        return WrittenNumber::Failed;
    }
    let mut figure = Digits::default();
    let mut rest = cell.strip_prefix('\'').unwrap_or(cell).replace(['−', '–'], "-");
    if let Some(inner) = rest.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        rest = inner.trim().to_owned();
        figure.brackets = true;
    }
    let mut body = rest.trim();
    let mut negative = figure.brackets;
    if let Some(after) = body.strip_prefix('-') {
        (body, negative) = (after.trim_start(), !negative);
    }
    for sign in ["US$", "$", "USD", "€", "£"] {
        let bare = body.strip_prefix(sign).or_else(|| body.strip_suffix(sign));
        if let Some(bare) = bare {
            (body, figure.currency) = (bare.trim(), true);
            break;
        }
    }
    if figure.currency
        && !negative
        && let Some(after) = body.strip_prefix('-')
    {
        (body, negative) = (after.trim_start(), true);
    }
    if let Some(inner) = body.strip_prefix('(').and_then(|t| t.strip_suffix(')'))
        && figure.currency
    {
        (body, negative, figure.brackets) = (inner.trim(), true, true);
    }
    if let Some(share) = body.strip_suffix('%') {
        (body, figure.percent) = (share.trim_end(), true);
    }
    if let Some(before) = body.strip_suffix('-') {
        let is_number = before.bytes().any(|b| b.is_ascii_digit()) && digits(before.trim(), &mut figure);
        return if is_number { WrittenNumber::MinusBehind } else { WrittenNumber::Word };
    }
    body = body.strip_prefix('+').unwrap_or(body);
    if !digits(body, &mut figure) {
        return WrittenNumber::Word;
    }
    if negative {
        figure.point = figure.point.map(|x| -x);
        figure.comma = figure.comma.map(|x| -x);
    }
    WrittenNumber::Number(figure)
}

/// Reads digits with separators and exponent in both ways; tells whether either makes sense.
fn digits(body: &str, figure: &mut Digits) -> bool {
    let (mantissa, exponent) = match body.find(['e', 'E']) {
        Some(at) => (&body[..at], Some(&body[at + 1..])),
        None => (body, None),
    };
    let tens = match exponent {
        None => String::new(),
        Some(power) => {
            let bare = power.trim_start_matches(['+', '-']);
            let good = bare.len() <= 4 && !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
            if !good || power.len() > bare.len() + 1 {
                return false;
            }
            figure.exponent = true;
            format!("e{power}")
        }
    };
    let number = |(whole, tail, grouped): (String, &str, bool)| {
        let value: f64 = format!("{whole}.{tail}0{tens}").parse().ok()?;
        value.is_finite().then_some((value, grouped))
    };
    let point = split(mantissa, '.', ',').and_then(number);
    let comma = split(mantissa, ',', '.').and_then(number);
    figure.point = point.map(|(value, _)| value);
    figure.comma = comma.map(|(value, _)| value);
    figure.grouped = (point.is_some_and(|(_, grouped)| grouped), comma.is_some_and(|(_, grouped)| grouped));
    point.is_some() || comma.is_some()
}

/// Whole part without its separators, decimals, and whether thousands were set apart.
fn split(text: &str, decimal: char, thousands: char) -> Option<(String, &str, bool)> {
    let (whole, tail) = text.split_once(decimal).unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !is_digits(tail) || (whole.is_empty() && tail.is_empty()) {
        return None;
    }
    let separator = [thousands, ' ', '\''].into_iter().find(|separator| whole.contains(*separator));
    let Some(separator) = separator else {
        return is_digits(whole).then(|| (format!("0{whole}"), tail, false));
    };
    let groups: Vec<&str> = whole.split(separator).collect();
    let first = (1..=3).contains(&groups[0].len()) && is_digits(groups[0]) && !groups[0].starts_with('0');
    let others = groups[1..].iter().all(|group| group.len() == 3 && is_digits(group));
    (first && others).then(|| (groups.concat(), tail, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str) -> (Option<f64>, Option<f64>) {
        let WrittenNumber::Number(figure) = read(text) else { panic!("{text:?} is no number") };
        (figure.value(false), figure.value(true))
    }

    #[test]
    fn numbers_as_spreadsheets_write_them() {
        for (text, point, comma) in [
            ("5200", Some(5200.0), Some(5200.0)),
            ("00.80", Some(0.8), None),
            (".5", Some(0.5), None),
            ("5,200", Some(5200.0), Some(5.2)),
            ("1,0", None, Some(1.0)),
            ("0,875", None, Some(0.875)),
            ("5.200", Some(5.2), Some(5200.0)),
            ("5.200,50", None, Some(5200.5)),
            ("1,234,567.5", Some(1_234_567.5), None),
            ("5 200", Some(5200.0), Some(5200.0)),
            ("5'200.5", Some(5200.5), None),
            ("$240,000", Some(240_000.0), Some(240.0)),
            ("$ 240,000.00", Some(240_000.0), None),
            ("240000 USD", Some(240_000.0), Some(240_000.0)),
            ("90%", Some(0.9), Some(0.9)),
            ("92.5 %", Some(0.925), None),
            ("5.2E+03", Some(5200.0), None),
            ("1e3", Some(1000.0), Some(1000.0)),
            ("(5,200)", Some(-5200.0), Some(-5.2)),
            ("($5,200)", Some(-5200.0), Some(-5.2)),
            ("$(5,200)", Some(-5200.0), Some(-5.2)),
            ("-$5", Some(-5.0), Some(-5.0)),
            ("$-5", Some(-5.0), Some(-5.0)),
            ("−5", Some(-5.0), Some(-5.0)),
            ("+5", Some(5.0), Some(5.0)),
            ("'5", Some(5.0), Some(5.0)),
        ] {
            assert_eq!(both(text), (point, comma), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "many", "1.2e0x", "nan", "inf", "1e400", "1,2,3", "12,34", "--5", "5 20", "1.2.3", "e5", "$",
            "%", "0x10", "1e+-3",
        ] {
            let found = read(text);
            let bad = matches!(found, WrittenNumber::Word)
                || matches!(&found, WrittenNumber::Number(f) if f.value(false).is_none());
            assert!(bad, "{text:?} is {found:?}");
        }
        for text in ["-", " – ", "$ -", "#N/A", "NA", "n/a", "Nil", "none"] {
            assert_eq!(read(text), WrittenNumber::Silent, "{text:?}");
        }
        assert_eq!(read("240000 -"), WrittenNumber::MinusBehind);
        assert_eq!(read("$ 240,000 -"), WrittenNumber::MinusBehind);
        assert_eq!(read("#DIV/0!"), WrittenNumber::Failed);
        assert_eq!(read("  "), WrittenNumber::Empty);
    }
}
