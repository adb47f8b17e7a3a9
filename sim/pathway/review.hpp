/// What a TOP review reads of a person on a day.
#pragma once

#include "pathway/parameters.hpp"
#include "pathway/person.hpp"
#include "record/reviews.hpp"

namespace pbrsim {

/// `misreported`: the probability that use which did happen is recorded as none; `embellished`:
/// that the provider's own word says that nothing is wrong where something is (its reporting
/// stance; equal to `misreported` where its word is what is recorded). `harm_reduction`: saturating
/// harm-reduction effort above legacy, s(e4) - s(1). Counts nothing and changes nothing; p.reviews
/// is the number of the review.
Review read_review(const Person& p, double day, ReviewKind kind,
                   const PathwayParameters& parameters, const Streams& streams, double misreported,
                   double embellished, double harm_reduction);

}  // namespace pbrsim
