/// Two kinds of failure, never mixed.
///
/// `UserError`: the scenario, an option or the file system is not as it must be. It carries a
/// message that says what is wrong, why that is a problem and what to do; the program prints it and
/// ends with the error's exit code (2 for input, 3 for a fault of the machine such as a full disk).
///
/// `PBRSIM_EXPECT` (on entry) and `PBRSIM_ENSURE` (on exit): a contract between parts of this
/// program is broken. That is our fault, not the user's: it throws `Fault` with the place in the
/// source.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace pbrsim {

enum class ExitCode { done = 0, input = 2, fault = 3, some_failed = 4, interrupted = 130 };

class UserError : public std::runtime_error {
 public:
  explicit UserError(const std::string& message, ExitCode code = ExitCode::input)
      : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

class Fault : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// One thing wrong with a parameter struct: `path` is relative to the struct that reports it
/// ("terms.completion.price"), `message` says what is wrong and what to do. `from`: the paths of all
/// that it follows from, where that is less than the whole struct; it is then told beside what is
/// wrong elsewhere. A path that ends in a dot ("providers.") means the names there alone.
struct Problem {
  std::string path;
  std::string message;
  std::vector<std::string> from = {};
};
using Problems = std::vector<Problem>;

[[noreturn]] inline void fail_contract(const char* what, const char* file, int line) {
  throw Fault(std::string("internal contract broken: ") + what + " (" + file + ":" +
              std::to_string(line) + ")");
}

}  // namespace pbrsim

#define PBRSIM_EXPECT(condition) \
  ((condition) ? void(0) : ::pbrsim::fail_contract(#condition, __FILE__, __LINE__))
#define PBRSIM_ENSURE(condition) PBRSIM_EXPECT(condition)
