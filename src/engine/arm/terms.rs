//! One arm's parameters in one trial, at the values drawn.

use crate::behaviour::{DoseScale, Evidence, Leanings, Odds, Workforce};
use crate::model::{Arm, Practice, Scenario};
use crate::pay::{Needs, Plan};

/// One arm's parameters in one trial.
#[derive(Debug, Clone)]
pub(crate) struct TrialTerms {
    /// The scenario at the values drawn.
    pub scenario: Scenario,
    /// The roster's columns, where they depend on values drawn.
    practice: Option<Practice>,
    /// The same year by year, where anything changes by date.
    by_year: Vec<Practice>,
    /// What each plan needs to have worked out.
    pub needs: Vec<Needs>,
    /// Paid non-clinical hours a week of each plan: those that transform care, those taken from clinic.
    pub hours: Vec<(f64, f64)>,
    /// Whether each plan pays employees.
    pub employs: Vec<bool>,
    /// What of the response follows from the values drawn.
    pub felt: Option<Felt>,
    /// Chances of leaving by age.
    pub hazards: Hazards,
}

/// Derived from the evidence, once per trial.
#[derive(Debug, Clone)]
pub(crate) struct Felt {
    /// The evidence.
    pub evidence: Evidence,
    /// `1/b₀` of individual stewardship.
    pub per_share: f64,
    /// The dose function.
    pub dose: DoseScale,
    /// Part of the way to its target that quality goes in a year.
    pub quality_step: f64,
    /// What each plan asks of attention.
    pub plans: Vec<PlanFelt>,
    /// Part of the way to its target that unmeasured quality goes in a year.
    pub unmeasured_step: f64,
    /// Weight of quality pay by the reliability of what is measured.
    pub trust: f64,
    /// What makes people leave before, and after, the gap is stated honestly.
    leanings: [Leanings; 2],
    /// Month in which it is stated.
    stated_from: f64,
}

impl Felt {
    fn of(evidence: &Evidence, scenario: &Scenario) -> Felt {
        Felt {
            per_share: evidence.stewardship_per_share(),
            dose: DoseScale::new(evidence.dose_exponent.0),
            quality_step: evidence.quality_step(),
            plans: scenario
                .plan
                .values()
                .map(|plan| PlanFelt {
                    attention: evidence.attention_to(plan.measures.0),
                    framing: 1.0 + (evidence.loss_framing.0 - 1.0) * plan.quality_at_risk(),
                    measures: plan.measures.0 / 57.0,
                })
                .collect(),
            unmeasured_step: evidence.unmeasured_step(),
            trust: evidence.trust(scenario.chance.quality_reliability()),
            leanings: [false, true].map(|honest| evidence.retention.leanings(honest)),
            stated_from: scenario.policy.honesty.as_ref().map_or(f64::INFINITY, |h| h.lead_months.0),
            evidence: evidence.clone(),
        }
    }

    /// What makes people leave in a year.
    #[expect(clippy::cast_precision_loss, reason = "months of the horizon")]
    pub(crate) fn leanings(&self, year: usize) -> &Leanings {
        &self.leanings[usize::from((12 * year) as f64 >= self.stated_from)]
    }
}

/// How a plan is felt, whatever it pays.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlanFelt {
    /// Attention left for each measure.
    pub attention: f64,
    /// Weight of its quality pay by the way it is framed.
    pub framing: f64,
    /// Measures to attend to, over 57.
    pub measures: f64,
}

impl PlanFelt {
    /// Nobody responds.
    pub(crate) const NOTHING: PlanFelt = PlanFelt { attention: 0.0, framing: 1.0, measures: 0.0 };
}

/// Chances of leaving by age, worked out once per trial.
#[derive(Debug, Clone)]
pub(crate) struct Hazards {
    moving: [f64; 121],
    stopping: [f64; 121],
    /// The highest of both together.
    pub highest: f64,
}

impl Hazards {
    const NONE: Hazards = Hazards { moving: [0.0; 121], stopping: [0.0; 121], highest: 0.0 };

    fn new(workforce: &Workforce) -> Hazards {
        let mut hazards = Hazards::NONE;
        for age in 0..hazards.moving.len() {
            #[expect(clippy::cast_precision_loss, reason = "an age")]
            let years = age as f64;
            hazards.moving[age] = workforce.moving(years);
            hazards.stopping[age] = workforce.stopping(years);
            hazards.highest = hazards.highest.max(hazards.moving[age] + hazards.stopping[age]);
        }
        hazards
    }

    /// Yearly chance of leaving at an age and at odds.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an age, clamped")]
    pub(crate) fn at(&self, age: f64, odds: Odds) -> f64 {
        let place = (age.clamp(0.0, 120.0)) as usize;
        odds.moving * self.moving[place] + odds.stopping * self.stopping[place]
    }
}

impl TrialTerms {
    pub(crate) fn new(arm: &Arm) -> TrialTerms {
        TrialTerms {
            needs: arm.scenario.plan.values().map(Plan::needs).collect(),
            hours: Vec::new(),
            employs: arm.scenario.plan.values().map(Plan::employs).collect(),
            scenario: arm.scenario.clone(),
            practice: None,
            by_year: Vec::new(),
            felt: None,
            hazards: Hazards::NONE,
        }
    }

    /// Takes over the values drawn for a trial.
    pub(crate) fn draw(&mut self, arm: &Arm, values: &[f64]) {
        arm.set(&mut self.scenario, values);
        if arm.practice_is_drawn {
            self.practice = Some(arm.lay_out(&self.scenario));
            self.by_year = arm.lay_out_years(&self.scenario);
        }
        self.hours.clear();
        self.hours.extend(self.scenario.plan.values().map(Plan::service_hours));
        self.hazards =
            if self.scenario.chance.none { Hazards::NONE } else { Hazards::new(&self.scenario.workforce) };
        self.felt = self.scenario.behaviour.evidence().map(|evidence| Felt::of(evidence, &self.scenario));
    }

    /// Whether any plan asks for paid non-clinical hours.
    pub(crate) fn has_hours(&self) -> bool {
        self.hours.iter().any(|hours| *hours != (0.0, 0.0))
    }

    /// The roster's columns in this trial: everyone, as the roster begins with them.
    pub(crate) fn everyone<'a>(&'a self, arm: &'a Arm) -> &'a Practice {
        self.practice.as_ref().unwrap_or(&arm.practice)
    }

    /// The roster's columns in a year of this trial.
    pub(crate) fn practice<'a>(&'a self, arm: &'a Arm, year: usize) -> &'a Practice {
        let by_year = if self.practice.is_some() { &self.by_year } else { &arm.by_year };
        by_year.get(year).unwrap_or_else(|| self.everyone(arm))
    }
}
