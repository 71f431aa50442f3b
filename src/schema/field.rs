//! The record behind one parameter.

use crate::random::{Distribution, Mixture};
use crate::units::words;
use std::fmt;

/// Everything known about one parameter of a structure.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its key in the scenario.
    pub key: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Range, default, source, grade.
    pub spec: Spec,
}

impl Field {
    /// A stand-in for places that are not fields: list elements, map values, the root.
    pub const NONE: Field = Field { key: "", doc: "", spec: required() };

    /// The doc comment as one line.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.doc.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Range, default, source and grade of a parameter.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Smallest value allowed, if narrower than the quantity's own.
    pub min: Option<f64>,
    /// Largest value allowed, if narrower than the quantity's own.
    pub max: Option<f64>,
    /// What it is when the scenario is silent.
    pub default: Default,
    /// Where the default comes from.
    pub source: &'static str,
    /// How good that source is.
    pub grade: Grade,
}

/// What a parameter is when the scenario is silent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// The scenario must say.
    Required,
    /// Not there.
    Absent,
    /// A number.
    Number(f64),
    /// Uncertain: a distribution drawn once per trial.
    Prior(Prior),
    /// A word of a closed set, or a text.
    Word(&'static str),
    /// True or false.
    Flag(bool),
    /// A structure, list or map with nothing said about it.
    Empty,
}

words! {
    /// How well a default is founded.
    #[derive(PartialOrd, Ord, Hash)]
    pub enum Grade {
        word: "The word for it.";
        /// The user's own documents; there is no default.
        Yours = "yours",
        /// Regulation text or official data that was read.
        Official = "official",
        /// A figure read in the paper or article named.
        Published = "published",
        /// Computed from read figures, method stated.
        Derived = "derived",
        /// General knowledge of the rule or paper, not read again; check before quoting.
        Recalled = "recalled",
        /// No source.
        Assumption = "assumption",
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A distribution that can stand in a declaration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prior {
    /// Normal: mean, sd.
    Normal(f64, f64),
    /// Normal truncated to [min, max]: mean, sd, min, max.
    Truncated(f64, f64, f64, f64),
    /// Lognormal: median, sigma.
    Lognormal(f64, f64),
    /// Beta: alpha, beta.
    Beta(f64, f64),
    /// Beta stretched: alpha, beta, min, max.
    BetaOn(f64, f64, f64, f64),
    /// Gamma: shape, scale.
    Gamma(f64, f64),
    /// Uniform: min, max.
    Uniform(f64, f64),
    /// Zero with a chance, otherwise lognormal: chance, median, sigma.
    ZeroOrLognormal(f64, f64, f64),
}

impl Prior {
    /// The distribution itself.
    #[must_use]
    pub fn distribution(self) -> Distribution {
        match self {
            Prior::Normal(mean, sd) => Distribution::Normal { mean, sd },
            Prior::Truncated(mean, sd, min, max) => Distribution::TruncatedNormal { mean, sd, min, max },
            Prior::Lognormal(median, sigma) => Distribution::Lognormal { median, sigma },
            Prior::Beta(alpha, beta) => Distribution::Beta { alpha, beta, min: 0.0, max: 1.0 },
            Prior::BetaOn(alpha, beta, min, max) => Distribution::Beta { alpha, beta, min, max },
            Prior::Gamma(shape, scale) => Distribution::Gamma { shape, scale },
            Prior::Uniform(min, max) => Distribution::Uniform { min, max },
            Prior::ZeroOrLognormal(chance, median, sigma) => Distribution::Zero(Box::new(Mixture {
                chance,
                otherwise: Distribution::Lognormal { median, sigma },
            })),
        }
    }
}

impl fmt::Display for Prior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.distribution().fmt(f)
    }
}

const fn with(default: Default) -> Spec {
    Spec { min: None, max: None, default, source: "", grade: Grade::Assumption }
}

/// The scenario must give it.
#[must_use]
pub const fn required() -> Spec {
    Spec { grade: Grade::Yours, ..with(Default::Required) }
}

/// May be left out.
#[must_use]
pub const fn optional() -> Spec {
    Spec { grade: Grade::Yours, ..with(Default::Absent) }
}

/// Defaults to a number; an assumption unless a source follows.
#[must_use]
pub const fn number(default: f64) -> Spec {
    with(Default::Number(default))
}

/// Defaults to a distribution; an assumption unless a source follows.
#[must_use]
pub const fn prior(default: Prior) -> Spec {
    with(Default::Prior(default))
}

/// Defaults to a word.
#[must_use]
pub const fn word(default: &'static str) -> Spec {
    with(Default::Word(default))
}

/// Defaults to true or false.
#[must_use]
pub const fn flag(default: bool) -> Spec {
    with(Default::Flag(default))
}

/// Defaults to a structure, list or map of which nothing is said.
#[must_use]
pub const fn empty() -> Spec {
    Spec { grade: Grade::Yours, ..with(Default::Empty) }
}

impl Spec {
    /// Narrows the range of the quantity.
    #[must_use]
    pub const fn range(mut self, min: f64, max: f64) -> Spec {
        self.min = Some(min);
        self.max = Some(max);
        self
    }

    /// Says where the default comes from and how good that is.
    #[must_use]
    pub const fn from(mut self, grade: Grade, source: &'static str) -> Spec {
        self.grade = grade;
        self.source = source;
        self
    }

    /// Says why an assumption is what it is.
    #[must_use]
    pub const fn because(mut self, source: &'static str) -> Spec {
        self.source = source;
        self
    }
}
