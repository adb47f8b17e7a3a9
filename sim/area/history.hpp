/// What happened in one cell: everything that measures, tables and tests are computed from.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "pathway/course.hpp"
#include "record/ledger.hpp"
#include "record/observed.hpp"
#include "record/panel.hpp"
#include "record/providers.hpp"
#include "record/reviews.hpp"
#include "record/twins.hpp"

namespace pbrsim {

/// People by where they are, so that nobody gets lost: stock + new = living + dead + moved.
struct Population {
  std::int64_t stock = 0;
  std::int64_t arrived = 0;
  std::int64_t living = 0;
  std::int64_t dead = 0;
  std::int64_t moved_away = 0;
};

/// Firings and integrated hazards by transition up to a day.
struct Tally {
  ByTransition<std::int64_t> fired{};
  Integrated integrated{};
};

struct History {
  Panel panel;
  std::vector<Episode> episodes;           // in order of their end, the open ones last
  std::vector<Review> reviews;             // on request
  std::vector<ClinicalEvent> events;       // on request
  std::vector<Twin> twins;                 // on request, from the day on which designs part
  std::vector<Spell> spells;               // with them, in order of time
  std::vector<Unstarted> unstarted;        // on request, in order of leaving, the open ones last
  std::vector<ProvenOffence> proven;       // with them; by person in order of time
  std::vector<DrugContact> contacts;       // likewise
  std::vector<OffendingSpell> offending;   // with them, in order of time
  std::vector<LedgerEntry> ledger;         // in order of accrual
  std::vector<ProviderQuarter> quarters;   // by quarter, then provider
  std::vector<ProviderMonth> books;        // by month, where money is at work
  std::vector<ProviderFailure> failures;   // in order
  std::vector<MicroHours> most_committed;  // by payee: the most hours committed by an admission
  Tally at_go_live, at_contract_end, at_end;
  Population population;
  std::int64_t clinical_events = 0;         // in the whole run
  std::int64_t shared_clinical_events = 0;  // of them, before the design was taken on
};

}  // namespace pbrsim
