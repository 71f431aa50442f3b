//! `uncertainty.csv`: the variance of headline results, split into parameters and process noise.

use super::text::{number, plain};
use crate::analysis::{Estimate, Split};
use crate::model::Model;
use csv::Writer;
use std::io::Write;

/// One row for each arm and headline; shares are empty where nothing varies.
///
/// # Errors
///
/// When the sink does not take the bytes.
pub fn uncertainty_csv(model: &Model, splits: &[Split], sink: &mut dyn Write) -> csv::Result<()> {
    let mut writer = Writer::from_writer(sink);
    writer.write_record([
        "arm",
        "metric",
        "unit",
        "variance",
        "sd",
        "parameters",
        "parameters_se",
        "noise",
        "noise_se",
        "trials",
        "parameters_low",
        "parameters_high",
    ])?;
    for (place, arm) in model.arms.iter().enumerate() {
        for split in splits.iter().filter(|split| split.arm == place) {
            let unit = split.headline.unit();
            let [parameters, parameters_se] = cells(split.parameters);
            let [noise, noise_se] = cells(split.noise());
            let [low, high] =
                split.interval.map_or_else(Default::default, |(low, high)| [plain(low, 4), plain(high, 4)]);
            writer.write_record([
                arm.name.as_str(),
                split.headline.name(),
                unit,
                &plain(split.variance, 6),
                &number(split.variance.sqrt(), unit),
                &parameters,
                &parameters_se,
                &noise,
                &noise_se,
                &split.trials.to_string(),
                &low,
                &high,
            ])?;
        }
    }
    Ok(writer.flush()?)
}

fn cells(share: Option<Estimate>) -> [String; 2] {
    let text = |value: f64| if value.is_finite() { plain(value, 4) } else { String::new() };
    share.map_or_else(|| [String::new(), String::new()], |s| [text(s.value), text(s.se)])
}
