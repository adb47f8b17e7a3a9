/// A contract as its designer writes it: clusters of complexity bands and a list of payment terms.
///
/// Money in pounds, nominal. Every term names its kind; a field that the kind does not use is
/// refused.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/fields.hpp"
#include "record/vocabulary.hpp"

namespace pbrsim {

enum class TermKind : std::uint8_t { block, attachment, activity, outcome };
template <>
struct EnumNames<TermKind> {
  static constexpr std::array<std::string_view, 4> values{"block", "attachment", "activity",
                                                          "outcome"};
};

enum class Measure : std::uint8_t {
  abstinent_presenting_at_review,
  abstinent_at_review,
  planned_exit,
  no_representation,
};
template <>
struct EnumNames<Measure> {
  static constexpr std::array<std::string_view, 4> values{
      "abstinent_presenting_at_review", "abstinent_at_review", "planned_exit", "no_representation"};
};

struct TermParameters {
  TermKind kind = TermKind::block;
  Funder funder = Funder::public_health;
  std::vector<Group> groups;
  std::optional<double> amount;
  std::map<std::string, double> price;
  std::optional<ByModality<double>> price_per_week;
  std::optional<Measure> measure;
  std::optional<int> within_months;
  std::optional<int> up_to;
  std::optional<double> cap;
  int lag_months = 0;

  static constexpr std::string_view kind_key = "kind";
  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("kind", self.kind, spec::any.must(),
          "block: so much a month; attachment: at each triage that starts a journey; activity: per "
          "week in treatment; outcome: per outcome achieved");
    visit("funder", self.funder, spec::any, "who pays");
    visit("groups", self.groups,
          spec::any.only(TermKind::attachment, TermKind::activity, TermKind::outcome),
          "only for clients of these groups; all if left out");
    visit("amount", self.amount, spec::gbp_per_year.must().only(TermKind::block),
          "block: pounds a year, paid by the month");
    visit("price", self.price, spec::gbp.must().only(TermKind::attachment, TermKind::outcome),
          "attachment, outcome: pounds, one price or one for each cluster");
    visit("price_per_week", self.price_per_week, spec::gbp_per_week.must().only(TermKind::activity),
          "activity: pounds per client-week by modality");
    visit("measure", self.measure, spec::any.must().only(TermKind::outcome),
          "outcome: what is paid for");
    visit("within_months", self.within_months, spec::number(1, 24).only(TermKind::outcome),
          "outcome no_representation: months without a return to treatment");
    visit("up_to", self.up_to, spec::number(1, 100).only(TermKind::outcome),
          "outcome at review: paid at most so many times a journey; every time if left out");
    visit("cap", self.cap,
          spec::gbp_per_year.only(TermKind::attachment, TermKind::activity, TermKind::outcome),
          "most that this term pays in a contract year");
    visit("lag_months", self.lag_months, spec::number(0, 36),
          "months from the end of the month in which it is earned to payment");
  }
  void validate(Problems& problems) const;
};

struct ContractParameters {
  std::map<std::string, std::vector<MeasuredBand>> clusters;
  std::map<std::string, TermParameters> terms;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("clusters", self.clusters, spec::any,
          "complexity clusters: the bands of each; one cluster named all if left out");
    visit("terms", self.terms, spec::any, "payment terms by name");
  }
  void validate(Problems& problems) const;
};

}  // namespace pbrsim
