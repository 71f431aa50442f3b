//! Reading distributions: a table with one key, the distribution's name.

use super::reader::refuse_unknown_keys;
use super::{Entry, Node, Reader, Source, Step};
use crate::random::{Distribution, Mixture};
use crate::units::{both, closest, count, either, figure};

/// Shapes of beta and gamma: outside, quantiles cannot be found by inversion, and the distribution
/// is a point or two.
const SHAPES: (f64, f64) = (0.1, 1e6);
/// The widest lognormal: a factor of 20,000 either way within one standard deviation.
const MOST_SIGMA: f64 = 10.0;
/// Numbers beyond this measure nothing that a health system has.
const LARGEST: f64 = 1e15;
/// What a number inside a distribution may be; [`LARGEST`] in words.
const NUMBER: &str = "a number between -1e15 and 1e15";

/// The distributions a scenario can name, with the numbers each takes.
const DISTRIBUTIONS: [(&str, &[&str]); 11] = [
    ("normal", &["mean", "sd"]),
    ("truncated_normal", &["mean", "sd", "min", "max"]),
    ("lognormal", &["median", "sigma"]),
    ("beta", &["alpha", "beta", "min", "max"]),
    ("gamma", &["shape", "scale"]),
    ("triangular", &["min", "mode", "max"]),
    ("pert", &["min", "mode", "max"]),
    ("uniform", &["min", "max"]),
    ("discrete", &["values", "weights"]),
    ("empirical", &["values"]),
    ("zero_or", &["chance", "otherwise"]),
];

/// The keys of [`DISTRIBUTIONS`], for the JSON Schema.
pub(super) fn distribution_names() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    DISTRIBUTIONS.into_iter()
}

/// The distribution that a value states, if it states one.
pub(crate) fn distribution_of(node: &Node) -> Option<Distribution> {
    let source = Source { name: String::new(), text: String::new() };
    read_distribution(node, node.entries()?, &mut Reader::new(&source))
}

/// Reads `{ normal = { mean = 1, sd = 2 } }` and its relatives.
pub(super) fn read_distribution(
    node: &Node,
    entries: &[Entry],
    reader: &mut Reader<'_>,
) -> Option<Distribution> {
    let names: Vec<&'static str> = DISTRIBUTIONS.iter().map(|(name, _)| *name).collect();
    let [entry] = entries else {
        reader.problem(
            &node.span,
            format!(
                "found a table of {}; a distribution is a table with one key: {}",
                count(entries.len(), "key"),
                either(&names)
            ),
        );
        return None;
    };
    let Some((name, parameters)) = DISTRIBUTIONS.iter().find(|(name, _)| *name == entry.key) else {
        let hint = closest(&entry.key, names.iter().copied())
            .map_or_else(|| format!("allowed: {}", either(&names)), |name| format!("did you mean `{name}`?"));
        reader.problem(&entry.key_span, format!("unknown distribution `{}`; {hint}", entry.key));
        return None;
    };
    let Some(inner) = entry.node.entries() else {
        reader.expected(&entry.node, &format!("a table with {}", both(*parameters)));
        return None;
    };
    reader.at(Step::Key(name), |reader| {
        refuse_unknown_keys(inner, parameters, reader);
        let before = reader.n_problems();
        let law = build_distribution(name, &entry.node, reader);
        if reader.n_problems() > before { None } else { law }
    })
}

fn build_distribution(name: &str, node: &Node, reader: &mut Reader<'_>) -> Option<Distribution> {
    let mut number = |key: &'static str, default: Option<f64>| read_number(node, key, default, reader);
    let law = match name {
        "normal" => Distribution::Normal { mean: number("mean", None)?, sd: number("sd", None)? },
        "truncated_normal" => Distribution::TruncatedNormal {
            mean: number("mean", None)?,
            sd: number("sd", None)?,
            min: number("min", Some(f64::NEG_INFINITY))?,
            max: number("max", Some(f64::INFINITY))?,
        },
        "lognormal" => {
            Distribution::Lognormal { median: number("median", None)?, sigma: number("sigma", None)? }
        }
        "beta" => Distribution::Beta {
            alpha: number("alpha", None)?,
            beta: number("beta", None)?,
            min: number("min", Some(0.0))?,
            max: number("max", Some(1.0))?,
        },
        "gamma" => Distribution::Gamma { shape: number("shape", None)?, scale: number("scale", None)? },
        "triangular" => Distribution::Triangular {
            min: number("min", None)?,
            mode: number("mode", None)?,
            max: number("max", None)?,
        },
        "pert" => Distribution::Pert {
            min: number("min", None)?,
            mode: number("mode", None)?,
            max: number("max", None)?,
        },
        "uniform" => Distribution::Uniform { min: number("min", None)?, max: number("max", None)? },
        "discrete" => Distribution::Discrete {
            values: read_numbers(node, "values", reader)?,
            weights: read_numbers(node, "weights", reader)?,
        },
        "empirical" => {
            let mut values = read_numbers(node, "values", reader)?;
            values.sort_by(f64::total_cmp);
            Distribution::Empirical { values }
        }
        _ => {
            let chance = number("chance", None)?;
            let Some(otherwise) = node.get("otherwise") else {
                reader.problem(
                    &node.span,
                    "`otherwise` is missing; write the distribution used when the value is not zero",
                );
                return None;
            };
            let otherwise = reader.at(Step::Key("otherwise"), |reader| {
                let Some(entries) = otherwise.entries() else {
                    reader.expected(otherwise, "a distribution, such as { uniform = { min = 1, max = 2 } }");
                    return None;
                };
                read_distribution(otherwise, entries, reader)
            })?;
            Distribution::Zero(Box::new(Mixture { chance, otherwise }))
        }
    };
    if let Some(fault) = fault(&law) {
        reader.problem(&node.span, fault);
        return None;
    }
    Some(law)
}

/// What is wrong with a distribution's parameters, if anything.
fn fault(law: &Distribution) -> Option<String> {
    let positive = |name: &str, value: f64| {
        (value <= 0.0).then(|| format!("found {name} = {}; it must be above 0", figure(value)))
    };
    let shape = |name: &str, value: f64| {
        let (least, most) = SHAPES;
        (value < least || value > most)
            .then(|| format!("found {name} = {}; it lies between {least} and {most}", figure(value)))
    };
    let ordered = |min: f64, max: f64| {
        (min >= max).then(|| format!("found min = {min} and max = {max}; min must be below max"))
    };
    match law {
        Distribution::Normal { sd, .. } => positive("sd", *sd),
        Distribution::TruncatedNormal { mean, sd, min, max } => positive("sd", *sd).or_else(|| ordered(*min, *max)).or_else(|| {
            ((min - mean) / sd > 8.0 || (mean - max) / sd > 8.0)
                .then(|| "the whole range lies more than 8 standard deviations from the mean; move the mean or the range".to_owned())
        }),
        Distribution::Lognormal { median, sigma } => positive("median", *median).or_else(|| positive("sigma", *sigma)).or_else(|| {
            (*sigma > MOST_SIGMA).then(|| format!("found sigma = {sigma}; it is the spread of the logarithm, at most {MOST_SIGMA} (0.2 spreads values by about 20 %)"))
        }),
        Distribution::Beta { alpha, beta, min, max } => {
            shape("alpha", *alpha).or_else(|| shape("beta", *beta)).or_else(|| ordered(*min, *max))
        }
        Distribution::Gamma { shape: k, scale } => shape("shape", *k).or_else(|| positive("scale", *scale)),
        Distribution::Triangular { min, mode, max } | Distribution::Pert { min, mode, max } => {
            ordered(*min, *max).or_else(|| {
                (mode < min || mode > max).then(|| format!("found mode = {mode}; it must lie between min = {min} and max = {max}"))
            })
        }
        Distribution::Uniform { min, max } => ordered(*min, *max),
        Distribution::Discrete { values, weights } => {
            if values.is_empty() || values.len() != weights.len() {
                Some(format!("found {} and {}; give one weight for each value", count(values.len(), "value"), count(weights.len(), "weight")))
            } else if weights.iter().any(|w| *w < 0.0) || weights.iter().sum::<f64>() <= 0.0 {
                Some("the weights must not be negative, and not all zero".to_owned())
            } else {
                None
            }
        }
        Distribution::Empirical { values } => {
            (values.len() < 2).then(|| format!("found {}; an empirical distribution needs at least two", count(values.len(), "value")))
        }
        Distribution::Zero(mixture) => (!(0.0..=1.0).contains(&mixture.chance))
            .then(|| format!("found chance = {}; a chance lies between 0 and 1", mixture.chance))
            .or_else(|| {
                let (low, _) = mixture.otherwise.range();
                (low < 0.0).then(|| {
                    format!("the values other than zero reach down to {low:.6}; they must not be negative")
                })
            }),
    }
}

fn plain_number(node: &Node) -> Option<f64> {
    node.number().filter(|x| x.abs() <= LARGEST)
}

fn read_number(node: &Node, key: &'static str, default: Option<f64>, reader: &mut Reader<'_>) -> Option<f64> {
    let Some(found) = node.get(key) else {
        if default.is_none() {
            reader.problem(&node.span, format!("`{key}` is missing; write `{key} =` and a number"));
        }
        return default;
    };
    let number = plain_number(found);
    if number.is_none() {
        reader.at(Step::Key(key), |reader| reader.expected(found, NUMBER));
    }
    number
}

fn read_numbers(node: &Node, key: &'static str, reader: &mut Reader<'_>) -> Option<Vec<f64>> {
    let items = node.get(key).and_then(Node::list);
    let numbers = items.and_then(|items| items.iter().map(plain_number).collect::<Option<Vec<f64>>>());
    if numbers.is_none() {
        let span = node.get(key).map_or(node.span.clone(), |n| n.span.clone());
        reader.problem(&span, format!("`{key}` must be a list, and each item {NUMBER}"));
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_the_one_that_is_said() {
        assert_eq!(NUMBER, format!("a number between -{LARGEST:e} and {LARGEST:e}"));
    }

    /// Within the shapes that are allowed every quantile is found, and none falls by more than the
    /// precision of the search.
    #[test]
    fn the_most_extreme_shapes_have_quantiles() {
        let (least, most) = SHAPES;
        let shapes = [least, 1.0, 30.0, 1_000.0, most];
        let mut laws: Vec<Distribution> =
            shapes.map(|shape| Distribution::Gamma { shape, scale: 1.0 }).to_vec();
        for alpha in shapes {
            for beta in shapes {
                laws.push(Distribution::Beta { alpha, beta, min: 0.0, max: 1.0 });
            }
        }
        for law in laws {
            let (low, high) = law.range();
            let mut last = low;
            for p in [1e-12, 1e-6, 1e-3, 0.01, 0.1, 0.5, 0.9, 0.999, 1.0 - 1e-12] {
                let value = law.quantile(p);
                let slack = 1e-9 * (1.0 + value.abs());
                let fits = value.is_finite() && value >= last - slack && value <= high + slack;
                assert!(fits, "{law:?} at {p}: {value}");
                last = value;
            }
        }
    }
}
