// The distributions that the verdicts need: thin over Boost.Math, which no other room sees.
#pragma once

namespace gauntlet::orchestrator::statistics {

// The value that a standard normal variable stays below with this probability, 0 < probability < 1.
double normal_quantile(double probability);
// The probability that a standard normal variable is beyond x.
double normal_upper(double x);

// The same of Student's t. degrees > 0; infinity gives the normal distribution.
double t_quantile(double probability, double degrees);
double t_upper(double x, double degrees);

// First, second and third derivative of the logarithm of the gamma function, x > 0.
double digamma(double x);
double trigamma(double x);
double tetragamma(double x);

}  // namespace gauntlet::orchestrator::statistics
