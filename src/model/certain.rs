//! A model at the centre of everything that is drawn.

use super::Model;

impl Model {
    /// The same model without chance: every number that is drawn stands at its central value, every year turns out as
    /// expected, nobody leaves, and where cohorts draw several rosters it is the first.
    pub(crate) fn without_chance(&self) -> Model {
        let mut certain = Model { further: Vec::new(), ..self.clone() };
        for arm in &mut certain.arms {
            arm.scenario.chance.none = true;
            arm.drawn = Vec::new();
            arm.copula = None;
            arm.practice_is_drawn = false;
        }
        certain
    }
}

#[cfg(test)]
mod tests {
    use crate::Study;
    use crate::engine::{RunOptions, Silent, run};

    #[test]
    fn every_trial_of_it_is_the_same() {
        let mut study = Study::reference().unwrap();
        study.set("run.years", 1.0).unwrap();
        let model = study.model().unwrap().without_chance();
        let outcome = run(&model, RunOptions::trials(32), &Silent).unwrap();
        for arm in &model.arms {
            let margin =
                outcome.at(&arm.name, model.start.0).unwrap().system(crate::engine::SystemMetric::Margin);
            assert!(margin.sd.abs() < 1e-6 * margin.mean.abs().max(1.0), "{}: {margin:?}", arm.name);
        }
    }
}
