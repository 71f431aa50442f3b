//! The standard normal: density, distribution function, quantile.

use super::elementary::{septic, sextic};
use super::{exp, ln};

/// Density and distribution function of the standard normal at one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// Probability of a value at or below the point.
    pub below: f64,
    /// Density at the point.
    pub density: f64,
}

/// Density and distribution function of the standard normal at `z`.
///
/// Hart's rational approximation as given by G. West, "Better approximations to cumulative normal
/// functions", Wilmott 2005, without its branch: past 7 standard deviations its *relative* error
/// grows, but the probability left there is below 1e-12.
///
/// ```
/// use cascade::math::normal;
/// assert_eq!(normal(0.0).below, 0.5);
/// assert!((normal(1.96).below - 0.975_002_104_851_780).abs() < 1e-14);
/// ```
#[inline(always)]
#[must_use]
pub fn normal(z: f64) -> Normal {
    const NUMERATOR: [f64; 7] = [
        220.206_867_912_376,
        221.213_596_169_931,
        112.079_291_497_871,
        33.912_866_078_383,
        6.373_962_203_531_65,
        7.003_830_644_436_88e-1,
        3.526_249_659_989_11e-2,
    ];
    const DENOMINATOR: [f64; 8] = [
        440.413_735_824_752,
        793.826_512_519_948,
        637.333_633_378_831,
        296.564_248_779_674,
        86.780_732_202_946_1,
        16.064_177_579_207,
        1.755_667_163_182_64,
        8.838_834_764_831_84e-2,
    ];
    const INVERSE_SQRT_TWO_PI: f64 = 0.398_942_280_401_432_7;
    let x = z.abs().min(37.0);
    let x2 = x * x;
    let x4 = x2 * x2;
    let bell = exp(-0.5 * x2);
    let tail = bell * (sextic(&NUMERATOR, x, x2, x4) / septic(&DENOMINATOR, x, x2, x4));
    let below = if z > 0.0 { 1.0 - tail } else { tail };
    Normal { below, density: bell * INVERSE_SQRT_TWO_PI }
}

/// Half-width, in probability, of the central region of [`normal_quantile`].
pub(crate) const CENTRAL: f64 = 0.425;

/// The value that a standard normal stays below with probability `p`, for `p` strictly between 0
/// and 1.
///
/// Algorithm AS 241 (PPND16), M. J. Wichura, Applied Statistics 37 (1988) 477–484.
///
/// ```
/// use cascade::math::normal_quantile;
/// assert_eq!(normal_quantile(0.5), 0.0);
/// // Wichura's own check values:
/// assert!((normal_quantile(0.25) + 0.674_489_750_196_081_7).abs() < 1e-15);
/// assert!((normal_quantile(1e-20) + 9.262_340_089_798_408).abs() < 1e-14);
/// ```
#[inline(always)]
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if (p - 0.5).abs() <= CENTRAL { central_quantile(p) } else { tail_quantile(p) }
}

/// [`normal_quantile`] for `p` within [`CENTRAL`] of one half.
#[inline(always)]
pub(crate) fn central_quantile(p: f64) -> f64 {
    const NUMERATOR: [f64; 8] = [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ];
    const DENOMINATOR: [f64; 8] = [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_545,
    ];
    let q = p - 0.5;
    let r = 0.180_625 - q * q;
    let r2 = r * r;
    let r4 = r2 * r2;
    q * (septic(&NUMERATOR, r, r2, r4) / septic(&DENOMINATOR, r, r2, r4))
}

/// [`normal_quantile`] for `p` further than [`CENTRAL`] from one half.
#[inline(always)]
pub(crate) fn tail_quantile(p: f64) -> f64 {
    const NEAR_NUMERATOR: [f64; 8] = [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        2.272_384_498_926_918_4e-2,
        7.745_450_142_783_414e-4,
    ];
    const NEAR_DENOMINATOR: [f64; 8] = [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        1.519_866_656_361_645_7e-2,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ];
    const FAR_NUMERATOR: [f64; 8] = [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        2.653_218_952_657_612_4e-2,
        1.242_660_947_388_078_4e-3,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288e-7,
    ];
    const FAR_DENOMINATOR: [f64; 8] = [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        1.487_536_129_085_061_5e-2,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ];
    let r = (-ln(p.min(1.0 - p))).sqrt();
    let near = r <= 5.0;
    let x = if near { r - 1.6 } else { r - 5.0 };
    let pick = |near_c: &[f64; 8], far_c: &[f64; 8]| -> [f64; 8] {
        std::array::from_fn(|k| if near { near_c[k] } else { far_c[k] })
    };
    let x2 = x * x;
    let x4 = x2 * x2;
    let numerator = septic(&pick(&NEAR_NUMERATOR, &FAR_NUMERATOR), x, x2, x4);
    let denominator = septic(&pick(&NEAR_DENOMINATOR, &FAR_DENOMINATOR), x, x2, x4);
    let size = numerator / denominator;
    if p < 0.5 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distribution_function_agrees_with_erfc() {
        for i in -900..=900 {
            let z = f64::from(i) * 0.01;
            let reference = 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
            assert!((normal(z).below - reference).abs() < 2e-15, "at {z}");
        }
        assert_eq!(normal(-60.0).below, normal(-37.0).below);
    }

    #[test]
    fn quantile_inverts_the_distribution_function() {
        for i in 1..10_000 {
            let p = f64::from(i) * 1e-4;
            assert!((normal(normal_quantile(p)).below - p).abs() < 4e-15, "at {p}");
        }
    }

    #[test]
    fn quantile_is_antisymmetric() {
        for p in [1e-300, 1e-15, 1e-6, 0.01, 0.074, 0.076, 0.3] {
            if 1.0 - (1.0 - p) == p {
                assert_eq!(normal_quantile(p), -normal_quantile(1.0 - p), "at {p}");
            }
        }
    }
}
