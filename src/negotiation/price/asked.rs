//! A change of an arm, as its worth is asked for.

/// A change of an arm whose worth is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceQuestion {
    /// The contract that it is about, if it is about one: what this pays is then measured, too.
    pub contract: Option<String>,
    /// The body of a variant, in TOML, as it would stand below `[variant.<name>]`.
    pub body: String,
    /// Whether the change puts in what is priced; else it takes it out.
    pub puts_in: bool,
}
