//! Random moments of a load, spread over about as long as one takes.

use std::time::{Duration, Instant};

use super::stage::{Stage, Way};
use crate::query_graph::Random;

/// What else a machine does makes loads take longer and shorter while a test
/// runs, so the span that moments are spread over follows what becomes of them.
pub struct Moments {
    random: Random,
    span: Duration,
}

impl Moments {
    /// Over an undisturbed load, the way that takes longest.
    pub fn of(stage: &Stage, seed: u64) -> Moments {
        let mut span = Duration::ZERO;
        for way in Way::ALL {
            stage.reset(way);
            let began = Instant::now();
            let status = stage.command(way).status().expect("it runs");
            assert!(status.success());
            span = span.max(began.elapsed());
        }
        Moments {
            random: Random::new(seed),
            span,
        }
    }

    /// How long after its start a load is disturbed.
    pub fn next(&mut self) -> Duration {
        self.span.mul_f64(self.random.below(1_000) as f64 / 1_000.0)
    }

    /// Whether the last moment came before the load ended; about one in four
    /// is to come after.
    pub fn came_in_time(&mut self, in_time: bool) {
        self.span = self.span.mul_f64(if in_time { 1.02 } else { 0.94 });
    }
}
