// providers.csv and the measures of providers' money, on hand-made histories.
#include "results/provider_table.hpp"

#include <cmath>

#include "results/measures.hpp"
#include "support/catch.hpp"
#include "support/read_back.hpp"

using namespace pbrsim;
using namespace pbrsim::test;

namespace {

Schedule one_year() {
  Schedule s;
  const Date go_live = *date_from_iso("2012-04-01");
  s.timeline = Timeline(add_months(go_live, -12), add_months(go_live, 24));
  s.go_live = s.timeline.day_of(go_live);
  s.contract_end = s.timeline.day_of(add_months(go_live, 12));
  s.go_live_month = 12;
  return s;
}

struct Case {
  Schedule schedule = one_year();
  AreaModel area;
  DesignModel design;

  static AreaParameters parameters() {
    AreaParameters a;
    a.providers["north"].keyworker_hours = 10;
    a.providers["south"].keyworker_hours = 10;
    return a;
  }
  static DesignParameters with(bool money) {
    DesignParameters d;
    d.behaviour.money = money;
    return d;
  }
  explicit Case(bool money)
      : area("a", parameters(), PathwayParameters{}, {}, {}, {}),
        design("d", with(money), area, schedule) {}

  Table table(const ProviderBlock& block, const PanelKeys& keys, std::int64_t replications) const {
    Table t;
    t.schema = provider_schema(keys);
    TableRows rows(t.schema);
    add_provider_rows(rows, block, {"d", "a", 7, replications}, area, design, schedule, keys);
    for (const Column& c : t.schema.columns)
      t.header.push_back(c.name);
    t.rows = parse_csv(rows.text());
    return t;
  }
};

ProviderQuarter quarter(std::uint8_t provider, int month, Pence cash) {
  ProviderQuarter q;
  q.provider = provider;
  q.month = month;
  q.practice.engagement[MeasuredBand::high] = 2;
  q.target.selection[MeasuredBand::low] = -1;
  q.target.discharge = 0.5;
  q.hours = 30;
  q.committed = 20;
  q.caseload = 16;
  q.queue = 3;
  q.cash = cash;
  q.income = 1000;
  q.failed = cash < 0;
  return q;
}

ProviderBlock block(Pence cash) {
  History h;
  for (const int month : {12, 15})
    for (const std::uint8_t provider : {0, 1})
      h.quarters.push_back(quarter(provider, month, provider == 0 ? cash : 5000));
  h.quarters[1].hours = h.quarters[1].committed = h.quarters[1].caseload = 0;
  return ProviderBlock(h);
}

}  // namespace

TEST_CASE("a provider's quarter is a row, a lever and band a column") {
  const Case c(true);
  PanelKeys keys;
  keys.replication = true;
  const Table t = c.table(block(-25050), keys, 1);
  REQUIRE(t.rows.size() == 4);
  CHECK(t.at(0, "provider") == "north");
  CHECK(t.at(1, "provider") == "south");
  CHECK(t.at(0, "quarter") == "2012-04-01");
  CHECK(t.at(2, "quarter") == "2012-07-01");
  CHECK(t.at(0, "replication") == "7");
  CHECK(t.at(0, "engagement_high") == "2");
  CHECK(t.at(0, "engagement_low") == "1");
  CHECK(t.at(0, "target_engagement_high") == "1");
  CHECK(t.at(0, "target_selection_low") == "-1");
  CHECK(t.at(0, "target_discharge") == "0.5");
  CHECK(t.at(0, "places") == "24");  // 30 hours at 1.25 each
  CHECK(t.at(1, "places").empty());
  CHECK(t.at(0, "cash") == "-250.5");
  CHECK(t.at(0, "overdraft") == "250.5");
  CHECK(t.at(1, "overdraft") == "0");
  CHECK(t.at(0, "income") == "10");
  CHECK(t.at(0, "failed") == "1");
}

TEST_CASE("provider rows are means over replications, money empty where there is none") {
  ProviderBlock sums;
  for (const Pence cash : {-10000, 30000})
    sums.add(block(cash));
  const Table with = Case(true).table(sums, {}, 2), without = Case(false).table(sums, {}, 2);
  CHECK(with.at(0, "replications") == "2");
  CHECK(with.at(0, "cash") == "100");
  CHECK(with.at(0, "overdraft") == "50");
  CHECK(with.at(0, "failed") == "0.5");
  CHECK(with.at(0, "caseload") == "16");
  CHECK(with.at(0, "places") == "24");
  for (const char* column : {"cash", "overdraft", "frozen_posts", "income", "costs", "interest",
                             "failed", "taken_over"}) {
    INFO(column);
    CHECK(without.at(0, column).empty());
    CHECK_FALSE(with.at(0, column).empty());
  }
  CHECK(without.at(0, "caseload") == "16");
}

TEST_CASE("measures of money come from the books of the contract") {
  const Case c(true);
  History h;
  h.panel = Panel(36);
  for (int m = 0; m < 36; ++m)
    h.panel.close(MonthCounts{}, std::vector<Seconds>(accrual_classes), 0);
  const auto sums = [&] { return sum_up(h, c.area, c.design, c.schedule, EconomicsParameters{}); };
  CHECK(sums()[Quantity::accounts] == 0);
  const auto book = [&](std::uint8_t provider, int month, Pence closing) {
    ProviderMonth m;
    m.provider = provider;
    m.month = month;
    m.costs = {100, 20, 3, 0};
    m.interest = 7;
    m.closing = closing;
    h.books.push_back(m);
  };
  book(0, 12, 500);
  book(1, 12, -800);
  book(0, 13, -300);
  book(1, 13, 100);
  book(0, 24, -9999);  // after the contract
  ProviderFailure f;
  f.day = c.schedule.contract_end - 1;
  h.failures.push_back(f);
  f.holder = 1;  // its successor
  h.failures.push_back(f);
  f.day = c.schedule.contract_end;
  h.failures.push_back(f);
  f.provider = 1;
  f.holder = 0;
  h.failures.push_back(f);
  const Sums s = sums();
  CHECK(s[Quantity::accounts] == 2);
  CHECK(s[Quantity::providers_failed] == 1);
  CHECK(s[Quantity::failures] == 2);
  CHECK(s[Quantity::lowest_cash] == Approx(-11));
  CHECK(s[Quantity::provider_cost] == Approx(4.92));
  CHECK(s[Quantity::provider_surplus] == Approx(-4.92 - 0.28));
}
