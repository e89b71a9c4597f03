// Opaque access to the system's ICU.
//
// No ICU header is included here: imported into Swift beside Foundation they do not compile, because Foundation brings
// an ICU of its own with the same type names. Everything crosses as plain integers, byte pointers and opaque structs.
//
// Conventions: text is UTF-8, offsets and lengths count bytes. `*error` receives ICU's UErrorCode: 0 or below means
// success, above 0 failure (`cicu_error_name` gives its name). Functions that fill a buffer return the length they
// need; the buffer holds the result only if that is at most `capacity`.
#ifndef CICU_H
#define CICU_H

#include <stdbool.h>
#include <stdint.h>

const char *cicu_version(void);
const char *cicu_error_name(int32_t error);

// --- Break iterators -------------------------------------------------------------------------------------------

typedef struct cicu_breaker cicu_breaker;

/// Where a rule source is wrong: line and column, both from 1; 0 where ICU does not say.
typedef struct {
  int32_t line;
  int32_t column;
} cicu_rule_error;

cicu_breaker *cicu_breaker_open_rules(const char *rules, int32_t length, cicu_rule_error *where, int32_t *error);
/// From what `cicu_breaker_compiled_rules` gave, by the same ICU version. The bytes are copied. `directly`: run them over
/// UTF-8 and not through ICU's iterator, where their form allows it: same boundaries, several times faster.
cicu_breaker *cicu_breaker_open_compiled(const uint8_t *bytes, int32_t length, bool directly, int32_t *error);
int32_t cicu_breaker_compiled_rules(cicu_breaker *breaker, uint8_t *buffer, int32_t capacity, int32_t *error);
void cicu_breaker_close(cicu_breaker *breaker);
/// Whether the rules are run directly.
bool cicu_breaker_runs_directly(const cicu_breaker *breaker);

/// The text must stay in place until the next call of this function or the breaker's end.
void cicu_breaker_set_text(cicu_breaker *breaker, const uint8_t *text, int32_t length, int32_t *error);
/// Fills `ends` and `statuses` with the next boundaries and their rule statuses; returns how many, 0 at the end.
int32_t cicu_breaker_next(cicu_breaker *breaker, int32_t *ends, int32_t *statuses, int32_t capacity);

// --- Normal forms and case -------------------------------------------------------------------------------------

enum { CICU_NFC = 0, CICU_NFD = 1, CICU_NFKC = 2 };

bool cicu_is_normalized(int32_t form, const uint8_t *text, int32_t length, int32_t *error);
int32_t cicu_normalize(
  int32_t form, const uint8_t *text, int32_t length, uint8_t *buffer, int32_t capacity, int32_t *error);
/// Full case folding, Unicode's default: "Straße" becomes "strasse".
int32_t cicu_fold_case(const uint8_t *text, int32_t length, uint8_t *buffer, int32_t capacity, int32_t *error);

// --- Character properties --------------------------------------------------------------------------------------

/// Unicode's general category as ICU numbers it (U_UPPERCASE_LETTER is 1, U_LOWERCASE_LETTER 2 …).
int32_t cicu_category(int32_t code_point);
bool cicu_is_uppercase(int32_t code_point);
bool cicu_is_lowercase(int32_t code_point);
bool cicu_is_alphabetic(int32_t code_point);
bool cicu_is_white_space(int32_t code_point);
bool cicu_is_emoji_presentation(int32_t code_point);

// --- Encodings -------------------------------------------------------------------------------------------------

/// Whether ICU knows a converter of that name.
bool cicu_knows_encoding(const char *name);
/// Decodes into UTF-8 allocated with malloc (free it with `cicu_free`); NULL on error, and then `*bad_offset` is the
/// offset of the first byte that is invalid in that encoding.
uint8_t *cicu_decode(
  const char *encoding, const uint8_t *bytes, int64_t length, int64_t *decoded_length, int64_t *bad_offset,
  int32_t *error);
void cicu_free(void *memory);

#endif
