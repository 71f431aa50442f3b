//! What a sensitivity is asked for.

/// Base points of the designs when nothing is said: what a minute of two cores is enough for, with twenty numbers and six
/// arms of 250 physicians over ten years.
pub const USUAL_POINTS: usize = 256;

/// Numbers that are varied at most when nothing is said.
pub const USUAL_MOST: usize = 20;

/// Measures when nothing is said.
pub const USUAL_MEASURES: [&str; 3] = ["system_margin", "true_savings", "pay_total"];

/// A number that is varied over a range of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct FreedRange {
    /// Its place, as `Study::set` takes it: a path, with the arm before it where only that arm's is meant.
    pub place: String,
    /// Least value.
    pub low: f64,
    /// Greatest value, above the least.
    pub high: f64,
}

/// What a sensitivity is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct SensitivityAsked {
    /// Measures by their names in tables, such as `system_margin` or `specialty:cardiology:pay`.
    pub measures: Vec<String>,
    /// Numbers that are varied over ranges of their own.
    pub free: Vec<FreedRange>,
    /// Patterns of the uncertain numbers that are varied; all when empty. Free numbers always are.
    pub only: Vec<String>,
    /// Groups by name, each with the patterns of its members; other numbers are grouped by section.
    pub groups: Vec<(String, Vec<String>)>,
    /// Numbers that are varied at most; the most influential are kept.
    pub most: usize,
    /// Two arms, the first of which is compared with the second, instead of every arm with the baseline.
    pub between: Option<(String, String)>,
    /// Whether the measures of the arms themselves are looked at, too.
    pub levels: bool,
    /// Whether Shapley effects are worked out where nothing is correlated, too.
    pub shapley: bool,
    /// Base points of the designs; the other methods follow in proportion.
    pub points: usize,
}

impl Default for SensitivityAsked {
    fn default() -> SensitivityAsked {
        SensitivityAsked {
            measures: USUAL_MEASURES.map(str::to_owned).to_vec(),
            free: Vec::new(),
            only: Vec::new(),
            groups: Vec::new(),
            most: USUAL_MOST,
            between: None,
            levels: false,
            shapley: false,
            points: USUAL_POINTS,
        }
    }
}
