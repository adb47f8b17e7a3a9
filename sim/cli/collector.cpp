#include "cli/collector.hpp"

#include <algorithm>

#include "analysis/summary_tables.hpp"
#include "analysis/uncertainty_tables.hpp"
#include "cli/begin_manifest.hpp"
#include "experiment/draws.hpp"
#include "results/reference_tables.hpp"

namespace pbrsim::cli {

Collector::Collector(const Plan& plan, OutputOptions options, ResultTables* tables)
    : outcomes(area_ids(plan), plan.designs, plan.draws_together,
               tables != nullptr ? tables->folder() : std::filesystem::path()),
      plan_(plan),
      options_(std::move(options)),
      tables_(tables),
      areas_(plan.areas.size()),
      cell_tables_(options_.cell_tables()) {
  if (tables_ != nullptr) open_tables();
}

void Collector::open_tables() {
  tables_->open(summary_schema());
  tables_->open(difference_schema());
  const std::size_t areas = plan_.areas.size();
  const auto drawn = static_cast<std::size_t>(plan_.replications);
  const auto open_panel = [&](const TableSchema& schema) {
    if (!options_.keys.replication) return void(tables_->open(schema));
    const bool by_draw = plan_.draws > 0;
    const std::size_t each = options_.panel_blocks / (by_draw ? drawn * areas : areas);
    tables_->open_in_parts(schema, {static_cast<std::int64_t>(std::max<std::size_t>(each, 1)),
                                    by_draw ? 1 : 0, by_draw ? "draws" : "replications"});
  };
  if (options_.by_replication.empty()) {
    open_panel(panel_schema(options_.keys));
    if (writes_at_once()) tables_->open(provider_schema(options_.keys));
  }
  for (const CellTable* table : cell_tables_)
    if (table->schema.name == "panel")
      open_panel(table->schema);
    else
      tables_->open(table->schema);
}

std::vector<const CellTable*> OutputOptions::cell_tables() const {
  std::vector<const CellTable*> all;
  for (const auto& table : by_replication)
    all.push_back(table.get());
  all.insert(all.end(), tables.begin(), tables.end());
  return all;
}

FailedBlock failed_block(const BlockResult& block, const Plan& plan) {
  return {block.number.index, plan.areas[block.number.area].model.id, block.number.replication,
          block.failure, block.number.draw};
}

void Collector::take(BlockResult&& block) {
  if (!block.failure.empty()) failed.push_back(failed_block(block, plan_));
  if (block.level)
    without_totals_.erase(block.number.area);
  else
    without_totals_.insert(block.number.area);
  begun_.push_back(std::move(block));
  if (begun_.size() % plan_.areas.size() != 0 || !without_totals_.empty()) return;
  for (std::size_t first = 0; first < begun_.size(); first += plan_.areas.size())
    count_replication(first);
  begun_.clear();
}

void Collector::count_replication(std::size_t first) {
  const std::uint32_t draw = begun_[first].number.draw;
  std::vector<std::vector<Sums>> by_area;
  for (std::size_t b = first; b < first + plan_.areas.size(); ++b) {
    BlockResult& block = begun_[b];
    std::vector<Sums> sums;
    for (const CellResult& cell : block.designs)
      sums.push_back(cell.sums);
    if (!sums.empty()) {
      ++areas_[block.number.area].counted;
      people += sums.front()[Quantity::people];
      clinical_events += sums.front()[Quantity::clinical_events];
      for (std::size_t d = 1; d < sums.size(); ++d)
        clinical_events += sums[d][Quantity::own_clinical_events];
    }
    by_area.push_back(std::move(sums));
    if (tables_ != nullptr) keep(block);
  }
  outcomes.add(by_area, draw);
  ++replications;
}

void Collector::keep(BlockResult& block) {
  Area& area = areas_[block.number.area];
  if (writes_at_once())
    write_cell_tables(block);
  else
    for (std::size_t d = 0; d < block.designs.size(); ++d)
      area.ledgers.push_back({&plan_.areas[block.number.area].designs[d], block.number.replication,
                              std::move(block.designs[d].ledger)});
  keep_totals(area, block);
}

void Collector::write_cell_tables(const BlockResult& block) {
  const std::int64_t part = plan_.draws > 0 ? block.number.draw : block.number.replication;
  for (const CellResult& cell : block.designs)
    for (std::size_t t = 0; t < cell_tables_.size(); ++t) {
      const std::string& name = cell_tables_[t]->schema.name;
      (name == "panel" ? tables_->part(name, part) : tables_->at(name)).rows_text(cell.tables[t]);
    }
}

void Collector::keep_totals(Area& area, BlockResult& block) {
  if (!options_.keys.replication) {
    if (block.level) area.sum.add(node_of(block, plan_.areas.size()), std::move(block.totals));
    return;
  }
  if (writes_at_once() || block.totals.designs.empty()) return;
  area.slots.push_back(std::move(block.totals));
  area.replications.push_back(block.number.replication);
}

void Collector::write_providers() {
  TableRows rows(tables_->at("providers").schema());
  for (std::size_t d = 0; d < plan_.designs.size(); ++d)
    for (std::size_t a = 0; a < areas_.size(); ++a)
      for (const AreaTotals& sum : areas_[a].slots) {
        const AreaPlan& area = plan_.areas[a];
        add_provider_rows(rows, sum.designs[d].providers,
                          {plan_.designs[d], area.model.id, 0, areas_[a].counted}, area.model,
                          area.designs[d], plan_.schedule, options_.keys);
      }
  tables_->at("providers").rows(rows);
}

void Collector::write_panel_rows(std::size_t a, std::size_t slot, std::size_t design,
                                 const HiddenPanel* hidden) {
  const Area& area = areas_[a];
  const PanelBlock& panel = area.slots[slot].designs[design].panel;
  const bool each = options_.keys.replication;
  const PanelOf of{plan_.designs[design], plan_.areas[a].model.id,
                   each ? area.replications[slot] : 0, each ? 1 : area.counted};
  TableWriter& table = each ? tables_->part("panel", of.replication) : tables_->at("panel");
  TableRows rows(table.schema());
  add_panel_rows(rows, panel, of, plan_.schedule, options_.keys, [&](const PanelValue& v) -> Field {
    if (hidden != nullptr && hidden->hides(design, v)) return Suppressed{};
    return published(panel, static_cast<double>(of.replications), v, plan_.schedule.timeline,
                     options_.disclosure);
  });
  table.rows(rows);
}

Collector::Hidden Collector::hide(const Area& area, const std::vector<std::size_t>& columns) const {
  Hidden hidden;
  for (std::size_t slot = 0; slot < area.slots.size(); ++slot) {
    PanelToSuppress panel;
    panel.columns = columns;
    panel.replications = options_.keys.replication ? 1 : area.counted;
    for (std::size_t d = 0; d < plan_.designs.size(); ++d) {
      panel.designs.push_back(&area.slots[slot].designs[d].panel);
      std::vector<const CellLedger*> ledgers;
      for (const CellLedger& ledger : area.ledgers)
        if (ledger.design->id == plan_.designs[d] &&
            (!options_.keys.replication || ledger.replication == area.replications[slot]))
          ledgers.push_back(&ledger);
      for (const auto& where : given_away_by_rows(ledgers, plan_.schedule.timeline))
        panel.besides.push_back(where);
    }
    hidden.panels.push_back(suppress_panel(panel, plan_.schedule, options_.disclosure));
  }
  hidden.payments =
      hides_payments(area.ledgers, hidden.panels, plan_.schedule, options_.disclosure);
  return hidden;
}

HiddenInArea Collector::weighed(const Area& area, const Hidden& hidden) const {
  HiddenInArea result;
  result.payments.resize(plan_.designs.size());
  for (const CellLedger& ledger : area.ledgers)
    for (std::size_t d = 0; d < plan_.designs.size(); ++d)
      if (hidden.payments && ledger.design->id == plan_.designs[d] && pays_for_people(ledger))
        result.payments[d] = true;
  const int from = plan_.schedule.go_live_month, to = plan_.schedule.timeline.months();
  for (const HiddenPanel& panel : hidden.panels)
    for (std::size_t c = 0; c < panel_values().size(); ++c) {
      const bool any = panel.any(c, from, to);
      if (panel_values()[c].disclosure == Disclosure::person_time)
        result.person_time = result.person_time || any;
      if (c == panel_value("offences")) result.offences = result.offences || any;
    }
  return result;
}

void Collector::write_panel(const std::vector<Hidden>& hidden) {
  const auto write = [&](std::size_t a, std::size_t slot, std::size_t d) {
    write_panel_rows(a, slot, d, hidden[a].panels.empty() ? nullptr : &hidden[a].panels[slot]);
  };
  if (!options_.keys.replication) {
    for (std::size_t d = 0; d < plan_.designs.size(); ++d)
      for (std::size_t a = 0; a < areas_.size(); ++a)
        if (!areas_[a].slots.empty()) write(a, 0, d);
    return;
  }
  for (int r = 0; r < replications; ++r)
    for (std::size_t a = 0; a < areas_.size(); ++a) {
      const auto& numbers = areas_[a].replications;
      const auto found = std::find(numbers.begin(), numbers.end(), r);
      if (found == numbers.end()) continue;
      for (std::size_t d = 0; d < plan_.designs.size(); ++d)
        write(a, static_cast<std::size_t>(found - numbers.begin()), d);
    }
}

void Collector::write_ledger(const std::vector<Hidden>& hidden) {
  TableRows rows(tables_->at("ledger").schema());
  for (int r = 0; r < replications; ++r)
    for (std::size_t a = 0; a < areas_.size(); ++a)
      for (const CellLedger& ledger : areas_[a].ledgers) {
        if (ledger.replication != r) continue;
        for (const LedgerSum& sum : ledger.sums) {
          PublishedPayment p =
              published(sum, *ledger.design, hidden[a].payments, options_.disclosure);
          add_ledger_row(rows, *ledger.design, plan_.areas[a].model.id, r, sum,
                         std::move(p.entries), std::move(p.pence));
        }
      }
  tables_->at("ledger").rows(rows);
}

void Collector::write_rest() {
  if (tables_ == nullptr) return;
  for (Area& area : areas_)
    if (AreaTotals sum = area.sum.total(); !sum.designs.empty()) area.slots = {std::move(sum)};
  SummarySuppression summary(outcomes, options_.disclosure);
  std::vector<Hidden> hidden(areas_.size());
  if (options_.disclosure.suppress > 0) {
    std::vector<HiddenInArea> in_areas;
    for (std::size_t a = 0; a < areas_.size(); ++a) {
      hidden[a] = hide(areas_[a], summary.hidden_columns(a));
      in_areas.push_back(weighed(areas_[a], hidden[a]));
    }
    summary.hide_weighed(in_areas);
  }
  if (writes_at_once() && !options_.keys.replication) write_providers();
  if (!writes_at_once()) write_ledger(hidden);
  if (!writes_at_once() || !options_.keys.replication) write_panel(hidden);
  EstimatePrint print;
  print.round_to = options_.disclosure.round;
  print.hidden = [&](std::size_t design, std::size_t area, const MeasureInfo& m) {
    return summary.hides(design, area, m);
  };
  TableRows estimates(tables_->at("summary").schema());
  add_summary_rows(estimates, outcomes, print);
  tables_->at("summary").rows(estimates);
  TableRows differences(tables_->at("differences").schema());
  add_difference_rows(differences, outcomes, plan_.baseline, print);
  tables_->at("differences").rows(differences);
  write_reference_tables(*tables_, plan_);
}

void Collector::write_draws(const Scenario& scenario) {
  TableWriter& uncertainty = tables_->open(uncertainty_schema());
  TableRows uncertainty_rows(uncertainty.schema());
  add_uncertainty_rows(uncertainty_rows, outcomes, plan_.baseline);
  uncertainty.rows(uncertainty_rows);

  TableWriter& best = tables_->open(best_schema());
  TableRows best_rows(best.schema());
  add_best_rows(best_rows, outcomes);
  best.rows(best_rows);

  TableWriter& draws = tables_->open(draws_schema());
  TableRows draw_rows(draws.schema());
  for (int draw = 1; draw <= plan_.draws; ++draw)
    add_draw_rows(draw_rows, draw,
                  sample_of(scenario, plan_.seed, static_cast<std::uint32_t>(draw)));
  draws.rows(draw_rows);
}

void write_reference_tables(ResultTables& tables, const Plan& plan) {
  TableWriter& designs = tables.open(design_schema());
  TableRows design_rows(designs.schema());
  for (std::size_t d = 0; d < plan.designs.size(); ++d)
    add_design_row(design_rows, plan.designs[d], plan.areas.front().designs[d].design.label,
                   d == plan.baseline);
  designs.rows(design_rows);

  TableWriter& areas = tables.open(area_schema());
  TableRows area_rows(areas.schema());
  std::vector<const AreaModel*> models;
  for (const AreaPlan& area : plan.areas)
    models.push_back(&area.model);
  add_area_rows(area_rows, models);
  areas.rows(area_rows);

  TableWriter& terms = tables.open(term_schema());
  TableRows term_rows(terms.schema());
  for (std::size_t d = 0; d < plan.designs.size(); ++d)
    for (const AreaPlan& area : plan.areas)
      add_term_rows(term_rows, area.designs[d], area.model, plan.schedule.timeline);
  terms.rows(term_rows);

  TableWriter& measures = tables.open(measure_schema());
  TableRows measure_rows(measures.schema());
  add_measure_rows(measure_rows);
  measures.rows(measure_rows);
}

}  // namespace pbrsim::cli
