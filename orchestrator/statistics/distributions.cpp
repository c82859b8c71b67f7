#include "orchestrator/statistics/distributions.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>

namespace gauntlet::orchestrator::statistics {
namespace {

const boost::math::normal kNormal;

}  // namespace

double normal_quantile(double probability) { return boost::math::quantile(kNormal, probability); }

double normal_upper(double x) { return boost::math::cdf(boost::math::complement(kNormal, x)); }

double t_quantile(double probability, double degrees) {
  if (std::isinf(degrees)) return normal_quantile(probability);
  return boost::math::quantile(boost::math::students_t(degrees), probability);
}

double t_upper(double x, double degrees) {
  if (std::isinf(degrees)) return normal_upper(x);
  return boost::math::cdf(boost::math::complement(boost::math::students_t(degrees), x));
}

double digamma(double x) { return boost::math::digamma(x); }
double trigamma(double x) { return boost::math::trigamma(x); }
double tetragamma(double x) { return boost::math::polygamma(2, x); }

}  // namespace gauntlet::orchestrator::statistics
