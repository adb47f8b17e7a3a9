#include "scenario/quantity.hpp"

namespace pbrsim::yaml {

std::string pattern_of(Unit unit) {
  const std::string number = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";
  const std::string money =
      "GBP +[+-]?([0-9]{1,3}(,[0-9]{3})+(\\.[0-9]*)?|" + number.substr(5) + ")";
  const std::string time = "(days?|weeks?|months?|years?)";
  const auto whole = [](const std::string& inside) { return "^" + inside + "$"; };
  switch (unit) {
    case Unit::none:
    case Unit::qaly_per_year:
    case Unit::of_key: return whole(number);
    case Unit::share: return whole(number + " *%?");
    case Unit::duration: return whole(number + " +" + time);
    case Unit::rate: return whole(number + " +per +([0-9]+\\.?[0-9]* +)?(person-)?" + time);
    case Unit::days_of_use: return whole(number + " +days?");
    case Unit::hours: return whole(number + " +hours?");
    case Unit::hours_per_week: return whole(number + " +hours? +per +" + time);
    case Unit::gbp: return whole(money);
    case Unit::gbp_per_week:
    case Unit::gbp_per_year: return whole(money + " +per +" + time);
    case Unit::gbp_per_hour: return whole(money + " +per +hour");
    case Unit::people_per_year: return whole(number + " +per +" + time);
  }
  return "";
}

}  // namespace pbrsim::yaml
