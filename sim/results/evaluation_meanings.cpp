#include "results/evaluation.hpp"

namespace pbrsim {

const EnumArray<Item, const char*>& item_meanings() {
  static const EnumArray<Item, const char*> meanings{{
      "Of all assessed: assessments in the quarter, recorded or not. A return within 21 days "
      "belongs to its journey and is none.",
      "Of all assessed: assessments in the quarter of which there is a record; all of those who "
      "start, some of the others. This and not assessed_truly is what a monitoring system holds.",
      "Of assessed, those whose 12 weeks from the assessment end by the data cut; the others are "
      "censored.",
      "Of assessed_followed_12_weeks, those whose treatment began within 84 days of the "
      "assessment.",
      "Of assessed, those whose 365 days from the assessment end by the data cut.",
      "Of assessed_followed_1_year, those whose journey ended in a recorded completion within 365 "
      "days of the assessment.",
      "Of all started: journeys begun in the quarter.",
      "Of started, those begun on paper alone, when open cases were registered anew.",
      "Of started, those begun in the 12 months before go-live, whose first year reaches beyond "
      "it: exposed to the contract in their follow-up.",
      "Of started, those of people with an earlier journey, anywhere and at any time.",
      "Of started, those with injecting in the 28 days before, by the review at the start.",
      "Of started, those with a housing problem by the review at the start.",
      "Of started, those with a referral and an assessment of their own, whose waits are known.",
      "Of waits_known, waits of more than 21 days from referral to the start.",
      "Of waits_known, waits of more than 21 days from assessment to the start.",
      "Of started, those whose first 365 days end by the data cut; the others are censored.",
      "Of followed_1_year, journeys that ended in a recorded completion (drug-free or occasional "
      "user) within 365 days of their start and that no return within 21 days went on with.",
      "The same by how the journey truly ended.",
      "Of started, those whose first 365 days and 6 months after them end by the data cut.",
      "Of followed_1_year_6_months, those counted in completed_1_year and not re-presenting to "
      "treatment in the area within 6 calendar months of their end; who died is not back.",
      "Of completed_1_year_away_6_months, those without a contact with a criminal-justice drug "
      "worker, on arrest, in these months.",
      "Of started, those whose first 365 days and 12 months after them end by the data cut.",
      "Of followed_1_year_12_months, the same within 12 calendar months.",
      "Of completed_1_year_away_12_months, those without a contact with a criminal-justice drug "
      "worker, on arrest, in these months.",
      "Of completed_1_year, those whose 6 months after the end end by the data cut.",
      "Of completers_followed_6_months, those re-presenting to treatment in the area in them.",
      "Of completers_followed_6_months, these and those with a contact with a criminal-justice "
      "drug worker, on arrest, in them.",
      "Of completers_followed_6_months, those dying in them without having come back.",
      "Of completed_1_year, those whose 12 months after the end end by the data cut.",
      "Of completers_followed_12_months, those re-presenting to treatment in the area in them.",
      "Of completers_followed_12_months, these and those with a contact with a criminal-justice "
      "drug worker, on arrest, in them.",
      "Of completers_followed_12_months, those dying in them without having come back.",
      "Of started, journeys that ended by the data cut; the others are open.",
      "Of ended, recorded completions.",
      "Of ended, recorded as declined to continue.",
      "Of started, those with a 12-weekly review 5 to 26 weeks after their start, all 26 weeks "
      "before the data cut: the first review.",
      "Of reviewed_first, reported without use of what the person came for in 28 days.",
      "Of reviewed_first, reported without use of any illicit drug or alcohol in 28 days.",
      "Of reviewed_first, truly without use of what the person came for.",
      "Of reviewed_first, truly without use of anything.",
      "Of reviewed_first, reliably improved in days of use of what the person came for, and not "
      "reported without it.",
      "Of reviewed_first, injecting.",
      "Of reviewed_first, with a housing problem.",
      "Of reviewed_first, those who were injecting at the start.",
      "Of first_reviewed_injectors, those not injecting at the first review.",
      "Of followed_1_year, journeys with a review in their first 365 days: a 12-weekly one, or "
      "that "
      "at an exit recorded as completed.",
      "Of reviewed, the latest of these reported without use of what the person came for.",
      "Of reviewed, the latest of these reported without use of anything.",
      "Of reviewed, the latest of these truly without use of anything.",
      "Of reviewed, injecting at the latest of these.",
      "Of reviewed, with a housing problem at the latest of these.",
      "Of reviewed, any of these reported without use of what the person came for.",
      "Of reviewed, any of these reported without use of anything.",
      "Of reviewed, not injecting at any one of these.",
      "Of reviewed, without a housing problem at any one of these.",
      "Person-years in treatment of started, from start to end or data cut, gaps left out.",
      "Of started, deaths of drug poisoning in treatment.",
      "Of started, deaths in treatment.",
      "Person-years of started in the 12 months after their end, up to the next triage, death or "
      "data cut; who moves away counts as alive.",
      "Deaths of drug poisoning in years_after_leaving.",
      "Deaths in years_after_leaving.",
      "Acquisitive offences of followed_1_year proven in the 365 days from the start.",
      "Acquisitive offences of followed_1_year to be expected in the 365 days from the start, "
      "proven or not: what truly is.",
  }};
  return meanings;
}

}  // namespace pbrsim
