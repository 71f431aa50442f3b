//! What is done with results: comparison with what was published, the error and the spread of
//! headline results, and fitting to a user's own figures.
//!
//! Everything here runs the engine through its public functions; no rule is worked out a second
//! time.

#[cfg(feature = "replay")]
mod backtest;
mod bootstrap;
mod by_trial;
#[cfg(feature = "calibrate")]
mod calibrate;
mod crew;
mod estimate;
mod experiment;
mod headline;
mod named_measure;
mod precision;
mod search;
mod sensitivity;
mod stress;
mod sweep;
mod variance;
mod verify;

#[cfg(feature = "replay")]
pub use backtest::{
    BINS, Backtest, FEWEST_PAIRS, ForecastYear, LearnedLaw, LuckEstimate, LuckLaw, PaidBin, ScoredRow,
    Scores, backtest,
};
pub use by_trial::{ByTrial, TrialValue};
#[cfg(feature = "calibrate")]
pub use calibrate::{
    Calibration, FEWEST_PEOPLE, Figure, FitOptions, Fitted, Free, GroupMet, Marginal, NumberBelieved,
    NumberPrior, PatchFacts, PatchVariant, PayFit, PayTarget, PeopleFit, PersonFit, PersonPaid, Posterior,
    Pull, Targets, Traded, Watching, calibrate, calibrate_to, join_figures, most_evaluations, paid_by_roster,
    patch_text, patch_variants, posterior_of, priors, read_figures, read_pay, simulated_targets,
};
pub use estimate::Estimate;
pub use experiment::{Experiment, MeasuredColumn};
pub use headline::{HEADLINES, Headline};
pub use precision::{BATCH, CEILING, Precise, least_precise, precision, run_to_precision};
pub use search::{
    AskedLimits, AskedRange, DesignVariable, FoundRedesign, HeldLimits, RedesignReview, RedesignsFound,
    ReviewFacts, SEARCHED_FROM, SearchEffort, SearchFacts, SearchLimit, SearchObjective, SearchQuestion,
    SetLimit, SuggestedRange, TriedRedesign, USUAL_CHANCE_OF_LOSS, USUAL_DEEPER, USUAL_LOSERS, USUAL_PAY,
    USUAL_QUALITY, VariantText, known_redesigns, reads_back, redesign_variant, search_redesigns, suggested,
    writable, written_out,
};
pub use sensitivity::{
    ArmContrast, ArmsChosen, CHOSEN_BY, Driver, FlipPoint, FlipRow, FreedRange, INPUT_ENDS, InformationFound,
    InformationRow, InputGroup, LeftToChance, MethodEffort, Sensitivity, SensitivityAsked, SensitivityMethod,
    SensitivityPlan, SensitivityQuestion, SensitivityRow, SoughtMeasure, SoughtOutputs, TornadoBar,
    USUAL_MEASURES, USUAL_MOST, USUAL_POINTS, VariedInput, VariedInputs, estimators, sensitivity,
};
pub use stress::{
    STRESS_RANKED, STRESS_TRIALS, STRESSES, Stress, StressRow, StressTest, best_arm, is_worth_stressing,
    rank_among, stress_test, stress_trials,
};
pub use sweep::{
    BestCell, FactorLevels, MOST_CELLS, MOST_LEVELS, OnFreshLuck, RefusedCell, RefusedCells, SWEEP_RANKED,
    SideCount, SignChange, Sweep, SweepDesign, SweepFactor, Swept, SweptAgainst, SweptCell, SweptMeasure,
    SweptValue, VariedNumber, baseline_moves, best_arms_along, best_cell, best_of, highest_cell, read_cells,
    side_count, sign_changes, still_arms, sweep_cells,
};
pub use variance::{MOST_SPLIT, Split, split_variance};
pub use verify::{
    Role, Sense, StudyName, TARGETS, Target, TargetFinding, TargetGrade, Verdict, VerifyOptions, band_words,
    expected_payment, verification_document, verify,
};
