//! Conversion factors of the Medicare physician fee schedule.
//!
//! Dollars that Medicare pays per total RVU, not what a system pays a physician per wRVU: the two
//! "conversion factors" of the field.

/// How well a factor is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Read in a file of CMS.
    Official,
    /// Read in a secondary source.
    Secondary,
    /// Recalled, not checked against a file of CMS.
    Recalled,
}

/// Factors by year, $ per RVU, with how well each is known. 2015 is that of July to December, 2024 that
/// from 9 March; 2026 is that of clinicians outside qualifying APMs (33.5675 inside).
pub const MEDICARE_FACTORS: [(u16, f64, Known); 14] = [
    (2013, 34.0230, Known::Recalled),
    (2014, 35.8228, Known::Recalled),
    (2015, 35.9335, Known::Recalled),
    (2016, 35.8043, Known::Recalled),
    (2017, 35.8887, Known::Recalled),
    (2018, 35.9996, Known::Recalled),
    (2019, 36.0391, Known::Recalled),
    (2020, 36.0896, Known::Recalled),
    (2021, 34.8931, Known::Recalled),
    (2022, 34.6062, Known::Official),
    (2023, 33.8872, Known::Official),
    (2024, 33.2875, Known::Secondary),
    (2025, 32.3465, Known::Secondary),
    (2026, 33.4009, Known::Official),
];
