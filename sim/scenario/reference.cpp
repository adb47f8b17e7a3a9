#include "scenario/reference.hpp"

#include <cmath>
#include <map>
#include <set>

#include "scenario/form.hpp"
#include "scenario/reference_text.hpp"
#include "scenario/scenario.hpp"

namespace pbrsim {

namespace {

using namespace yaml;

/// "AreaEffects" -> "area effects".
std::string words_of(const std::string& type) {
  std::string words;
  for (const char c : type) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !words.empty()) words += ' ';
    words += upper ? static_cast<char>(c + 32) : c;
  }
  return words;
}

std::string code(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string list_code(const std::vector<std::string_view>& words) {
  std::string text;
  for (const auto word : words)
    text += (text.empty() ? "" : ", ") + code(word);
  return text;
}

std::string capital(std::string text) {
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

/// The path of what a form holds: a name or a number further, or no further.
std::string step_into(const Form& form, const std::string& path) {
  if (form.shape == Shape::optional) return path;
  return path + (form.shape == Shape::list ? ".NUMBER" : ".NAME");
}

/// The path of the record that the form comes down to.
std::string path_to_record(const Form& form, std::string path) {
  for (const Form* at = &form; at && at->shape != Shape::record; at = at->element)
    path = step_into(*at, path);
  return path;
}

class Reference {
 public:
  explicit Reference(const Form& scenario) { count_uses(scenario); }

  std::string of(const Form& scenario) {
    std::string text(reference_introduction);
    text += "## Keys\n\n### The top level\n\n";
    text += "| key | meaning | written | range | default |\n| --- | --- | --- | --- | --- |\n";
    text += "| `pbrsim` | version of the format | `1` | | must be given |\n";
    std::string sections = rows_and_sections(scenario, "", text);
    const Form& area = area_of(scenario);
    for (const FormField& field : area.fields)
      if (is_shared(area, field.name)) {
        text += "| " + code(field.name) + " | " + shared_doc(field.name) + " | " +
                written(*field.form, field.spec, std::string(field.name)) + " | | |\n";
        sections +=
            section(*record_in(*field.form), path_to_record(*field.form, std::string(field.name)));
      }
    text += "\n" + sections + "## Forms that recur\n\n";
    text += "Where a table above says *hazard*, *covariates* and so on, these are meant.\n\n";
    for (std::size_t i = 0; i < recurring_.size(); ++i)
      text += section(*recurring_[i], "");
    return text + names_section();
  }

 private:
  static const Form& area_of(const Form& scenario) {
    for (const FormField& field : scenario.fields)
      if (field.name == "areas") return *record_in(*field.form);
    return scenario;
  }

  static bool is_shared(const Form& form, std::string_view name) {
    for (const auto shared : form.shared)
      if (shared == name) return true;
    return false;
  }

  static std::string shared_doc(std::string_view name) {
    return name == "pathway" ? "the clinical course, in every area"
                             : "designs by name, in every area";
  }

  void count_uses(const Form& form) {
    if (!counted_.insert(&form).second) return;
    for (const FormField& field : form.fields) {
      const Form* record = record_in(*field.form);
      note_names(*field.form);
      if (!record) continue;
      ++uses_[record];
      count_uses(*record);
    }
  }

  void note_names(const Form& form) {
    if (form.shape == Shape::table) tables_[form.keys] = form.words;
    if (form.element) note_names(*form.element);
  }

  bool recurs(const Form& record) const {
    const auto found = uses_.find(&record);
    return (found != uses_.end() && found->second > 1) || !record.scalar_key.empty();
  }

  /// Adds the rows of a record to `table` and gives the sections of the records in it.
  std::string rows_and_sections(const Form& form, const std::string& path, std::string& table) {
    std::string sections;
    for (const FormField& field : form.fields) {
      if (is_shared(form, field.name)) {
        table += "| " + code(field.name) + " | " + std::string(field.doc) +
                 " | as at the top level | | |\n";
        continue;
      }
      const std::string own = join_path(path, field.name);
      table += row(field, own);
      const Form* record = record_in(*field.form);
      if (!record) continue;
      if (recurs(*record))
        remember(*record);
      else
        sections += section(*record, path_to_record(*field.form, own));
    }
    return sections;
  }

  void remember(const Form& record) {
    if (remembered_.insert(&record).second) recurring_.push_back(&record);
  }

  std::string section(const Form& form, const std::string& path) {
    std::string text =
        path.empty() ? "### " + capital(words_of(form.type)) + "\n\n" : "### `" + path + "`\n\n";
    if (!form.scalar_key.empty())
      text += "A lone value stands for " + code(form.scalar_key) + ".\n\n";
    if (!form.alternatives.empty()) text += alternatives(form);
    text += "| key | meaning | written | range | default |\n| --- | --- | --- | --- | --- |\n";
    const std::string sections = rows_and_sections(form, path, text);
    text += "\n";
    if (!form.kinds.empty()) text += kinds(form);
    return text + sections;
  }

  static std::string alternatives(const Form& form) {
    std::string text;
    for (const auto set : form.alternatives) {
      std::string keys = code(set);
      if (const std::size_t blank = keys.find(' '); blank != std::string::npos)
        keys.replace(blank, 1, "` with `");
      text += (text.empty() ? "" : ", or ") + keys;
    }
    return "Give only one of: " + text + ".\n\n";
  }

  static std::string kinds(const Form& form) {
    std::string text;
    for (std::size_t kind = 0; kind < form.kinds.size(); ++kind) {
      std::vector<std::string_view> must, may;
      for (const FormField& field : form.fields)
        if (field.name != form.kind_key && field.spec.is_for(kind))
          (field.spec.required ? must : may).push_back(field.name);
      text += "- " + code(form.kind_key) + ": " + code(form.kinds[kind]) +
              (must.empty() ? "" : " must have " + list_code(must)) +
              (must.empty() || may.empty() ? "" : ";") +
              (may.empty() ? "" : " may have " + list_code(may)) + "\n";
    }
    return text + "\n";
  }

  std::string row(const FormField& field, const std::string& path) {
    std::string written_as = written(*field.form, field.spec, path);
    if (field.spec.fixed) written_as += "; no distribution";
    return "| " + code(field.name) + " | " + std::string(field.doc) + " | " + written_as + " | " +
           range(field) + " | " + initial(field) + " |\n";
  }

  /// How a value is written; links to where records stand.
  std::string written(const Form& form, const FieldSpec& spec, const std::string& path) {
    switch (form.shape) {
      case Shape::number: return noun_of(spec.unit) + ", " + code(yaml::example_of(spec.unit));
      case Shape::whole: return "a whole number";
      case Shape::truth: return "`true` or `false`";
      case Shape::text: return "text";
      case Shape::date: return "a day, `2012-04-01`";
      case Shape::word: return list_code(form.words);
      case Shape::table:
        return written(*form.element, spec, step_into(form, path)) + "; by " +
               link(words_of(form.keys));
      case Shape::optional: return written(*form.element, spec, step_into(form, path));
      case Shape::list: return "list of " + written(*form.element, spec, step_into(form, path));
      case Shape::names: return written(*form.element, spec, step_into(form, path)) + "; by name";
      case Shape::record: break;
    }
    if (recurs(form)) return "[" + words_of(form.type) + "](#" + anchor(words_of(form.type)) + ")";
    return "[see below](#" + anchor(path) + ")";
  }

  static std::string anchor(const std::string& heading) {
    std::string text;
    for (const char c : heading) {
      const bool upper = c >= 'A' && c <= 'Z';
      if (c == ' ')
        text += '-';
      else if (c != '.')
        text += upper ? static_cast<char>(c + 32) : c;
    }
    return text;
  }

  static std::string link(const std::string& words) { return "[" + words + "](#names-in-tables)"; }

  static std::string range(const FormField& field) {
    const bool low = std::isfinite(field.spec.min), high = std::isfinite(field.spec.max);
    return low || high ? range_of(field.spec) : "";
  }

  static std::string initial(const FormField& field) {
    if (field.spec.required && field.spec.kinds == ~0ULL) return "must be given";
    const std::string text = field.initial == "\"\"" ? "" : field.initial;
    if (field.spec.source.empty()) return text;
    return text + " (" + std::string(field.spec.source) + ")";
  }

  std::string names_section() const {
    std::string text = "### Names in tables\n\n";
    for (const auto& [keys, words] : tables_)
      text += "- " + words_of(keys) + ": " + list_code(words) + "\n";
    return text;
  }

  std::set<const Form*> counted_, remembered_;
  std::map<const Form*, int> uses_;
  std::map<std::string, std::vector<std::string_view>> tables_;
  std::vector<const Form*> recurring_;
};

}  // namespace

std::string scenario_reference() {
  Forms forms;
  const Form& scenario = *forms.of<Scenario>();
  return Reference(scenario).of(scenario);
}

}  // namespace pbrsim
