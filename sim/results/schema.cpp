#include "results/schema.hpp"

#include "record/vocabulary.hpp"

namespace pbrsim {

namespace {

Column column(std::string name, ColumnType type, std::string description) {
  Column c;
  c.name = std::move(name);
  c.type = type;
  c.description = std::move(description);
  return c;
}

}  // namespace

Column Column::in(std::string the_unit) && {
  unit = std::move(the_unit);
  return std::move(*this);
}

Column Column::at_least(double least) && {
  minimum = least;
  return std::move(*this);
}

Column Column::within(double least, double most) && {
  minimum = least;
  maximum = most;
  return std::move(*this);
}

Column Column::one_of(std::vector<AllowedValue> values) && {
  allowed = std::move(values);
  return std::move(*this);
}

Column Column::empty_if(std::string meaning) && {
  missing = std::move(meaning);
  return std::move(*this);
}

Column Column::only(std::string with_options) && {
  only_with = std::move(with_options);
  return std::move(*this);
}

Column text(std::string name, std::string description) {
  return column(std::move(name), ColumnType::string, std::move(description));
}

Column whole_number(std::string name, std::string description) {
  return column(std::move(name), ColumnType::integer, std::move(description));
}

Column number(std::string name, std::string description) {
  return column(std::move(name), ColumnType::number, std::move(description));
}

Column date(std::string name, std::string description) {
  return column(std::move(name), ColumnType::date, std::move(description));
}

Column yes_or_no(std::string name, std::string description) {
  return column(std::move(name), ColumnType::boolean, std::move(description)).in("1 yes, 0 no");
}

const Column* TableSchema::find(std::string_view name_of_column) const {
  for (const Column& c : columns)
    if (c.name == name_of_column) return &c;
  return nullptr;
}

std::vector<AllowedValue> group_values() {
  return values_of<Group>(
      {{"opiates, with or without other substances", "drugs other than opiates, no alcohol problem",
        "alcohol only", "alcohol and drugs other than opiates"}});
}

std::vector<AllowedValue> band_values() {
  return values_of<Band>({{"lowest of the five bands of complexity", "second lowest", "middle band",
                           "second highest", "highest", "not assessed yet"}});
}

std::vector<AllowedValue> modality_values() {
  return values_of<Modality>({{"substitute opioids prescribed without an end in view",
                               "substitute opioids prescribed in falling doses",
                               "structured psychosocial treatment without prescribing",
                               "residential rehabilitation or inpatient detoxification"}});
}

std::vector<AllowedValue> exit_reason_values() {
  return values_of<ExitReason>(
      {{"still in treatment at the end of the run",
        "planned: treatment completed, no use of anything",
        "planned: treatment completed, some use of another substance than the presenting one",
        "unplanned: stopped coming", "unplanned: declined to go on",
        "transferred: to another provider of the area, or the person left the area",
        "sentenced to custody", "died in treatment"}});
}

std::vector<AllowedValue> funder_values() {
  return values_of<Funder>({{"the council's public health budget", "the National Health Service",
                             "the police and crime commissioner"}});
}

std::vector<AllowedValue> sex_values() { return values_of<Sex>({{"male", "female"}}); }

Column design_column() { return text("design", "Design, by its name in the scenario."); }

Column area_column() { return text("area", "Area, by its id in the scenario."); }

Column person_column() {
  return whole_number("person",
                      "Person; the same number is the same person in every design of the area and "
                      "replication, and means nothing beyond them.")
      .at_least(0);
}

Column replication_column() {
  return whole_number(
             "replication",
             "Replication: an independent repetition of the whole run, counted from 0. The "
             "same number in two designs is the same people with the same chance.")
      .at_least(0);
}

TableSchema with_draw(TableSchema schema) {
  schema.columns.insert(schema.columns.begin(),
                        whole_number("draw", "Draw of the scenario's distributions, from 1.")
                            .at_least(1)
                            .only("draws in the scenario (run.draws)"));
  schema.primary_key.insert(schema.primary_key.begin(), "draw");
  return schema;
}

ForeignKey to_designs(const std::string& column) { return {{column}, "designs", {"design"}}; }

ForeignKey to_areas() { return {{"area"}, "areas", {"area"}}; }

}  // namespace pbrsim
