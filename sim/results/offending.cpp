#include "results/offending.hpp"

#include <algorithm>
#include <limits>

namespace pbrsim {

OffencesByPerson::OffencesByPerson(const History& history) {
  for (const ProvenOffence& offence : history.proven)
    proven_[offence.person].push_back(offence.proven);
  for (const DrugContact& contact : history.contacts)
    contacts_[contact.person].push_back(contact.day);
  for (const OffendingSpell& spell : history.offending)
    rates_[spell.person].push_back(spell);
}

int OffencesByPerson::proven(std::uint32_t person, double from, double to) const {
  const auto days = proven_.find(person);
  if (days == proven_.end()) return 0;
  return static_cast<int>(std::count_if(days->second.begin(), days->second.end(),
                                        [&](double day) { return day >= from && day < to; }));
}

bool OffencesByPerson::contacted(std::uint32_t person, double from, double to) const {
  const auto days = contacts_.find(person);
  return days != contacts_.end() &&
         std::ranges::any_of(days->second, [&](double day) { return day > from && day <= to; });
}

double OffencesByPerson::expected(std::uint32_t person, double from, double to) const {
  const auto found = rates_.find(person);
  if (found == rates_.end()) return 0;
  const std::vector<OffendingSpell>& spells = found->second;
  double offences = 0;
  for (std::size_t i = 0; i < spells.size(); ++i) {
    const double ends =
        i + 1 < spells.size() ? spells[i + 1].since : std::numeric_limits<double>::infinity();
    offences +=
        spells[i].per_day * std::max(0.0, std::min(ends, to) - std::max(spells[i].since, from));
  }
  return offences;
}

}  // namespace pbrsim
