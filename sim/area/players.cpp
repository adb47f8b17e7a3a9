#include "area/players.hpp"

#include <algorithm>
#include <any>
#include <variant>

namespace pbrsim {

namespace {

constexpr std::string_view efforts = "practice";
/// Fields of designs that are no parts of their own.
constexpr std::string_view no_parts[] = {"label",     "practice",  "behaviour",
                                         "contracts", "successor", "scheme"};
/// Names that the tables give to what no player holds.
constexpr std::string_view reserved[] = {"whole", "before", "payment_rules"};

bool among(std::string_view name, const auto& names) {
  return std::ranges::find(names, name) != std::end(names);
}

template <class T>
std::vector<std::string> names_of_fields() {
  std::vector<std::string> names;
  const auto note = [&](std::string_view name, const auto&, const FieldSpec&, std::string_view) {
    names.emplace_back(name);
  };
  const T value{};
  T::fields(value, note);
  return names;
}

bool is_switch(std::string_view name) { return among(name, names_of_fields<Behaviour>()); }
bool is_design_field(std::string_view name) {
  return !among(name, no_parts) && among(name, names_of_fields<DesignParameters>());
}
bool is_practice(std::string_view field, std::string_view part) {
  return part == efforts ? !is_switch(field) : field == part;
}

bool switch_of(const Behaviour& behaviour, std::string_view name) {
  bool on = false;
  const auto read = [&](std::string_view field, const bool& member, const FieldSpec&,
                        std::string_view) {
    if (field == name) on = member;
  };
  Behaviour::fields(behaviour, read);
  return on;
}

/// When providers are paid decides who can go on: contracts act through it as through levers.
constexpr std::string_view cash = "money";
constexpr std::string_view of_response[] = {"learning",      "shared_learning", "anticipation",
                                            "year_progress", "readiness",       "recovery_focus",
                                            "crowding_out"};

void set_switch(Behaviour& behaviour, std::string_view name, bool on) {
  const auto write = [&](std::string_view field, bool& member, const FieldSpec&, std::string_view) {
    if (field == name) member = on;
  };
  Behaviour::fields(behaviour, write);
}

/// Alone, this switch lets providers move something.
bool is_lever(std::string_view name) {
  Behaviour alone;
  set_switch(alone, name, true);
  return alone.responds();
}

/// Is it a switch of how providers answer to contracts, which is off when it is taken out? Other
/// switches stand as under the design compared with.
bool answers_contracts(std::string_view name) {
  return is_lever(name) || among(name, of_response) || name == "time" || name == cash;
}

template <class T>
void copy_field(T& to, const T& from, std::string_view name) {
  std::any value;
  const auto read = [&](std::string_view field, const auto& member, const FieldSpec&,
                        std::string_view) {
    if (field == name) value = member;
  };
  T::fields(from, read);
  const auto write = [&]<class M>(std::string_view field, M& member, const FieldSpec&,
                                  std::string_view) {
    if (field == name) member = std::any_cast<M>(value);
  };
  T::fields(to, write);
}

using Leaves = std::vector<std::variant<double, std::string>>;

/// All that a value says, one after the other: two values are the same if this is.
template <class T>
void list_leaves(const T& value, Leaves& leaves) {
  if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
    leaves.emplace_back(static_cast<double>(value));
  } else if constexpr (std::is_same_v<T, std::string>) {
    leaves.emplace_back(value);
  } else if constexpr (std::is_same_v<T, Date>) {
    leaves.emplace_back(static_cast<double>(value.time_since_epoch().count()));
  } else if constexpr (requires { value.has_value(); }) {
    leaves.emplace_back(value.has_value() ? 1.0 : 0.0);
    if (value) list_leaves(*value, leaves);
  } else if constexpr (requires { typename T::mapped_type; }) {
    leaves.emplace_back(static_cast<double>(value.size()));
    for (const auto& [name, each] : value) {
      leaves.emplace_back(name);
      list_leaves(each, leaves);
    }
  } else if constexpr (requires { value.begin(); }) {
    leaves.emplace_back(static_cast<double>(value.end() - value.begin()));
    for (const auto& each : value)
      list_leaves(each, leaves);
  } else {
    const auto list = [&](std::string_view, const auto& member, const FieldSpec&,
                          std::string_view) { list_leaves(member, leaves); };
    T::fields(value, list);
  }
}

bool same(const DesignParameters& a, const DesignParameters& b) {
  Leaves one, other;
  list_leaves(a, one);
  list_leaves(b, other);
  return one == other;
}

DesignParameters with_part_of(DesignParameters design, const DesignParameters& from,
                              const std::string& part, bool on) {
  if (is_switch(part)) set_switch(design.behaviour, part, on);
  if (is_design_field(part)) copy_field(design, from, part);
  for (auto& [provider, practice] : design.practice)
    for (const std::string& field : names_of_fields<Practice>())
      if (is_practice(field, part)) copy_field(practice, from.practice.at(provider), field);
  return design;
}

/// Efforts as they were before, under both designs, and nobody who moves them.
bool efforts_stay(const DesignParameters& design, const DesignParameters& from,
                  const AreaModel& area) {
  DesignParameters before = design;
  for (auto& [provider, practice] : before.practice)
    practice = area.legacy_practice;
  const std::string part(efforts);
  return !design.behaviour.responds() && same(design, without_part(design, before, part)) &&
         same(from, without_part(from, before, part));
}

}  // namespace

void DecomposeParameters::validate(Problems& problems) const {
  const std::vector<std::string> parts = all_parts();
  std::string list;
  for (const std::string& part : parts)
    list += (list.empty() ? "" : ", ") + part;
  if (players.size() > most_players)
    problems.push_back({"players", "has more than " + std::to_string(most_players) +
                                       " players; put some of them together"});
  std::map<std::string, std::string> holder;
  for (const auto& [name, held] : players) {
    const std::string path = "players." + name;
    if (among(name, reserved))
      problems.push_back({path, "has a name that the tables use otherwise; choose another"});
    if (held.empty()) problems.push_back({path, "holds no part; parts are: " + list});
    for (const std::string& part : held) {
      if (!among(part, parts))
        problems.push_back({path, "holds \"" + part + "\", which is no part; parts are: " + list});
      const auto [first, fresh] = holder.emplace(part, name);
      if (!fresh)
        problems.push_back({path, "holds " + part + ", and so does " +
                                      (first->second == name ? "it twice" : first->second) +
                                      "; a part belongs to one player"});
    }
  }
}

std::vector<std::string> all_parts() {
  std::vector<std::string> parts = names_of_fields<Behaviour>();
  for (const std::string& field : names_of_fields<DesignParameters>())
    if (is_design_field(field) && !among(field, parts)) parts.push_back(field);
  parts.emplace_back(efforts);
  return parts;
}

std::vector<Player> players_of(const DecomposeParameters& parameters) {
  std::vector<Player> players;
  for (const auto& [name, parts] : parameters.players)
    players.push_back({name, parts});
  if (!players.empty()) return players;
  return {{"effort",
           {"effort", "learning", "shared_learning", "anticipation", "year_progress", "readiness",
            "recovery_focus", "crowding_out", "pressure", "practice"}},
          {"selection", {"selection"}},
          {"discharge_timing", {"discharge"}},
          {"coding_and_reporting", {"coding", "reporting"}},
          {"capacity_and_waiting", {"time", "staff", "money", "client_choice"}},
          {"assessment_and_verification",
           {"assessment", "standard", "verification", "review_coverage", "review_dates"}},
          {"transition_shock", {"transition", "re_registration"}}};
}

std::string off_state(const std::string& part, const std::string& from) {
  if (!answers_contracts(part)) return part + " as under " + from;
  const bool fixed = among(part, names_of_fields<Practice>());
  return part + " off" + (fixed ? ", its fixed value as under " + from : "");
}

DesignParameters with_all_practice(DesignParameters design, const AreaModel& area) {
  for (const std::string& provider : area.provider_names)
    design.practice.emplace(provider, area.legacy_practice);
  return design;
}

DesignParameters without_part(DesignParameters design, const DesignParameters& from,
                              const std::string& part) {
  const bool on = !answers_contracts(part) && switch_of(from.behaviour, part);
  return with_part_of(std::move(design), from, part, on);
}

DesignParameters without_switches(DesignParameters design, const std::vector<Player>& players) {
  for (const Player& player : players)
    for (const std::string& part : player.parts)
      if (answers_contracts(part)) set_switch(design.behaviour, part, false);
  return design;
}

bool matters(const std::string& part, const DesignParameters& design, const DesignParameters& from,
             const AreaModel& area) {
  if (among(part, of_response) && !design.behaviour.responds()) return false;
  if (part == "time" && efforts_stay(design, from, area)) return false;
  return !same(design, without_part(design, from, part));
}

bool needs_player(const std::string& part, const DesignParameters& design,
                  const DesignParameters& from) {
  if ((is_lever(part) || part == cash) && switch_of(design.behaviour, part)) return true;
  return !same(design, with_part_of(design, from, part, switch_of(from.behaviour, part)));
}

}  // namespace pbrsim
