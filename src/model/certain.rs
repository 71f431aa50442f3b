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
    use crate::engine::{HorizonMetric, Pick, Picks, RunOptions, Silent, sample};
    use crate::{NoFiles, Study};

    #[test]
    fn every_trial_of_it_is_the_same() {
        let text = r#"
            run = { years = 2 }
            scenario = { title = "Two physicians" }
            system = { name = "Small clinic" }
            plan.one.pay = [{ salary = { per_fte = 250000 } }]
            cohort.fm = { count = 2, specialty = "family_medicine", plans = { one = 1.0 }, wrvu = 5000 }
            contract.aco = { payer = "Payer", line = "medicare", revenue_share = 1.0, spending = 10000, terms = { mssp = { level = "enhanced" } } }
        "#;
        let model = Study::read("two.toml", text, &NoFiles).unwrap().model().unwrap();
        let margins = |model: &crate::Model| {
            let pick = [Pick::horizon(0, HorizonMetric::SystemMargin)];
            let picks = Picks::find(model, &pick).unwrap();
            sample(model, RunOptions::trials(4), 0, &picks, &Silent).unwrap().remove(0)
        };
        let certain = margins(&model.without_chance());
        assert!(certain.iter().all(|one| one.to_bits() == certain[0].to_bits()), "{certain:?}");
        let drawn = margins(&model);
        assert!(drawn.iter().any(|one| (one - drawn[0]).abs() > 1.0), "{drawn:?}");
    }
}
