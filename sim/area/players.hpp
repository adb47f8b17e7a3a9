/// What of a design can be taken out of it by itself, for sharing out what the design changes.
///
/// A *part* is named like the fields it covers, wherever they stand: the switch of that name in
/// `behaviour`, the field of that name of the design, the field of that name of its fixed practice.
/// The part `practice` is the fixed practice that no switch is named like: the efforts. Taken out,
/// a part is what it is under the design compared with, but for the switches of how providers
/// answer to contracts (levers, learning, readiness, norms, the time that effort takes, money):
/// those are off. What a design pays (contracts, successor, scheme) is no part. A *player* is a
/// group of parts that come and go together.
#pragma once

#include "area/model.hpp"

namespace pbrsim {

struct DecomposeParameters {
  std::map<std::string, std::vector<std::string>> players;
  int permutations = 8;

  template <class Self, class V>
  static void fields(Self& self, V& visit) {
    visit("players", self.players, spec::any,
          "parts of a design that come and go together, by a name for them; the usual ones if left "
          "out");
    visit("permutations", self.permutations, spec::number(2, 1000).from(spec::judgement),
          "with more than six players, in how many orders they come in each replication");
  }
  void validate(Problems& problems) const;
};

struct Player {
  std::string name;
  std::vector<std::string> parts;
};

/// More take too many designs.
inline constexpr std::size_t most_players = 10;

/// Names of all parts: switches in their order, fields of designs, `practice`.
std::vector<std::string> all_parts();

/// Those asked for, or the usual ones.
std::vector<Player> players_of(const DecomposeParameters& parameters);

/// What the part is when it is taken out: "effort off", "transition as under block".
std::string off_state(const std::string& part, const std::string& from);

/// The design with a practice for every provider of the area, so that two can be compared.
DesignParameters with_all_practice(DesignParameters design, const AreaModel& area);

// Both designs with the practice of every provider, here and below.

/// The design with the part taken out.
DesignParameters without_part(DesignParameters design, const DesignParameters& from,
                              const std::string& part);

/// The design with the players' switches of how providers answer to contracts off, nothing else
/// changed.
DesignParameters without_switches(DesignParameters design, const std::vector<Player>& players);

/// Can taking the part out make a difference to what happens?
bool matters(const std::string& part, const DesignParameters& design, const DesignParameters& from,
             const AreaModel& area);

/// Must a player hold the part, because two designs differ in it, or providers move by it or live
/// on it?
bool needs_player(const std::string& part, const DesignParameters& design,
                  const DesignParameters& from);

}  // namespace pbrsim
