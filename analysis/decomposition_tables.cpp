#include "analysis/decomposition_tables.hpp"

#include "results/reference_tables.hpp"

namespace pbrsim {

namespace {

constexpr const char* written_with = "by `pbrsim decompose --out`";

Column part_column() { return text("part", "Part of the difference; see players."); }

Column estimate_column(const char* name, std::string description, std::string missing) {
  return number(name, std::move(description)).in("see unit").empty_if(std::move(missing));
}

}  // namespace

std::string off_states(const std::vector<std::string>& parts, const std::string& from) {
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : "; ") + off_state(part, from);
  return text;
}

TableSchema decomposition_schema() {
  TableSchema s;
  s.name = "decomposition";
  s.title = "A difference taken apart";
  s.row =
      "One part of the paired difference of one measure in one area, or in all areas together: a "
      "design less the baseline. Rows of all parts but `whole` add up to the row `whole`.";
  s.when = written_with;
  const std::string none = "defined in no replication",
                    few = "defined in fewer than two replications";
  s.columns = {
      design_column(),
      text("baseline", "Design that it is compared with."),
      text("area", "Area, or `total` for all areas of a replication together."),
      text("measure", "Measure; see measures."),
      text("unit", "Unit of the measure."),
      part_column(),
      whole_number("n",
                   "Replications in which the measure is defined in every design that is simulated "
                   "to take the difference apart.")
          .in("replications")
          .at_least(0),
      estimate_column("mean", "Mean of the part over those replications.", none),
      estimate_column("standard_error",
                      "Standard error of the mean: of simulating few replications and, with more "
                      "than six players, of drawing few orders.",
                      few),
      estimate_column(
          "lower", "Lower end of the 95% Student-t interval of the mean over replications.", few),
      estimate_column("upper", "Upper end of it.", few)};
  s.primary_key = {"design", "baseline", "area", "measure", "part"};
  s.foreign_keys = {to_designs(),
                    to_designs("baseline"),
                    to_areas(),
                    {{"measure"}, "measures", {"measure"}},
                    {{"part"}, "players", {"part"}}};
  return s;
}

void add_decomposition_rows(TableRows& rows, const Decomposition& decomposition) {
  const DecompositionPlan& plan = decomposition.plan();
  for (std::size_t a = 0; a <= decomposition.areas(); ++a)
    for (std::size_t m = 0; m < measures().size(); ++m)
      for (std::size_t p = 0; p < decomposition.parts(); ++p) {
        const Estimate e = estimate(decomposition.values(a, m, p));
        const std::string_view area =
            a == decomposition.areas() ? all_areas : std::string_view(plan.plan.areas[a].model.id);
        rows.add({plan.to, plan.from, area, measures()[m].name, measures()[m].unit,
                  decomposition.part_name(p), static_cast<std::int64_t>(e.n),
                  number_or_missing(e.mean), number_or_missing(e.standard_error),
                  number_or_missing(e.lower), number_or_missing(e.upper)});
      }
}

TableSchema player_schema() {
  TableSchema s;
  s.name = "players";
  s.title = "What a difference is shared out to";
  s.row = "One part of a difference taken apart.";
  s.when = written_with;
  const std::string no_player = "no player";
  s.columns = {
      text("part", "Its name."),
      text("kind", "What it is.")
          .one_of({{"whole", "the difference itself"},
                   {"before",
                    "what the players' switches did under the baseline itself, taken back: 0 where "
                    "its contract gave nobody a reason to move"},
                   {"payment_rules",
                    "other prices for the same events, all players out: 0 for what is not money"},
                   {"player",
                    "a Shapley value: what the player adds, on average over the orders "
                    "in which players may come in"}}),
      text("holds", "Keys of the design that come and go with the player, with `; ` between.")
          .empty_if(no_player),
      text("off_state", "What they are while the player is out.").empty_if(no_player),
      yes_or_no("makes_a_difference",
                "Whether any area's designs differ with the player in and out; if not it is 0 and "
                "no coalition is simulated for it."),
      text("method", "How its share was computed.")
          .one_of({{"difference", "the difference of two designs"},
                   {"exact", "over all orders"},
                   {"sampled", "over random orders, other ones in every replication"}})};
  s.primary_key = {"part"};
  return s;
}

void add_player_rows(TableRows& rows, const DecompositionPlan& plan) {
  for (const char* name : {"whole", "before", "payment_rules"})
    rows.add({std::string(name), std::string(name), Missing{}, Missing{}, true,
              std::string("difference")});
  for (std::size_t i = 0; i < plan.players.size(); ++i) {
    const Player& player = plan.players[i];
    std::string holds;
    for (const std::string& part : player.parts)
      holds += (holds.empty() ? "" : "; ") + part;
    rows.add({player.name, std::string("player"), holds, off_states(player.parts, plan.from),
              plan.plays(i), std::string(plan.exact() ? "exact" : "sampled")});
  }
}

std::vector<TableSchema> decomposition_tables() {
  return {decomposition_schema(), player_schema()};
}

}  // namespace pbrsim
