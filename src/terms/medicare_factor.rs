//! Conversion factors of the Medicare physician fee schedule.
//!
//! Dollars that Medicare pays per total RVU, not what a system pays a physician per wRVU: the two
//! "conversion factors" of the field.

/// How well a factor is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorSource {
    /// Read in a file of CMS.
    Official,
    /// Read in a secondary source.
    Secondary,
    /// Recalled, not checked against a file of CMS.
    Recalled,
}

/// Factors by year, $ per RVU, with how well each is known. 2015 is that of July to December, 2024 that
/// from 9 March; 2026 is that of clinicians outside qualifying APMs (33.5675 inside).
pub const MEDICARE_FACTORS: [(u16, f64, FactorSource); 14] = [
    (2013, 34.0230, FactorSource::Recalled),
    (2014, 35.8228, FactorSource::Recalled),
    (2015, 35.9335, FactorSource::Recalled),
    (2016, 35.8043, FactorSource::Recalled),
    (2017, 35.8887, FactorSource::Recalled),
    (2018, 35.9996, FactorSource::Recalled),
    (2019, 36.0391, FactorSource::Recalled),
    (2020, 36.0896, FactorSource::Recalled),
    (2021, 34.8931, FactorSource::Recalled),
    (2022, 34.6062, FactorSource::Official),
    (2023, 33.8872, FactorSource::Official),
    (2024, 33.2875, FactorSource::Secondary),
    (2025, 32.3465, FactorSource::Secondary),
    (2026, 33.4009, FactorSource::Official),
];
