/// One payment, as the commissioner's and the payee's books both hold it.
///
/// Money in whole pence. A positive amount is paid by the funder to the payee. Days since the
/// scenario's start.
#pragma once

#include <cstdint>

#include "core/units.hpp"
#include "record/vocabulary.hpp"

namespace pbrsim {

inline constexpr std::uint32_t no_person = ~std::uint32_t{0};

struct LedgerEntry {
  double accrued = 0;                // day on which it was earned
  double paid = 0;                   // day on which it is paid, the lag included
  std::uint32_t person = no_person;  // or none: a payment for a month or a cohort
  std::uint8_t payee = 0;            // index of the provider or of the assessment service
  std::uint8_t term = 0;             // index within the payee's contract
  std::uint8_t cluster = 0;          // index within the payee's contract; 0 where there is none
  Funder funder = Funder::public_health;
  Pence amount = 0;
};

}  // namespace pbrsim
