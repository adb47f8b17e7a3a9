/// The clinical parameters: people, hazards, reviews. Values and sources live in
/// scenarios/evidence/.
///
/// Every struct has one field list (core/fields.hpp). Rates are per year, durations days, log
/// hazard ratios natural logarithms; multipliers multiply a hazard. Where a parameter is given by
/// group, the groups are those of record/vocabulary.hpp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/fields.hpp"
#include "engine/hazard.hpp"
#include "record/vocabulary.hpp"

namespace pbrsim {

/// One piece of a piecewise-constant hazard.
struct HazardPiece {
  double from = 0;
  double rate = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("from", self.from, spec::duration.must(), "age of the clock at which the piece begins");
    visit("rate", self.rate, spec::rate.must(), "hazard from then on");
  }
};

/// A base hazard: `rate` (constant), `shape` and `scale` (Weibull) or `pieces`. A bare rate stands
/// for `rate`.
struct HazardParameters {
  std::optional<double> rate;
  std::optional<double> shape;
  std::optional<double> scale;
  std::vector<HazardPiece> pieces;

  static constexpr std::string_view scalar_key = "rate";
  static constexpr std::array<std::string_view, 3> alternatives{"rate", "shape scale", "pieces"};
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("rate", self.rate, spec::rate, "constant hazard");
    visit("shape", self.shape, spec::number(0.05, 20), "Weibull shape; below 1 the hazard falls");
    visit("scale", self.scale, spec::duration, "Weibull scale: 63% have fired by then");
    visit("pieces", self.pieces, spec::any, "piecewise-constant hazard, the first from 0 days");
  }
  void validate(Problems& problems) const;
  /// Precondition: validate() found nothing.
  Hazard hazard() const;
};

HazardParameters constant_rate(double per_year);

/// Log hazard ratios of personal covariates; all 0 means the hazard is the same for everyone.
struct Covariates {
  double complexity = 0;
  double age_per_decade = 0;
  double female = 0;
  double prior_journey = 0;
  double injecting = 0;
  double housing_problem = 0;
  double employed = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("complexity", self.complexity, spec::coefficient,
          "per standard deviation of latent complexity");
    visit("age_per_decade", self.age_per_decade, spec::coefficient,
          "per ten years of age above 35");
    visit("female", self.female, spec::coefficient, "women against men");
    visit("prior_journey", self.prior_journey, spec::coefficient,
          "per earlier journey, up to five");
    visit("injecting", self.injecting, spec::coefficient, "while injecting");
    visit("housing_problem", self.housing_problem, spec::coefficient,
          "while there is a housing problem");
    visit("employed", self.employed, spec::coefficient, "while employed");
  }
  friend bool operator==(const Covariates&, const Covariates&) = default;
};

/// What we cannot see of a person: a multiplier with mean 1 on a hazard, fixed for life.
struct Frailty {
  double variance = 0;
  double fast_share = 0;
  double fast_ratio = 1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("variance", self.variance, spec::number(0, 20),
          "variance of a gamma frailty; 0 switches it off");
    visit("fast_share", self.fast_share, spec::share,
          "share of fast leavers in a two-class mixture; 0 means no mixture");
    visit("fast_ratio", self.fast_ratio, spec::number(1, 1000),
          "their hazard against that of the others");
  }
  void validate(Problems& problems) const;
};

/// A yes/no attribute: P = share, probit link on latent complexity with this correlation.
struct Attribute {
  double share = 0;
  double loading = 0;
  static constexpr std::string_view scalar_key = "share";
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("share", self.share, spec::share, "share of people at their first referral");
    visit("loading", self.loading, spec::correlation,
          "correlation of the liability with complexity");
  }
};

/// A personal level on (0, top): top * Phi(Phi^-1(median / top) + spread * N), N correlated with
/// complexity.
struct Level {
  double median = 0;
  double spread = 0;
  double loading = 0;
  static constexpr std::string_view scalar_key = "median";
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("median", self.median, spec::number(0, 7), "median over people");
    visit("spread", self.spread, spec::number(0, 5), "standard deviation on the probit scale");
    visit("loading", self.loading, spec::correlation, "correlation with complexity");
  }
};

/// People of one group as they are at their first referral.
struct GroupPeople {
  Attribute female, injecting, housing_problem, employed, offender, prior_treatment;
  double age_mean = 35;
  double age_sd = 10;
  Level presenting_days, other_days, other_use;
  double offending_spread = 0;
  double offending_loading = 0;
  double abstinent_at_start = 0;
  double through_criminal_justice = 0;
  ByModality<double> modality{};

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("female", self.female, spec::share, "women");
    visit("age_mean", self.age_mean, spec::number(18, 90).from(spec::judgement),
          "mean age in years at first referral (lognormal, at least 18)");
    visit("age_sd", self.age_sd, spec::number(0, 30).from(spec::judgement),
          "its standard deviation in years");
    visit("injecting", self.injecting, spec::share, "injecting at first referral");
    visit("housing_problem", self.housing_problem, spec::share, "with a housing problem");
    visit("employed", self.employed, spec::share, "employed");
    visit("offender", self.offender, spec::share, "with a propensity to acquisitive offending");
    visit("prior_treatment", self.prior_treatment, spec::share, "treated before, elsewhere");
    visit("presenting_days", self.presenting_days, spec::any,
          "days a week of the presenting substance while using it");
    visit("other_days", self.other_days, spec::any, "days a week of other use while it goes on");
    visit("other_use", self.other_use, spec::any,
          "long-run share of time with other use (0 to 1; top 1)");
    visit("offending_spread", self.offending_spread, spec::number(0, 3),
          "standard deviation of the log offending rate among offenders");
    visit("offending_loading", self.offending_loading, spec::correlation,
          "its correlation with complexity");
    visit("abstinent_at_start", self.abstinent_at_start, spec::share,
          "already abstinent from the presenting substance at triage");
    visit("through_criminal_justice", self.through_criminal_justice, spec::share,
          "referrals that come through criminal justice");
    visit("modality", self.modality, spec::share, "modality at triage: shares that sum to 1");
  }
  void validate(Problems& problems) const;
};

/// Complexity as measured at an assessment: z + N(0, error_sd) against four thresholds.
struct ComplexityMeasurement {
  double error_sd = 0;
  double very_low_below = -0.84, low_below = -0.25, medium_below = 0.25, high_below = 0.84;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("error_sd", self.error_sd, spec::number(0, 5),
          "standard deviation of measurement error, in units of complexity");
    visit("very_low_below", self.very_low_below, spec::coefficient.from("quintiles of N(0, 1)"),
          "band very_low ends here");
    visit("low_below", self.low_below, spec::coefficient.from("quintiles of N(0, 1)"),
          "band low ends here");
    visit("medium_below", self.medium_below, spec::coefficient.from("quintiles of N(0, 1)"),
          "band medium ends here");
    visit("high_below", self.high_below, spec::coefficient.from("quintiles of N(0, 1)"),
          "band high ends here; above is very_high");
  }
  void validate(Problems& problems) const;
};

/// Transition 1: community, using -> referred.
struct HelpSeeking {
  ByGroup<HazardParameters> hazard;
  double after_planned_exit = 1;
  double after_custody = 1;
  double when_abstinent = 0;
  double when_abstinent_after_planned_exit = 0;
  Covariates covariates;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("hazard", self.hazard, spec::any, "by time since the person last left services");
    visit("after_planned_exit", self.after_planned_exit, spec::multiplier, "after a planned exit");
    visit("after_custody", self.after_custody, spec::multiplier, "after release");
    visit("when_abstinent", self.when_abstinent, spec::multiplier,
          "while abstinent from the presenting substance");
    visit("when_abstinent_after_planned_exit", self.when_abstinent_after_planned_exit,
          spec::multiplier, "while abstinent since a planned exit");
    visit("covariates", self.covariates, spec::any, "log hazard ratios");
  }
};

/// Transitions 2 and 7: the presenting use stops, in the community and in treatment.
struct StopUse {
  ByGroup<HazardParameters> community, treatment;
  ByModality<double> modality = ByModality<double>::filled(1.0);
  double on_the_way = 1;
  double custody = 1;
  Covariates covariates;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("community", self.community, spec::any, "natural remission, by time since use began");
    visit("treatment", self.treatment, spec::any, "in treatment, by time in the episode");
    visit("modality", self.modality, spec::multiplier, "in treatment, by modality");
    visit("on_the_way", self.on_the_way, spec::multiplier,
          "referred or waiting, against the community");
    visit("custody", self.custody, spec::multiplier, "in custody, against the community");
    visit("covariates", self.covariates, spec::any, "log hazard ratios");
  }
};

/// Transitions 3 and 8: the presenting use starts again.
struct StartUse {
  ByGroup<HazardParameters> community, treatment;
  ByModality<double> modality = ByModality<double>::filled(1.0);
  double after_unplanned_exit = 1;
  double retained_12_weeks = 1;
  double aftercare = 1;
  double custody = 1;
  Frailty frailty;
  Covariates covariates;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("community", self.community, spec::any,
          "relapse, by time abstinent (before the exit included)");
    visit("treatment", self.treatment, spec::any, "lapse in treatment, by time abstinent");
    visit("modality", self.modality, spec::multiplier, "in treatment, by modality");
    visit("after_unplanned_exit", self.after_unplanned_exit, spec::multiplier,
          "relapse after an unplanned exit or release");
    visit("retained_12_weeks", self.retained_12_weeks, spec::multiplier,
          "relapse after an episode of at least 12 weeks");
    visit("aftercare", self.aftercare, spec::multiplier, "relapse while in aftercare");
    visit("custody", self.custody, spec::multiplier, "in custody, against the community");
    visit("frailty", self.frailty, spec::any, "unseen differences between people");
    visit("covariates", self.covariates, spec::any, "log hazard ratios");
  }
};

/// The other coordinate of use: an alternating process round a personal long-run share p of time
/// with other use; it starts at turnover * p and stops at turnover * (1 - p).
struct OtherUse {
  ByGroup<double> turnover{};
  double stop_in_treatment = 1;
  double start_in_treatment = 1;
  double start_in_custody = 1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("turnover", self.turnover, spec::rate, "how fast other use alternates");
    visit("stop_in_treatment", self.stop_in_treatment, spec::multiplier, "stopping, in treatment");
    visit("start_in_treatment", self.start_in_treatment, spec::multiplier,
          "starting, in treatment");
    visit("start_in_custody", self.start_in_custody, spec::multiplier, "starting, in custody");
  }
};

/// Transitions 4 and 5 as far as they are the person's: giving up, and what an assessor may find.
struct OnTheWay {
  ByGroup<HazardParameters> gives_up;
  double refuses_at_assessment = 0;
  Covariates covariates;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("gives_up", self.gives_up, spec::any,
          "attrition while referred or waiting, by time in that state");
    visit("refuses_at_assessment", self.refuses_at_assessment, spec::share,
          "leaves at the assessment itself");
    visit("covariates", self.covariates, spec::any, "log hazard ratios of giving up");
  }
};

/// Where the assessor is not the provider: a second first appointment, and no need found.
struct Handover {
  double attendance_logit = 50;
  double attendance_complexity = 0;
  double attendance_per_week = 0;
  double no_need_logit = -50;
  double no_need_complexity = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("attendance_logit", self.attendance_logit, spec::number(-60, 60).from("switched off"),
          "logit of attending the second first appointment at average complexity, no wait");
    visit("attendance_complexity", self.attendance_complexity, spec::coefficient,
          "added per standard deviation of complexity");
    visit("attendance_per_week", self.attendance_per_week, spec::coefficient,
          "added per week from assessment to the appointment");
    visit("no_need_logit", self.no_need_logit, spec::number(-60, 60).from("switched off"),
          "logit of finding no need of structured treatment");
    visit("no_need_complexity", self.no_need_complexity, spec::coefficient,
          "added per standard deviation of complexity");
  }
};

/// Probability that an assessed person who never starts enters the records.
struct Recording {
  double independent = 1;
  double provider = 1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("independent", self.independent, spec::share, "where an independent service assesses");
    visit("provider", self.provider, spec::share, "where the provider assesses");
  }
};

/// Transition 9: unplanned exit, part of it declared as declining to continue.
struct DropOut {
  ByGroup<HazardParameters> hazard;
  ByModality<double> modality = ByModality<double>::filled(1.0);
  double when_abstinent = 1;
  double declined_share = 0;
  Frailty frailty;
  Covariates covariates;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("hazard", self.hazard, spec::any, "by time in the episode");
    visit("modality", self.modality, spec::multiplier, "by modality");
    visit("when_abstinent", self.when_abstinent, spec::multiplier,
          "while abstinent from the presenting substance");
    visit("declined_share", self.declined_share, spec::share,
          "unplanned exits that are recorded as declined to continue");
    visit("frailty", self.frailty, spec::any, "unseen differences between people");
    visit("covariates", self.covariates, spec::any, "log hazard ratios");
  }
};

/// What pushing clients off drugs or medication does. Pressure: abstinence effort above legacy plus
/// a discharge stance above 0 (provider/practice.hpp).
struct Pressure {
  double declines = 0;
  double help_seeking = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("declines", self.declines, spec::number(0, 10),
          "added to the log hazard of declining to continue, per unit of pressure, of clients who "
          "use or are prescribed; a share `drop_out.declined_share` of unplanned exits declines "
          "without it");
    visit("help_seeking", self.help_seeking, spec::number(0, 10),
          "taken off the log hazard of help-seeking, per unit of pressure, of people whose last "
          "provider pushes");
  }
};

/// Transition 10: planned exit (completion) of a client abstinent from the presenting substance.
struct Completion {
  ByGroup<double> rate{};
  double minimum_abstinence = 0;
  ByModality<double> modality = ByModality<double>::filled(1.0);
  double with_other_use = 1;
  Covariates covariates;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("rate", self.rate, spec::rate, "hazard once abstinent long enough and off substitution");
    visit("minimum_abstinence", self.minimum_abstinence, spec::duration,
          "time abstinent before which nobody completes");
    visit("modality", self.modality, spec::multiplier,
          "by modality (nobody completes on substitution)");
    visit("with_other_use", self.with_other_use, spec::multiplier,
          "while other use goes on, where the standard allows it");
    visit("covariates", self.covariates, spec::any, "log hazard ratios");
  }
};

/// How a completion that the provider claims is checked, and what is coded as one. By whom and how
/// strictly: the design's `verification`.
struct VerificationParameters {
  double sensitivity = 1;
  double specificity = 1;
  double delay = 0;
  double coded_completed = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("sensitivity", self.sensitivity, spec::share,
          "claims that the assessor confirms, of clients who meet the design's standard on the day "
          "of the decision");
    visit("specificity", self.specificity, spec::share,
          "claims that the assessor does not confirm, of clients who do not meet it");
    visit("delay", self.delay, spec::duration, "from a claim to the decision on it");
    visit("coded_completed", self.coded_completed, spec::share,
          "unplanned exits of abstinent clients that the provider codes as completed where nobody "
          "checks; × (1 - stringency)");
  }
};

/// Keyworkers who come and go: clients who lose theirs, hours that are missing.
struct StaffParameters {
  double turnover = 0;
  double in_transition = 1;
  double hiring_lag = 84;
  double training = 182.625;
  double productivity = 1;
  double drop_out = 1;
  double unsettled = 84;
  double measuring = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("turnover", self.turnover, spec::rate, "keyworkers who leave, a year");
    visit("in_transition", self.in_transition, spec::multiplier,
          "turnover while the design's transition lasts");
    visit("hiring_lag", self.hiring_lag, FieldSpec{Unit::duration, 1, 3653}.from(spec::judgement),
          "mean time for which a post stays vacant");
    visit("training", self.training, FieldSpec{Unit::duration, 1, 3653}.from(spec::judgement),
          "mean time until a recruit is fully productive");
    visit("productivity", self.productivity, spec::share,
          "hours that a recruit gives until then, against the others");
    visit("drop_out", self.drop_out, spec::multiplier,
          "unplanned exit of a client whose keyworker has left");
    visit("unsettled", self.unsettled, FieldSpec{Unit::duration, 0, 3653}.from("12 weeks"),
          "how long that lasts");
    visit("measuring", self.measuring, spec::share,
          "keyworker hours that measuring outcomes takes where a contract pays for outcomes");
  }
};

/// Changes of modality: maintenance -> reduction -> psychosocial (off substitution), residential ->
/// psychosocial.
struct ModalityChange {
  ByModality<double> rate{};
  double reduction_fails = 0;
  double when_using = 1;
  Covariates covariates;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("rate", self.rate, spec::rate, "out of each modality to the next");
    visit("reduction_fails", self.reduction_fails, spec::share,
          "changes out of reduction that go back to maintenance");
    visit("when_using", self.when_using, spec::multiplier, "while using the presenting substance");
    visit("covariates", self.covariates, spec::any, "log hazard ratios");
  }
};

/// Transition 12. Poisoning by time in or out of treatment or since release; other causes by age.
struct Mortality {
  ByGroup<HazardParameters> poisoning_in_treatment, poisoning_out, poisoning_after_release;
  ByModality<double> poisoning_modality = ByModality<double>::filled(1.0);
  double poisoning_when_abstinent = 1;
  double poisoning_in_custody = 0;
  Covariates poisoning_covariates;
  ByGroup<HazardParameters> other_causes;
  double other_causes_in_treatment = 1;
  Covariates other_covariates;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("poisoning_in_treatment", self.poisoning_in_treatment, spec::any,
          "drug poisoning, by time in the episode");
    visit("poisoning_out", self.poisoning_out, spec::any,
          "drug poisoning, by time since the last exit");
    visit("poisoning_after_release", self.poisoning_after_release, spec::any,
          "drug poisoning, by time since release");
    visit("poisoning_modality", self.poisoning_modality, spec::multiplier,
          "in treatment, by modality");
    visit("poisoning_when_abstinent", self.poisoning_when_abstinent, spec::multiplier,
          "while abstinent from the presenting substance");
    visit("poisoning_in_custody", self.poisoning_in_custody, spec::multiplier,
          "in custody, against the community");
    visit("poisoning_covariates", self.poisoning_covariates, spec::any,
          "log hazard ratios of poisoning");
    visit("other_causes", self.other_causes, spec::any, "all other causes, by age");
    visit("other_causes_in_treatment", self.other_causes_in_treatment, spec::multiplier,
          "other causes while in treatment");
    visit("other_covariates", self.other_covariates, spec::any,
          "log hazard ratios of other causes");
  }
};

/// Acquisitive offending by state, what is proven of it, and custody (transition 13).
struct Offending {
  ByGroup<double> rate{};
  double when_abstinent = 1;
  double in_treatment = 1;
  double proven = 0;
  double proven_lag = 0;
  double drug_contact = 0;
  ByGroup<double> custody{};
  double sentence = 90;
  double continuity_of_care = 0;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("rate", self.rate, spec::rate,
          "acquisitive offences of an offender who uses and is not in treatment");
    visit("when_abstinent", self.when_abstinent, spec::multiplier, "offending while abstinent");
    visit("in_treatment", self.in_treatment, spec::multiplier, "offending while in treatment");
    visit("proven", self.proven, spec::share, "offences that are proven");
    visit("proven_lag", self.proven_lag, spec::duration, "from an offence to its proof");
    visit("drug_contact", self.drug_contact, spec::share,
          "offences after whose arrest a criminal-justice drug worker meets the offender");
    visit("custody", self.custody, spec::rate,
          "sentences to custody of such an offender; scales with offending");
    visit("sentence", self.sentence, FieldSpec{Unit::duration, 1, 7305}.from(spec::judgement),
          "mean time in custody (exponential)");
    visit("continuity_of_care", self.continuity_of_care, spec::share,
          "releases that go straight to a referral");
  }
};

/// An attached yes/no state that comes and goes.
struct Alternating {
  ByGroup<double> begins{}, ends{};
  double ends_in_treatment = 1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("begins", self.begins, spec::rate, "how fast it begins or returns");
    visit("ends", self.ends, spec::rate, "how fast it ends");
    visit("ends_in_treatment", self.ends_in_treatment, spec::multiplier, "ending, in treatment");
  }
};

/// Aftercare following a planned exit.
struct Aftercare {
  ByGroup<double> share{};
  double duration = 84;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("share", self.share, spec::share, "planned exits that go on to aftercare");
    visit("duration", self.duration, FieldSpec{Unit::duration, 1, 3653}.from(spec::judgement),
          "mean time in aftercare (exponential)");
  }
};

/// Probability that a due review is done and recorded.
struct ReviewCoverage {
  double using_ = 1, abstinent = 1;
  double paid_using = 1, paid_abstinent = 1;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("using", self.using_, spec::share, "of a client who used the presenting substance");
    visit("abstinent", self.abstinent, spec::share, "of a client who did not");
    visit("paid_using", self.paid_using, spec::share,
          "of a client who used, where the provider's contract pays for what reviews show");
    visit("paid_abstinent", self.paid_abstinent, spec::share, "of a client who did not, there");
  }
};

/// TOP reviews: when they fall due and what they read.
struct Reviews {
  double interval = 84;
  double put_off = 0;
  ByGroup<double> reliable_fall = ByGroup<double>::filled(13);
  double wellbeing_using = 10, wellbeing_abstinent = 13;
  double wellbeing_housing_problem = -2, wellbeing_employed = 1, wellbeing_sd = 3;
  double wellbeing_harm_reduction = 1;
  double wellbeing_normal = 12;
  double vaccination_offered = 0;
  ReviewCoverage coverage;
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("interval", self.interval,
          FieldSpec{Unit::duration, 0, 3653}.from("about every 12 weeks, TOP practice"),
          "between reviews in treatment; 0 days for none");
    visit("put_off", self.put_off, FieldSpec{Unit::duration, 0, 14},
          "by how much a review is put off at most if by then a client who does not use now will "
          "not have used for 28 days, where the provider's contract pays for what reviews show; at "
          "work under designs with behaviour.review_dates");
    visit("reliable_fall", self.reliable_fall,
          FieldSpec{Unit::days_of_use, 0, 28}.from("Marsden 2008, opiates"),
          "fall in days used that counts as reliable improvement");
    visit("wellbeing_using", self.wellbeing_using, spec::number(0, 20).from(spec::judgement),
          "mean score (0 to 20) while using");
    visit("wellbeing_abstinent", self.wellbeing_abstinent,
          spec::number(0, 20).from(spec::judgement), "mean score while abstinent");
    visit("wellbeing_housing_problem", self.wellbeing_housing_problem,
          spec::number(-20, 20).from(spec::judgement), "added with a housing problem");
    visit("wellbeing_employed", self.wellbeing_employed, spec::number(-20, 20),
          "added if employed");
    visit("wellbeing_harm_reduction", self.wellbeing_harm_reduction, spec::number(-20, 20),
          "added per unit of harm-reduction effort above legacy (saturating)");
    visit("wellbeing_normal", self.wellbeing_normal, spec::number(0, 20).from(spec::judgement),
          "score from which wellbeing is in the normal range");
    visit("vaccination_offered", self.vaccination_offered, spec::share,
          "share of new journeys in which vaccination against hepatitis B is offered");
    visit("coverage", self.coverage, spec::any,
          "due reviews that are done, under designs with behaviour.review_coverage");
    visit("wellbeing_sd", self.wellbeing_sd, spec::number(0, 10).from(spec::judgement),
          "standard deviation of a score round its mean");
  }
};

/// Everything about the clinical course.
struct PathwayParameters {
  ByGroup<GroupPeople> people;
  ComplexityMeasurement complexity;
  HelpSeeking help_seeking;
  StopUse stop_use;
  StartUse start_use;
  OtherUse other_use;
  OnTheWay on_the_way;
  HazardParameters provider_assessment;
  bool immediate_assessment = false;
  Handover handover;
  Recording recording;
  DropOut drop_out;
  Pressure pressure;
  Completion completion;
  VerificationParameters verification;
  StaffParameters staff;
  ModalityChange modality_change;
  ByGroup<double> transfer{};
  double moves_away = 0;
  double moves_away_at_exit = 0;
  Mortality mortality;
  Offending offending;
  Alternating injecting, housing_problem, employment;
  Aftercare aftercare;
  Reviews reviews;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("people", self.people, spec::any.must(), "people of each group at their first referral");
    visit("complexity", self.complexity, spec::any, "how complexity is measured");
    visit("help_seeking", self.help_seeking, spec::any, "transition 1");
    visit("stop_use", self.stop_use, spec::any, "transitions 2 and 7");
    visit("start_use", self.start_use, spec::any, "transitions 3 and 8");
    visit("other_use", self.other_use, spec::any, "other use, stopping and starting");
    visit("provider_assessment", self.provider_assessment, spec::any,
          "transition 4 where the provider assesses, by time since referral");
    visit("immediate_assessment", self.immediate_assessment, spec::any,
          "everyone is assessed at the moment of referral");
    visit("on_the_way", self.on_the_way, spec::any, "transition 5");
    visit("handover", self.handover, spec::any, "from an independent assessor to the provider");
    visit("recording", self.recording, spec::any, "who enters the records");
    visit("drop_out", self.drop_out, spec::any, "transition 9");
    visit("pressure", self.pressure, spec::any,
          "clients pushed off drugs or medication, under designs with behaviour.pressure");
    visit("completion", self.completion, spec::any, "transition 10");
    visit("verification", self.verification, spec::any,
          "completions claimed and coded, under designs with behaviour.verification");
    visit("staff", self.staff, spec::any,
          "keyworkers who come and go, under designs with behaviour.staff");
    visit("modality_change", self.modality_change, spec::any, "changes of modality");
    visit("transfer", self.transfer, spec::rate,
          "transition 11, to another provider of the area; nobody where there is no other");
    visit("moves_away", self.moves_away, spec::rate,
          "leaving the area for good, the same wherever a person is, so that designs lose the same "
          "people");
    visit("moves_away_at_exit", self.moves_away_at_exit, spec::share,
          "people who leave the area for good at an exit; designs with more exits then lose more "
          "people");
    visit("mortality", self.mortality, spec::any, "transition 12");
    visit("offending", self.offending, spec::any, "offending and custody, transition 13");
    visit("injecting", self.injecting, spec::any, "injecting");
    visit("housing_problem", self.housing_problem, spec::any, "housing problem");
    visit("employment", self.employment, spec::any, "employment");
    visit("aftercare", self.aftercare, spec::any, "aftercare");
    visit("reviews", self.reviews, spec::any, "TOP reviews");
  }
  void validate(Problems& problems) const;
};

}  // namespace pbrsim
