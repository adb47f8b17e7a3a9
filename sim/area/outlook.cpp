#include "area/outlook.hpp"

#include <algorithm>
#include <cmath>

namespace pbrsim {

namespace {

constexpr int sampled_people = 4000;
constexpr double coding_step = 0.25;  // in which it is seen who would be scored higher

/// The clients of some bands together.
ClientMix merged(const ByBand<ClientMix>& mixes, const std::vector<MeasuredBand>& bands) {
  ClientMix sum;
  sum.age = sum.presenting_days = 0;
  double offending = 0;
  for (const MeasuredBand b : bands) {
    const ClientMix& m = mixes[b];
    sum.share += m.share;
    for (std::size_t j = 0; j < process_count; ++j)
      sum.factor[j] += m.share * m.factor[j];
    sum.age += m.share * m.age;
    sum.injecting += m.share * m.injecting;
    sum.housing_problem += m.share * m.housing_problem;
    sum.unemployed += m.share * m.unemployed;
    sum.presenting_days += m.share * m.presenting_days;
    sum.offender += m.share * m.offender;
    offending += m.share * m.offender * m.offending;
    sum.other_share.insert(sum.other_share.end(), m.other_share.begin(), m.other_share.end());
  }
  if (sum.share <= 0) return mixes[bands.front()];
  sum.offending = sum.offender > 0 ? offending / sum.offender : 0;
  for (double& factor : sum.factor)
    factor /= sum.share;
  for (double* mean : {&sum.age, &sum.injecting, &sum.housing_problem, &sum.unemployed,
                       &sum.presenting_days, &sum.offender})
    *mean /= sum.share;
  return sum;
}

double above(const ByBand<ClientMix>& mixes, MeasuredBand band) {
  double sum = 0;
  for (const MeasuredBand b : all_of<MeasuredBand>())
    if (b > band) sum += mixes[b].share;
  return sum;
}

/// Bands that have the same prices in both contracts.
std::vector<std::vector<MeasuredBand>> bands_alike(const Contract& a, const Contract& b) {
  std::vector<std::vector<MeasuredBand>> result;
  for (const MeasuredBand band : all_of<MeasuredBand>()) {
    const auto same = [&](const std::vector<MeasuredBand>& others) {
      const Band one = static_cast<Band>(band), other = static_cast<Band>(others.front());
      return a.cluster_of(one) == a.cluster_of(other) && b.cluster_of(one) == b.cluster_of(other);
    };
    const auto found = std::ranges::find_if(result, same);
    if (found != result.end())
      found->push_back(band);
    else
      result.push_back({band});
  }
  return result;
}

Prospect prospect_of(const AreaModel& area, const DesignModel& legacy, const DesignModel& design,
                     std::size_t provider) {
  Prospect result;
  result.base = design.practice[provider];
  result.effects = area.levers;
  result.service = area.service;
  result.keyworker_hours = area.providers[provider].keyworker_hours;
  result.effort_takes_time = design.design.behaviour.time;
  result.review_interval = area.pathway.reviews.interval;
  if (design.design.behaviour.pressure)
    result.pressure = {area.legacy_practice, area.pathway.drop_out.declined_share,
                       area.pathway.pressure.declines};
  const double coding = control_of(design, provider).assesses ? result.base.coding : 0;
  const auto sample = [&](double shift) {
    return sample_clients(area.pathway, area.births, area.factors, coding + shift, sampled_people);
  };
  const ClientMixes mixes = sample(0), higher = sample(coding_step);
  for (const Group g : all_of<Group>())
    for (const auto& bands : bands_alike(design.contracts[provider], legacy.contracts[provider])) {
      ClientKind kind;
      kind.group = g;
      kind.bands = bands;
      const ClientMix mix = merged(mixes[g], bands);
      if (area.area.new_people[g] <= 0 || area.providers[provider].share[g] <= 0 || mix.share <= 0)
        continue;
      kind.beliefs = mean_beliefs(area.pathway, g, mix,
                                  place_of(area, design, provider, g, bands.front(), result.base));
      kind.lifted = (above(higher[g], bands.back()) - above(mixes[g], bands.back())) /
                    (coding_step * mix.share);
      result.kinds.push_back(std::move(kind));
    }
  return result;
}

}  // namespace

JourneyPlace place_of(const AreaModel& area, const DesignModel& design, std::size_t provider,
                      Group group, MeasuredBand band, const Practice& practice) {
  JourneyPlace place;
  place.local = practice_factors(practice, area.levers, band);
  const auto times = [&](ProcessId id, double log_factor) {
    place.local[static_cast<std::size_t>(id)] *= std::exp(log_factor);
  };
  times(ProcessId::stop_presenting, area.area.persistent.abstinence);
  times(ProcessId::unplanned_exit, area.area.persistent.unplanned_exit);
  times(ProcessId::planned_exit, area.area.persistent.completion);
  place.exit_relapse = relapse_after_exit(practice, area.levers, band);
  place.harm_reduction = saturated(practice.harm_reduction[band]);
  place.standard = {design.design.standard == Standard::occasional_user_allowed};
  place.misreported = practice.reporting;
  const Behaviour& on = design.design.behaviour;
  const ReviewCoverage& coverage = area.pathway.reviews.coverage;
  if (on.review_coverage) place.reviews = {coverage.paid_using, coverage.paid_abstinent};
  if (on.review_dates) place.reviews.put_off = area.pathway.reviews.put_off;
  const VerificationParameters& verification = area.pathway.verification;
  if (on.verification) {
    if (design.design.assessor_decides())
      place.claims = {verification.sensitivity, verification.delay};
    place.coded = verification.coded_completed * (1 - design.design.stringency());
  }
  place.offers = area.providers[provider].offers;
  double offered = 0;
  for (const Modality m : all_of<Modality>())
    if (area.providers[provider].offers[m])
      offered += place.modality[m] = area.pathway.people[group].modality[m];
  for (double& share : place.modality)
    share = offered > 0 ? share / offered : 0;
  if (!area.pathway.immediate_assessment)
    if (const double rate = area.pathway.provider_assessment.hazard().rate(1); rate > 0)
      place.mean_wait = 1 / rate;
  return place;
}

Control control_of(const DesignModel& design, std::size_t provider) {
  const bool assesses = !design.design.assessment.independent;
  const auto& terms = design.contracts[provider].terms();
  return {assesses, assesses, std::ranges::any_of(terms, [](const Contract::Term& t) {
            return t.verified_by == Verifier::provider;
          })};
}

ProviderOutlook outlook_of(const AreaModel& area, const DesignModel& legacy,
                           const DesignModel& design, std::size_t provider) {
  const auto contract = [&](const DesignModel& d) {
    const auto own = d.design.contracts.find(area.provider_names[provider]);
    return own == d.design.contracts.end() ? ContractParameters{} : own->second;
  };
  return {prospect_of(area, legacy, design, provider), prospect_of(area, legacy, legacy, provider),
          LeverSet(design.contracts[provider], design.practice[provider], design.design.behaviour,
                   control_of(design, provider)),
          contract(design) == contract(legacy)};
}

std::vector<ProviderOutlook> outlooks_of(const AreaModel& area, const DesignModel& legacy,
                                         const DesignModel& design) {
  std::vector<ProviderOutlook> result;
  if (!design.design.behaviour.responds()) return result;
  for (std::size_t i = 0; i < area.providers.size(); ++i)
    result.push_back(outlook_of(area, legacy, design, i));
  return result;
}

}  // namespace pbrsim
