#include "attack.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numeric>
#include <stdexcept>

#include "core/dates.hpp"

namespace pbrsim::test {

namespace {

constexpr int contract_months = 24;

/// A sum of panel values: coefficient by column and month from go-live.
struct Linear {
  const char* measure;
  std::vector<const char*> columns;
  std::function<double(const std::string& column, int month)> coefficient;
};

double in_contract(const std::string&, int month) {
  return month >= 0 && month < contract_months ? 1 : 0;
}

double discounted(int month) { return month < 0 ? 0 : std::pow(1.035, -(month + 0.5) / 12); }

const std::vector<const char*> settings{
    "person_days_community", "person_days_awaiting_assessor", "person_days_being_assessed",
    "person_days_referred",  "person_days_waiting",           "person_days_maintenance",
    "person_days_reduction", "person_days_psychosocial",      "person_days_residential",
    "person_days_aftercare", "person_days_custody",           "person_days_abstinent"};

std::vector<Linear> linear_measures() {
  const std::vector<const char*> treated(settings.begin() + 5, settings.begin() + 9);
  return {
      {"in_treatment", treated, in_contract},
      {"new_journeys", {"journeys"}, in_contract},
      {"new_journeys", {"starters_followed"}, in_contract},
      {"planned_exits", {"completed_drug_free", "completed_occasional_user"}, in_contract},
      {"planned_exits", {"exits_followed_6"}, in_contract},  // nearly
      {"planned_exits", {"exits_followed_12"}, in_contract},
      {"unplanned_exits", {"dropped_out", "declined"}, in_contract},
      {"relapses", {"relapses"}, in_contract},
      {"deaths", {"deaths_poisoning", "deaths_other"}, in_contract},
      {"proven_offences", {"proven_offences"}, in_contract},
      {"offences", {"offences"}, in_contract},
      {"crime_cost", {"offences"}, [](const std::string&, int m) { return discounted(m); }},
      {"provider_cost", treated,
       [](const std::string& c, int m) {
         static const std::map<std::string, double> cash{{"person_days_maintenance", 18},
                                                         {"person_days_reduction", 25},
                                                         {"person_days_psychosocial", 3},
                                                         {"person_days_residential", 400}};
         return in_contract(c, m) * cash.at(c);
       }},
      {"other_public_cost", settings,
       [](const std::string& c, int m) {
         const double cost = c == "person_days_abstinent" ? -500
                             : c == "person_days_custody" ? 34900
                                                          : 900;
         return discounted(m) * cost;
       }},
  };
}

/// Numerator and denominator as columns of the panel, in the contract's months.
struct Ratio {
  const char* measure;
  std::vector<const char*> numerator, denominator;
};

const std::vector<Ratio> ratios{
    {"waits_over_3_weeks", {"waits_over_3_weeks"}, {"journeys"}},
    {"completed_12_months", {"starters_completed"}, {"starters_followed"}},
    {"completed_of_treated",
     {"completed_drug_free", "completed_occasional_user"},
     {"treated_in_year"}},
    {"represented_6", {"exits_returned_6"}, {"exits_followed_6"}},
    {"represented_12", {"exits_returned_12"}, {"exits_followed_12"}},
    {"abstinent_at_review", {"abstinent_all"}, {"reviews"}},
    {"reported_abstinent", {"reported_all"}, {"reviews"}},
    {"abstinent_presenting", {"abstinent_presenting"}, {"reviews"}},
};

class Attack {
 public:
  explicit Attack(const Release& release)
      : panel_(release.at("panel")),
        ledger_(release.at("ledger")),
        summary_(release.at("summary")) {
    by_replication_ = panel_.schema.find("replication") != nullptr;
    for (std::size_t r = 0; r < summary_.rows.size(); ++r)
      estimates_[{summary_.at(r, "design"), summary_.at(r, "area"), summary_.at(r, "measure")}] = r;
    for (std::size_t r = 0; r < panel_.rows.size(); ++r)
      panel_rows_[{panel_.at(r, "design"), panel_.at(r, "area")}].push_back(r);
    for (std::size_t r = 0; r < ledger_.rows.size(); ++r)
      replications_.insert(ledger_.at(r, "replication"));
  }

  std::vector<Recovered> run() {
    for (const auto& [where, rows] : panel_rows_) {
      totals(where.first, where.second, rows);
      for (const Linear& linear : linear_measures())
        measure(where.first, where.second, rows, linear);
    }
    sums_over_areas();
    shared_history();
    payments();
    return determined();
  }

 private:
  using Key = std::vector<std::string>;
  using Equation = std::map<std::size_t, double>;

  std::size_t unknown(const Key& key) {
    return unknowns_.emplace(key, unknowns_.size()).first->second;
  }
  void add(Equation& e, const Key& key, double coefficient) { e[unknown(key)] += coefficient; }
  void add_cell(Equation& e, const Table& table, std::size_t row, const std::string& column,
                double coefficient) {
    if (coefficient != 0 && table.at(row, column) == "*")
      add(e, {table.schema.name, std::to_string(row), column}, coefficient);
  }
  void know(Equation e) {
    std::erase_if(e, [](const auto& entry) { return entry.second == 0; });
    if (!e.empty()) equations_.push_back(std::move(e));
  }

  bool hidden(const std::string& design, const std::string& area,
              const std::string& measure) const {
    return summary_.at(estimates_.at({design, area, measure}), "mean") == "*";
  }
  /// A measure made of the column is suppressed, so its total is not known.
  bool total_hidden(const std::string& design, const std::string& area,
                    const std::string& column) const {
    const auto holds = [&](const std::vector<const char*>& list) {
      for (const char* c : list)
        if (c == column) return true;
      return false;
    };
    for (const Linear& l : linear_measures())
      if (l.coefficient(l.columns.front(), 0) == 1 && holds(l.columns) &&
          hidden(design, area, l.measure))
        return true;
    for (const Ratio& r : ratios)
      if ((holds(r.numerator) || holds(r.denominator)) && hidden(design, area, r.measure))
        return true;
    return false;
  }

  /// The total of each column over the contract, by replication where rows are.
  void totals(const std::string& d, const std::string& a, const std::vector<std::size_t>& rows) {
    for (const Column& c : panel_.schema.columns) {
      if (c.disclosure == Disclosure::nothing) continue;
      const bool unknown_total = total_hidden(d, a, c.name);
      std::map<std::string, Equation> by_replication;
      for (const std::size_t r : rows)
        add_cell(by_replication[by_replication_ ? panel_.at(r, "replication") : ""], panel_, r,
                 c.name, in_contract(c.name, month(r)));
      Equation mean;
      for (auto& [replication, e] : by_replication) {
        if (unknown_total) {
          add(e, {"total", d, a, c.name, replication}, -1);
          add(mean, {"total", d, a, c.name, replication}, 1);
        }
        know(e);
      }
      if (unknown_total) {
        add(mean, {"total", d, a, c.name}, -static_cast<double>(by_replication.size()));
        know(mean);
      }
    }
    for (const Ratio& ratio : ratios)
      if (!hidden(d, a, ratio.measure)) know(ratio_equation(d, a, ratio));
  }

  Equation ratio_equation(const std::string& d, const std::string& a, const Ratio& ratio) {
    Equation e;
    const std::string& value = summary_.at(estimates_.at({d, a, ratio.measure}), "mean");
    if (value.empty()) return e;
    for (const char* c : ratio.numerator)
      if (total_hidden(d, a, c)) add(e, {"total", d, a, c}, 1);
    for (const char* c : ratio.denominator)
      if (total_hidden(d, a, c)) add(e, {"total", d, a, c}, -std::strtod(value.c_str(), nullptr));
    return e;
  }

  void measure(const std::string& d, const std::string& a, const std::vector<std::size_t>& rows,
               const Linear& linear) {
    Equation e;
    for (const std::size_t r : rows)
      for (const char* c : linear.columns)
        add_cell(e, panel_, r, c, linear.coefficient(c, month(r)));
    if (hidden(d, a, linear.measure)) add(e, {"measure", d, a, linear.measure}, -1);
    know(e);
  }

  void sums_over_areas() {
    std::set<std::string> designs, areas;
    for (const auto& [where, rows] : panel_rows_) {
      designs.insert(where.first);
      areas.insert(where.second);
    }
    for (const std::string& d : designs) {
      for (const Column& c : panel_.schema.columns) {
        Equation e;
        for (const std::string& a : areas)
          if (total_hidden(d, a, c.name)) add(e, {"total", d, a, c.name}, 1);
        if (total_hidden(d, "total", c.name)) add(e, {"total", d, "total", c.name}, -1);
        know(e);
      }
      for (const char* m : {"in_treatment", "new_journeys", "planned_exits", "unplanned_exits",
                            "relapses", "deaths", "proven_offences", "offences", "crime_cost",
                            "provider_cost", "other_public_cost", "spend"}) {
        Equation e;
        for (const std::string& a : areas)
          if (hidden(d, a, m)) add(e, {"measure", d, a, m}, 1);
        if (hidden(d, "total", m)) add(e, {"measure", d, "total", m}, -1);
        know(e);
      }
    }
  }

  /// Block and copy are the same throughout, all designs in what lies before February 2012 and does
  /// not look beyond it.
  void shared_history() {
    for (const auto& [where, rows] : panel_rows_) {
      if (where.first == "block") continue;
      const std::vector<std::size_t>& same = panel_rows_.at({"block", where.second});
      for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const Column& c : panel_.schema.columns) {
          const bool looks_ahead = c.name == "starters_completed" || c.name == "exits_returned_6" ||
                                   c.name == "exits_returned_12" || c.name == "exits_followed_6" ||
                                   c.name == "exits_followed_12";
          const bool shared = where.first == "copy" || month(rows[i]) < (looks_ahead ? -15 : -2);
          if (!shared && c.name != "new_people") continue;
          Equation e;
          add_cell(e, panel_, rows[i], c.name, 1);
          add_cell(e, panel_, same[i], c.name, -1);
          know(e);
        }
      }
    }
  }

  /// Attachment payments count the journeys of a month; payments add up to the spend.
  void payments() {
    std::map<Key, Equation> journeys, spend;
    for (std::size_t r = 0; r < ledger_.rows.size(); ++r) {
      const std::string &d = ledger_.at(r, "design"), &a = ledger_.at(r, "area");
      static const std::map<std::string, double> price{
          {"lower", 10000}, {"middle", 15000}, {"upper", 22000}};
      Equation& s = spend[{d, a}];
      if (ledger_.at(r, "term") != "start") {
        add_cell(s, ledger_, r, "pence", 1);
        continue;
      }
      add_cell(s, ledger_, r, "entries", price.at(ledger_.at(r, "cluster")));
      add_cell(journeys[{d, a, ledger_.at(r, "accrued"),
                         by_replication_ ? ledger_.at(r, "replication") : ""}],
               ledger_, r, "entries", 1);
    }
    for (auto& [key, e] : spend) {
      if (hidden(key[0], key[1], "spend")) add(e, {"measure", key[0], key[1], "spend"}, -1);
      know(e);
    }
    for (auto& [key, e] : journeys) {
      for (const std::size_t r : panel_rows_.at({key[0], key[1]}))
        if (panel_.at(r, "month") == key[2] &&
            (!by_replication_ || panel_.at(r, "replication") == key[3]))
          add_cell(e, panel_, r, "journeys",
                   by_replication_ ? -1 : -static_cast<double>(replications_.size()));
      know(e);
    }
  }

  /// Unknowns that are said to be equal are one; unknowns that stand everywhere together cannot be
  /// told apart, so that neither is determined and one column of the system does for them.
  std::vector<Recovered> determined() {
    std::vector<std::size_t> same(unknowns_.size());
    std::iota(same.begin(), same.end(), std::size_t{0});
    const auto representative = [&](std::size_t x) {
      while (same[x] != x)
        x = same[x];
      return x;
    };
    for (const Equation& e : equations_)
      if (e.size() == 2 && e.begin()->second == -e.rbegin()->second)
        same[representative(e.begin()->first)] = representative(e.rbegin()->first);
    std::vector<Equation> columns(unknowns_.size());
    for (std::size_t i = 0; i < equations_.size(); ++i) {
      double largest = 0;
      for (const auto& [x, coefficient] : equations_[i])
        largest = std::max(largest, std::abs(coefficient));
      for (const auto& [x, coefficient] : equations_[i])
        columns[representative(x)][i] += coefficient / largest;
    }
    std::map<Equation, std::vector<std::size_t>> alike;
    for (std::size_t x = 0; x < columns.size(); ++x) {
      std::erase_if(columns[x], [](const auto& entry) { return std::abs(entry.second) < 1e-12; });
      if (representative(x) == x && !columns[x].empty()) alike[columns[x]].push_back(x);
    }
    const std::set<std::size_t> found = solve(alike);
    std::vector<Recovered> result;
    for (const auto& [key, x] : unknowns_)
      if (found.count(representative(x)) == 1) {
        if (key[0] == "panel" || key[0] == "ledger")
          result.push_back({key[0], std::stoul(key[1]), key[2]});
        if (key[0] == "measure")
          result.push_back({"summary", estimates_.at({key[1], key[2], key[3]}), "mean"});
      }
    return result;
  }

  /// Those whose unit vector is a combination of the equations.
  std::set<std::size_t> solve(const std::map<Equation, std::vector<std::size_t>>& alike) const {
    std::map<std::size_t, Eigen::Index> used;  // equations
    for (const auto& [column, unknowns] : alike)
      for (const auto& [i, coefficient] : column)
        used.emplace(i, static_cast<Eigen::Index>(used.size()));
    Eigen::MatrixXd rows = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(alike.size()),
                                                 static_cast<Eigen::Index>(used.size()));
    Eigen::Index at = 0;
    for (const auto& [column, unknowns] : alike) {
      for (const auto& [i, coefficient] : column)
        rows(at, used.at(i)) = coefficient;
      ++at;
    }
    if (rows.size() == 0) return {};
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(rows);
    qr.setThreshold(1e-9);
    const Eigen::MatrixXd space =
        qr.householderQ() * Eigen::MatrixXd::Identity(rows.rows(), qr.rank());
    if (!space.allFinite()) throw std::runtime_error("the attack's system is not finite");
    std::set<std::size_t> found;
    at = 0;
    for (const auto& [column, unknowns] : alike) {
      if (unknowns.size() == 1 && space.row(at).squaredNorm() > 1 - 1e-7)
        found.insert(unknowns.front());
      ++at;
    }
    return found;
  }

  int month(std::size_t row) const { return std::stoi(panel_.at(row, "from_go_live")); }

  const Table &panel_, &ledger_, &summary_;
  bool by_replication_ = false;
  std::map<Key, std::size_t> estimates_;
  std::map<std::pair<std::string, std::string>, std::vector<std::size_t>> panel_rows_;
  std::set<std::string> replications_;
  std::map<Key, std::size_t> unknowns_;
  std::vector<Equation> equations_;
};

}  // namespace

std::vector<Recovered> attack(const Release& release) { return Attack(release).run(); }

Release only_small_suppressed(const Release& plain, int suppress) {
  Release result = plain;
  const auto small = [&](const std::string& text, double scale) {
    const double x = text.empty() ? 0 : std::strtod(text.c_str(), nullptr) / scale;
    return x > 0 && x < suppress;
  };
  Table& panel = result.at("panel");
  for (std::size_t c = 0; c < panel.header.size(); ++c) {
    const Disclosure kind = panel.schema.columns[c].disclosure;
    if (kind != Disclosure::count && kind != Disclosure::person_time) continue;
    for (auto& row : panel.rows)
      if (small(row[c], kind == Disclosure::person_time ? 30.4 : 1)) row[c] = "*";
  }
  Table& ledger = result.at("ledger");
  for (std::size_t r = 0; r < ledger.rows.size(); ++r)
    if (ledger.at(r, "term") != "core" && small(ledger.at(r, "entries"), 1))
      ledger.rows[r][9] = ledger.rows[r][10] = "*";
  Table& summary = result.at("summary");
  for (std::size_t r = 0; r < summary.rows.size(); ++r) {
    const std::string& unit = summary.at(r, "unit");
    if ((unit == "people" || unit == "journeys" || unit == "exits") &&
        small(summary.at(r, "mean"), 1))
      summary.rows[r][5] = "*";
  }
  return result;
}

std::size_t months_of_ones(const Release& release, const Release& plain) {
  std::map<std::string, std::size_t> rows;
  const Table& ledger = release.at("ledger");
  for (std::size_t r = 0; r < ledger.rows.size(); ++r)
    if (ledger.at(r, "design") == "pilot" && ledger.at(r, "area") == "north" &&
        ledger.at(r, "term") == "start" && ledger.at(r, "entries") == "*")
      ++rows[ledger.at(r, "accrued")];
  std::size_t result = 0;
  const Table &panel = release.at("panel"), &numbers = plain.at("panel");
  for (std::size_t r = 0; r < panel.rows.size(); ++r)
    if (panel.at(r, "design") == "pilot" && panel.at(r, "area") == "north" &&
        panel.at(r, "journeys") != "*")
      result += rows.count(panel.at(r, "month")) == 1 &&
                std::to_string(rows.at(panel.at(r, "month"))) == numbers.at(r, "journeys");
  return result;
}

}  // namespace pbrsim::test
