//! The scenarios, and the target ratios to the floor in each.

use clap::ValueEnum;

/// A scenario. tests/bench/run/scenarios.ts defines it under the same name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Scenario {
    /// First sign-in, at 1.6 Mbit/s with 150 ms latency and a 4 times slower processor
    #[value(name = "slow-4g")]
    Slow4g,
    /// First sign-in, without throttling
    Cold,
    /// Second sign-in, with a warm cache
    Warm,
    /// First sign-up, with 10 fields
    #[value(name = "fields-10")]
    Fields10,
    /// Sign-up with 100 fields
    #[value(name = "fields-100")]
    Fields100,
    /// Sign-up with 1000 fields
    #[value(name = "fields-1000")]
    Fields1000,
}

impl Scenario {
    /// The name, on the command line and in the runner.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slow4g => "slow-4g",
            Self::Cold => "cold",
            Self::Warm => "warm",
            Self::Fields10 => "fields-10",
            Self::Fields100 => "fields-100",
            Self::Fields1000 => "fields-1000",
        }
    }

    /// The target for the time until usable, as a ratio to the floor.
    pub fn usable(self) -> Option<f64> {
        match self {
            Self::Slow4g | Self::Cold => Some(1.6),
            Self::Warm => Some(1.7),
            Self::Fields10 => None,
            Self::Fields100 | Self::Fields1000 => Some(1.8),
        }
    }

    /// The target for the first contentful paint, as a ratio to the floor.
    pub fn first_paint(self) -> Option<f64> {
        (self == Self::Slow4g).then_some(1.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runner_and_the_command_line_know_each_by_the_same_name() {
        let file = crate::paths::root().join("tests/bench/run/scenarios.ts");
        let text = std::fs::read_to_string(file).unwrap();
        for scenario in Scenario::value_variants() {
            let name = scenario.name();
            assert_eq!(scenario.to_possible_value().unwrap().get_name(), name);
            assert!(text.contains(&format!("{{ name: \"{name}\"")), "{name}");
        }
    }
}
